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
    /// What a correction that was refused again said; nil where the refusal itself says it.
    var before: String?
    var line: Int
  }

  /// Absolute.
  let path: String
  private let shown: String
  private var rows: [Int64: [Row]]

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

  /// - Parameter store: nil when the pipeline never ran.
  /// - Throws: `correction-unreadable` with the line.
  init(_ path: String, _ pipeline: Pipeline, _ store: CheckpointStore?) throws(Fault) {
    try self.init(path, pipeline)
    if let store {
      try trace(store)
      try follow(store)
    }
  }

  private init(_ path: String, _ pipeline: Pipeline) throws(Fault) {
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
        Row(file: file, number: number, original: RejectsFile.unguarded(cells[text]), before: nil, line: line)
      )
    }
    self.rows = rows
    runs = rows.keys.sorted()
  }

  /// Follows corrections that were refused again to what they were about: the record lies in the file as it first came.
  private mutating func trace(_ store: CheckpointStore) throws(Fault) {
    var left = Set(rows.keys)
    while let run = left.max() {
      left.remove(run)
      guard let base = try store.run(run)?.subject else { continue }
      let again = try store.refusedAgain(by: run)
      if again.isEmpty { continue }
      let digests = try store.files(of: run).map { ($0.ordinal, $0.digest) }
      let files = try store.files(of: base)
      let first = try store.openRefusals(of: base) + store.refusedAgain(by: base)
      let here = rows.removeValue(forKey: run) ?? []
      for row in here {
        let refusal = again.first { $0.file == row.file && $0.number == row.number }
        let digest = digests.first { $0.0 == row.file }?.1
        guard let refusal, let file = files.first(where: { $0.digest == digest }),
          let origin = first.first(where: { $0.file == file.ordinal && $0.record == refusal.record })
        else {
          rows[run, default: []].append(row)
          continue
        }
        rows[base, default: []].append(
          Row(
            file: file.ordinal, number: origin.number, original: row.original,
            before: row.before ?? refusal.original, line: row.line))
        left.insert(base)
      }
    }
    runs = rows.keys.sorted()
  }

  /// Follows records that a later run processed again as they were, and refused itself: there they are open now.
  private mutating func follow(_ store: CheckpointStore) throws(Fault) {
    var left = Set(rows.keys)
    while let run = left.min() {
      left.remove(run)
      let taken = try store.takenOver(from: run)
      if taken.isEmpty { continue }
      let files = try store.files(of: run)
      let here = rows.removeValue(forKey: run) ?? []
      for var row in here {
        guard
          let (_, _, record, later) = taken.first(where: { $0.file == row.file && $0.number == row.number }),
          let digest = files.first(where: { $0.ordinal == row.file })?.digest,
          let file = try store.files(of: later).first(where: { $0.digest == digest }),
          let number = try CorrectedRejects.number(of: record, in: file.ordinal, of: later, store)
        else {
          rows[run, default: []].append(row)
          continue
        }
        row.file = file.ordinal
        row.number = number
        rows[later, default: []].append(row)
        left.insert(later)
      }
    }
    runs = rows.keys.sorted()
  }

  /// The refusal of a record, be it open or taken over by a later run; nil where the run did not refuse it.
  private static func number(
    of record: Int32, in file: Int, of run: Int64, _ store: CheckpointStore
  ) throws(Fault) -> Int? {
    let open = try store.openRefusals(of: run).first { $0.file == file && $0.record == record }
    if let open { return open.number }
    return try store.takenOver(from: run).first { $0.file == file && $0.record == record }?.number
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
      for row in matching where !row.original.isEmpty && row.original != row.before ?? refusal.original {
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
