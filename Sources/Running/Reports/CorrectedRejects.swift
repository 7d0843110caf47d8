import Bytes
import Checkpoints
import Components
import Records

/// A file of refused records that came back from a person: the column `original` put right, everything else as it was.
///
/// A row whose original is unchanged says nothing. A spreadsheet may have changed delimiter, encoding and quotes.
struct CorrectedRejects: Sendable {
  private struct Row: Sendable {
    var file: Int
    var number: Int
    var original: String
    var line: Int
  }

  /// Absolute.
  let path: String
  private let shown: String
  private let rows: [Int64: [Row]]

  /// The runs that refused its records and have not got them back yet, in ascending order.
  var runs: [Int64]

  /// What the checkpoint store calls such a file.
  static let format = "rejects"

  /// The file itself, as a run remembers it: there is nothing to load from it.
  static func stored(_ path: String, ordinal: Int) throws(Fault) -> StoredFile {
    let known = try FileSurvey.digest(of: path)
    return StoredFile(
      ordinal: ordinal, path: path, format: format, digest: known.digest, size: known.size, status: .loaded)
  }

  /// Whether the file is one of those that `RejectsFile` writes, seen by its first line.
  static func isOne(_ path: String) throws(Fault) -> Bool {
    var first = try InputFile.head(of: path, count: 64)
    if first.starts(with: [0xEF, 0xBB, 0xBF]) { first.removeFirst(3) }
    let words = String(decoding: first, as: UTF8.self).split(separator: "\n").first ?? ""
    let names = words.split { ",;\t\r".contains($0) }.prefix(2).map {
      $0.filter { $0 != "\"" }
    }
    return names == Array(RejectsFile.header.prefix(2))
  }

  /// - Throws: `correction-unreadable` with the line.
  init(_ path: String, _ pipeline: Pipeline) throws(Fault) {
    self.path = path
    shown = pipeline.shown(path)
    let table = try MappingFile.read(path, nil)
    guard let id = table.columns.firstIndex(of: "reject"), let text = table.columns.firstIndex(of: "original")
    else {
      throw Fault(
        "correction-unreadable", "the file has no columns reject and original",
        at: Place(file: shown, line: 1),
        hint: "Keep the columns of daybook rejects --output csv as they are.", status: .dataRefused)
    }
    var rows: [Int64: [Row]] = [:]
    for (cells, line) in zip(table.rows, table.lines) {
      let parts = cells[id].split(separator: "/")
      guard parts.count == 3, let run = Int64(parts[0]), let file = Int(parts[1]), let number = Int(parts[2])
      else {
        throw Fault(
          "correction-unreadable", "\"\(cells[id])\" names no refusal", at: Place(file: shown, line: line),
          hint: "Leave the column reject as daybook wrote it: run/file/number.", status: .dataRefused)
      }
      rows[run, default: []].append(
        Row(file: file, number: number, original: RejectsFile.unguarded(cells[text]), line: line))
    }
    self.rows = rows
    runs = rows.keys.sorted()
  }

  /// The bytes that were put right of these refusals of one file, each once.
  ///
  /// - Parameter records: gets the records they belong to.
  /// - Throws: `correction-ambiguous`, `correction-impossible`.
  func corrections(
    of refusals: [StoredRefusal], run: Int64, _ records: inout Set<Int32>
  ) throws(Fault) -> [Correction] {
    var found: [Int32: Correction] = [:]
    for refusal in refusals where refusal.record > 0 {
      let matching = rows[run, default: []].filter { $0.file == refusal.file && $0.number == refusal.number }
      for row in matching where !row.original.isEmpty && row.original != refusal.original {
        let length = Int(refusal.range.upperBound - refusal.range.lowerBound)
        guard length == refusal.original.utf8.count else {
          throw Fault(
            "correction-impossible", "the record is too long to be put right here, or not UTF-8",
            at: Place(file: shown, line: row.line),
            hint: "Correct it in the original file, under another name.",
            status: .dataRefused)
        }
        let correction = Correction(
          offset: refusal.range.lowerBound, length: length, bytes: Array(row.original.utf8))
        if let other = found[refusal.record], other != correction {
          throw Fault(
            "correction-ambiguous", "record \(refusal.record) is put right in two ways",
            at: Place(file: shown, line: row.line),
            hint:
              "Its rows stand for one record: write the same original into each, or change only one of them.",
            status: .dataRefused)
        }
        found[refusal.record] = correction
        records.insert(refusal.record)
      }
    }
    return found.values.sorted { $0.offset < $1.offset }
  }
}
