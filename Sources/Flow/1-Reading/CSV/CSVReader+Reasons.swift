import Bytes
import Components
import Records

extension CSVReader {
  static let reasons = [
    ReasonSpec("record-too-short", "The record has fewer fields than the header names."),
    ReasonSpec("record-too-long", "The record has more fields than the header names."),
    ReasonSpec("quote-misplaced", "Text follows the quote that closes a field."),
    ReasonSpec("text-has-nul", "A zero byte stands in the record, which no text has."),
  ]

  static func fileEmpty(_ file: String) -> Fault {
    Fault(
      "file-empty", "there is nothing in the file", at: Place(file: file),
      hint:
        "Copy it again, or ask the sender for it once more: an export without entries still has its header.",
      status: .dataRefused)
  }

  static func notText(_ file: String) -> Fault {
    Fault(
      "file-not-text", "the file is a workbook or another document, not text", at: Place(file: file),
      hint: "Read a workbook with `xlsx` in place of `csv`, or save its sheet as CSV.", status: .dataRefused)
  }

  static func quoteNotClosed(_ file: String, line: Int) -> Fault {
    Fault(
      "quote-not-closed", "a quote opened on this line is still open at the end of the file",
      at: Place(file: file, line: line),
      hint: "Close the quote, or set `quote: none` when quotes are text in this file.", status: .dataRefused)
  }

  private func recordAfterFooter(line: Int) -> Fault {
    Fault(
      "record-after-footer", "a record follows a line that footer_starts_with calls the footer",
      at: Place(file: window.source.name, line: line),
      hint: "A record's first field starts with one of these texts: make them longer, or use footer_lines.",
      status: .dataRefused)
  }

  /// A second look at a record: whether it becomes a row. If not, it is no record at all, or it is refused.
  ///
  /// - Parameter fields: of the record; one that the file leaves out at the end is added.
  func takes(
    _ base: UnsafePointer<UInt8>, _ at: Int, _ end: CSVScanner.End, _ fields: UnsafeMutablePointer<TextView>,
    _ notes: CSVScanner.Notes, _ scan: inout Scan, _ lastLines: inout CSVLastLines
  ) -> Bool {
    // The record lies in the window.
    let record = unsafe UnsafeBufferPointer(start: base + at, count: end.stop - at)
    if unsafe isValueless(record, end.fields, &scan.tally) { return false }
    if !lastLines.isEmpty { lastLines.mark(scan) }
    if !headerBytes.isEmpty, unsafe record.elementsEqual(headerBytes) {
      scan.tally.headers += 1
      return false
    }
    // The first field lies in the window.
    if unsafe isFooter(base, fields[0]) {
      scan.tally.footers += 1
      return false
    }
    if scan.tally.footers > 0 {
      if scan.stop == nil { scan.stop = recordAfterFooter(line: scan.lines + 1) }
      return false
    }
    let refusals = unsafe self.refusals(record, at, end, fields, notes, scan.tally.fields)
    if !refusals.isEmpty {
      scan.tally.records += 1
      let origin = origin(at, end, scan)
      scan.rejections += refusals.map { refusal in
        Rejection(
          origin: origin, stage: "read", field: refusal.field, value: refusal.value, code: refusal.code,
          reason: refusal.reason, hint: refusal.hint, position: refusal.position)
      }
      return false
    }
    if scan.tally.fields == 0 { scan.tally.fields = end.fields }
    // There is room for one field more than the header has.
    if end.fields < header.names.count { unsafe fields[end.fields] = TextView(start: 0, length: 0) }
    for field in notes.escaped { scan.escaped.append((scan.rows, field)) }
    return true
  }

  /// A line with nothing in it, or nothing but blanks or delimiters, is no record.
  private func isValueless(_ record: UnsafeBufferPointer<UInt8>, _ fields: Int, _ tally: inout CSVTally)
    -> Bool
  {
    // Every field is empty and none is quoted when there are only delimiters.
    if record.count == fields - 1, fields > 1 {
      tally.emptyLines += 1
      return true
    }
    return unsafe fields == 1 && record.allSatisfy { $0 == 0x20 || $0 == 9 }
  }

  private func isFooter(_ base: UnsafePointer<UInt8>, _ first: TextView) -> Bool {
    // The view lies in the window.
    let text = unsafe UnsafeBufferPointer(start: base + Int(first.start), count: Int(first.length))
    return dialect.bounds.footerTexts.contains { unsafe text.starts(with: $0) }
  }

  private struct Refusal {
    var field = ""
    var value: String?
    var code: String
    var reason: String
    var hint: String
    var position: Int32?
  }

  /// What is wrong with the record: every misplaced quote, or else the first of the other reasons.
  private func refusals(
    _ record: UnsafeBufferPointer<UInt8>, _ at: Int, _ end: CSVScanner.End,
    _ fields: UnsafeMutablePointer<TextView>, _ notes: CSVScanner.Notes, _ usual: Int
  ) -> [Refusal] {
    if !notes.misplaced.isEmpty {
      return notes.misplaced.prefix(16).map { field, start, position, stop in
        Refusal(
          // Field and misplaced text lie in the record.
          field: name(ofColumn: field), value: unsafe excerpt(of: record, start - at..<stop - at),
          code: "quote-misplaced", reason: "text follows the closing quote",
          hint: "A quote within a quoted field is written twice; ask the sender, or mend the line by hand.",
          position: Int32(truncatingIfNeeded: position - at))
      }
    }
    if let refusal = unsafe raggedness(end.fields, fields, usual: usual) { return [refusal] }
    if window.hasZero, let zero = unsafe record.firstIndex(of: 0) {
      return [
        Refusal(
          code: "text-has-nul", reason: "a zero byte at position \(zero + 1)",
          hint: "The file is damaged, or its encoding is not the one declared: ask for it once more.",
          position: Int32(truncatingIfNeeded: zero))
      ]
    }
    return []
  }

  /// Nil when no value can be in another's column: when the record is as wide as the header, give or take an empty last
  /// field, and as the first record, or parts from it by nothing but a delimiter behind the last value.
  ///
  /// - Parameter usual: fields of the first record; 0 when this is the first.
  private func raggedness(_ count: Int, _ fields: UnsafeMutablePointer<TextView>, usual: Int) -> Refusal? {
    let width = header.names.count
    // There is room for one field more than the header has.
    func isEmpty(_ at: Int) -> Bool { unsafe fields[at].length == 0 }
    let isUnnamed = dialect.bounds.hasHeader && header.names.last?.isEmpty == true
    let fits =
      count == width || (count == width + 1 && isEmpty(width)) || (count == width - 1 && isUnnamed)
    var expected = width
    if fits {
      if usual == 0 || count == usual { return nil }
      // The last column that has a name: a delimiter too few or too many elsewhere would leave it empty, or have
      // put a value behind it.
      let last = isUnnamed ? width - 2 : width - 1
      let isClosed = count > last + 1
      if count <= width, last >= 0, !isEmpty(last), !isClosed || isEmpty(last + 1) { return nil }
      expected = usual
    }
    let isShort = count < expected
    return Refusal(
      code: isShort ? "record-too-short" : "record-too-long",
      reason: "\(counted(count, "field")), expected \(expected)",
      hint: isShort
        ? "Look for a line break within a value, or a missing delimiter."
        : "Look for a delimiter within a value that is not quoted.")
  }

  /// The field a column becomes; the column's own name when it is not listed.
  private func name(ofColumn column: Int) -> String {
    if let slot = sources.firstIndex(of: column) { return schema.fields[slot].name }
    return header.names.indices.contains(column) ? header.names[column] : ""
  }

  /// At most 100 bytes of the record from the start of the range on, ending between two characters.
  private func excerpt(of record: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> String {
    var end = min(range.upperBound, range.lowerBound + 100)
    // Reads only within the record.
    while end < range.upperBound, end > range.lowerBound, unsafe (record[end] & 0xC0) == 0x80 { end -= 1 }
    return unsafe String(decoding: record[range.lowerBound..<end], as: UTF8.self)
  }
}
