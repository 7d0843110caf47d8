import Bytes
import Records

/// The beginning of a file: what is before the records, and the names or number of the columns.
struct CSVStart {
  var header: ColumnHeader
  /// The header as it stands in the file; empty without one.
  var bytes: [UInt8] = []
  /// No record, and no header was asked for.
  var isEmptyFile = false

  /// Takes everything before the first record.
  ///
  /// - Throws: `header-missing`, `header-too-wide`, `quote-not-closed`, and what reading throws.
  init(_ dialect: CSVDialect, _ scanner: CSVScanner, _ window: inout CSVWindow) throws(Fault) {
    for _ in 0..<dialect.bounds.skippedLines {
      guard let line = try window.peekLine() else { break }
      window.takeLine(through: line.next)
    }
    try CSVStart.takePreamble(dialect, scanner, &window)
    header = ColumnHeader(
      names: [], line: window.lines + 1, isNamed: dialect.bounds.hasHeader,
      advice: "check skip_lines and the delimiter")
    let columns = try CSVStart.firstRecord(scanner, &window, takes: dialect.bounds.hasHeader, bytes: &bytes)
    guard let columns else {
      if dialect.bounds.hasHeader { throw CSVStart.noHeader(window.source.name) }
      isEmptyFile = true
      return
    }
    header.names =
      dialect.bounds.hasHeader
      ? columns.map(ColumnHeader.trimmed) : columns.indices.map { "column_\($0 + 1)" }
  }

  /// Lines at most before the one that holds `header_line_contains`.
  private static let mostLines = 1_000_000

  /// Takes lines up to the one the header is on; without `header_line_contains`, blank lines and comments only.
  private static func takePreamble(
    _ dialect: CSVDialect, _ scanner: CSVScanner, _ window: inout CSVWindow
  ) throws(Fault) {
    let isBlankHeader = dialect.bounds.headerText.map(isBlank) ?? false
    var taken = 0
    while taken < mostLines {
      if !isBlankHeader { try window.takeBlankLines(scanner) }
      guard let line = try window.peekLine() else { break }
      if let text = dialect.bounds.headerText {
        if contains(line.bytes, text) { return }
        taken += 1
      } else if !isBlank(line.bytes), !(dialect.comment.map(line.bytes.starts(with:)) ?? false) {
        return
      }
      window.takeLine(through: line.next)
    }
    guard let text = dialect.bounds.headerText else { return }
    throw Fault(
      "header-missing",
      "no line\(taken < mostLines ? "" : " of the first \(mostLines)") contains \"\(String(decoding: text, as: UTF8.self))\"",
      at: Place(file: window.source.name),
      hint: "Open the file and copy a few words of its header line into header_line_contains.",
      status: .dataRefused)
  }

  /// The fields of the first record, and its bytes when it is taken; nil when there is none.
  private static func firstRecord(
    _ scanner: CSVScanner, _ window: inout CSVWindow, takes: Bool, bytes: inout [UInt8]
  ) throws(Fault) -> [String]? {
    while !window.isEmpty || !window.isLast {
      var notes = CSVScanner.Notes()
      var fields = [TextView](repeating: .null, count: ColumnHeader.mostColumns)
      let (taken, count, isLast) = (window.taken, window.count, window.isLast)
      // The window is followed by its padding, and the array has the room it says.
      let end = unsafe window.bytes.withUnsafeBufferPointer { source in
        unsafe fields.withUnsafeMutableBufferPointer { target -> CSVScanner.End? in
          guard let base = source.baseAddress, let room = target.baseAddress else { return nil }
          return unsafe scanner.scan(
            base, from: taken, count: count, isLast: isLast, fields: room, capacity: target.count,
            notes: &notes)
        }
      }
      guard let end, end.isComplete else {
        if isLast {
          throw CSVReader.quoteNotClosed(
            window.source.name, line: window.lines + 1 + (notes.openQuoteLines ?? 0))
        }
        try window.grow()
        continue
      }
      guard end.fields <= ColumnHeader.mostColumns else { throw tooWide(window) }
      let names = fields.prefix(end.fields).indices.map { at in
        text(of: fields[at], isEscaped: notes.escaped.contains(at), scanner, window.bytes)
      }
      if takes {
        bytes = Array(window.bytes[taken..<end.stop])
        window.taken = end.next
        window.lines += end.lines
      }
      return names
    }
    return nil
  }

  private static func noHeader(_ file: String) -> Fault {
    Fault(
      "header-missing", "the file ends before a line that names the columns", at: Place(file: file),
      hint: "Copy it again, or ask the sender for it once more; or check skip_lines.", status: .dataRefused)
  }

  private static func tooWide(_ window: CSVWindow) -> Fault {
    Fault(
      "header-too-wide", "more than \(ColumnHeader.mostColumns) columns",
      at: Place(file: window.source.name, line: window.lines + 1),
      hint: "Check the delimiter, and that the file has line ends.", status: .dataRefused)
  }

  private static func text(of view: TextView, isEscaped: Bool, _ scanner: CSVScanner, _ bytes: [UInt8])
    -> String
  {
    let start = Int(view.start)
    guard isEscaped, start > 0 else { return TextColumn(bytes: bytes, views: [view]).string(at: 0) ?? "" }
    // From the quote before the field on, in a copy: taking out escapes writes.
    var copy = Array(bytes[start - 1..<start + Int(view.length)])
    let moved = TextView(start: 1, length: view.length)
    // The view lies within the copy.
    let clean = unsafe copy.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return moved }
      return unsafe scanner.unescape(base, moved)
    }
    return TextColumn(bytes: copy, views: [clean]).string(at: 0) ?? ""
  }

  private static func isBlank(_ line: [UInt8]) -> Bool { line.allSatisfy { $0 == 0x20 || $0 == 9 } }

  private static func contains(_ line: [UInt8], _ text: [UInt8]) -> Bool {
    guard line.count >= text.count else { return false }
    return (0...line.count - text.count).contains { line[$0...].starts(with: text) }
  }
}
