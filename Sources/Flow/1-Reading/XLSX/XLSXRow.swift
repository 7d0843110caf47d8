/// One row of a sheet as it stands in the file; its memory is used again for the next one.
struct XLSXRow {
  /// From 1, as at the left of the sheet.
  var number: Int32 = 0
  /// Offset of its first byte in the part, and bytes of it.
  var offset: Int64 = 0
  var length: Int64 = 0
  var isHidden = false
  /// Columns as far as any cell is written, with a value or without.
  var width = 0
  /// Cells with a value or a formula, in the order of the file.
  var cells: [XLSXCell] = []
  /// What stands in them.
  var text: [UInt8] = []

  /// Bytes at most that stand in the cells of a row.
  static let mostBytes = 16 << 20

  mutating func begin() {
    isHidden = false
    width = 0
    cells.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
  }

}

/// One cell as it stands in the file.
struct XLSXCell: BitwiseCopyable {
  /// What its text is.
  enum Kind: UInt8, BitwiseCopyable {
    /// A number, which its style may make a day.
    case number
    /// The number of a text in those that are shared.
    case shared
    /// A text as it stands there.
    case text
    case flag, error
    /// A day in ISO 8601.
    case day
    /// None that the standard knows.
    case unknown
  }

  /// From 0.
  var column: Int
  var style = 0
  var kind = Kind.number
  /// Whether a value stands in it; without one, a formula does.
  var hasValue = false
  var hasFormula = false
  /// Where its text lies in the row's.
  var start = 0
  var count = 0
  /// Offset of its first byte in the row.
  var position: Int32 = 0

  var range: Range<Int> { start..<start + count }
}
