/// Writes rows of text as CSV.
///
/// Standard: RFC 4180, lines ended by LF. A cell is quoted when it holds a comma, a quote, a line end, or blanks at
/// an end; a missing value is an empty cell, an empty text is a quoted empty cell.
public struct CSVText {
  /// What was written since the beginning or the last `removeAll`.
  public private(set) var bytes: [UInt8] = []

  /// No rows yet.
  public init() {}

  /// Writes one row.
  public mutating func row(_ cells: [String?]) {
    for (at, cell) in cells.enumerated() {
      if at > 0 { bytes.append(UInt8(ascii: ",")) }
      if let cell { add(Array(cell.utf8)) }
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Forgets what was written, for writing in pieces.
  public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  private mutating func add(_ cell: [UInt8]) {
    let quote = UInt8(ascii: "\"")
    let isPlain =
      !cell.isEmpty && cell.first != 32 && cell.last != 32
      && !cell.contains { $0 == quote || $0 == UInt8(ascii: ",") || $0 == 10 || $0 == 13 }
    if isPlain {
      bytes.append(contentsOf: cell)
      return
    }
    bytes.append(quote)
    for byte in cell {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
    bytes.append(quote)
  }
}
