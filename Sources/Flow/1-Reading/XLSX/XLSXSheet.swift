import Bytes
import Records

/// Reads the rows of a sheet, one after the other.
///
///     worksheet
///       sheetData
///         row r="14" hidden                 r may be missing: the next one then
///           c r="C14" s="2" t="s"           s is the style, t the kind: n s str inlineStr b e d
///             f                             formula
///             v                             value, of a formula the one that was computed last
///             is / t, is / r / t            text in the cell itself
///       mergeCells / mergeCell ref="A1:C1"
struct XLSXSheet {
  private let source: XMLSource
  private let paths = XLSXSheet.paths
  private let names = XLSXSheet.names
  private var place = XMLPaths<Element>.above
  private var above: [UInt16] = []
  /// Index of the next event of the piece.
  private var next = 0
  private var isPieceDone = true
  /// The cell that is open.
  private var cell = XLSXCell(column: 0)
  /// Column of the cell before, from 0.
  private var lastColumn = -1
  private var lastRow: Int32 = 0
  /// Areas of merged cells met so far: all of them come behind the last row.
  private(set) var merged: [XLSXArea] = []

  /// Areas of merged cells at most that are kept.
  private static let mostMerged = 1_000_000

  init(_ part: ByteSource) { source = XMLSource(part, names: XLSXSheet.paths.names) }

  private enum Element: UInt8 { case nothing, row, cell, value, formula, inline, merged }

  private static let paths = XMLPaths<Element>(
    [
      (path: "sheetData/row", label: .row), (path: "sheetData/row/c", label: .cell),
      (path: "sheetData/row/c/v", label: .value), (path: "sheetData/row/c/f", label: .formula),
      (path: "sheetData/row/c/is/t", label: .inline), (path: "sheetData/row/c/is/r/t", label: .inline),
      (path: "mergeCells/mergeCell", label: .merged),
    ], attributes: ["hidden", "s", "ref"], nothing: .nothing)

  private static let names = (
    place: paths.number(of: "r"), hidden: paths.number(of: "hidden"), style: paths.number(of: "s"),
    kind: paths.number(of: "t"), area: paths.number(of: "ref")
  )

  /// Reads the next row; false at the end of the sheet.
  ///
  /// - Throws: `record-too-large`, and what reading XML throws.
  mutating func read(into row: inout XLSXRow) throws(Fault) -> Bool {
    var isWhole = false
    while !isWhole {
      if isPieceDone {
        guard try source.advance() else { return false }
        next = 0
        isPieceDone = false
      }
      try source.withPiece { events, attributes, text throws(Fault) in
        isWhole = try read(events, attributes, text, into: &row)
      }
    }
    return true
  }

  /// Reads events until a row has ended, or the piece.
  private mutating func read(
    _ events: Span<XMLEvent>, _ attributes: Span<XMLAttribute>, _ text: Span<UInt8>, into row: inout XLSXRow
  ) throws(Fault) -> Bool {
    while next < events.count {
      let event = events[next]
      next += 1
      switch event.kind {
      case .text: continue
      case .start:
        above.append(place)
        place = paths.step(from: place, to: event.name)
        start(paths.labels[Int(place)], event, attributes, text, &row)
      case .end:
        let label = paths.labels[Int(place)]
        place = above.popLast() ?? 0
        if label == .nothing { continue }
        end(label, event, text, &row)
        if row.text.count > XLSXRow.mostBytes {
          throw XLSXFaults.recordTooLarge(source.file, line: row.number, limit: XLSXRow.mostBytes)
        }
        if label == .row {
          isPieceDone = next == events.count
          return true
        }
      }
    }
    isPieceDone = true
    return false
  }

  private mutating func start(
    _ label: Element, _ event: XMLEvent, _ attributes: Span<XMLAttribute>, _ text: Span<UInt8>,
    _ row: inout XLSXRow
  ) {
    switch label {
    case .row:
      row.begin()
      row.offset = event.offset
      row.number = event.value(names.place, attributes).flatMap { XLSXSheet.number(text, $0) } ?? lastRow &+ 1
      row.isHidden =
        event.value(names.hidden, attributes).map { XLSXSheet.isTrue(text, $0) } ?? false
      lastRow = row.number
      lastColumn = -1
    case .cell: begin(event, attributes, text, &row)
    case .merged:
      if merged.count < XLSXSheet.mostMerged, let range = event.value(names.area, attributes),
        let area = XLSXArea(text, range)
      {
        merged.append(area)
      }
    case .value, .inline: cell.hasValue = true
    case .formula: cell.hasFormula = true
    case .nothing: break
    }
  }

  private mutating func begin(
    _ event: XMLEvent, _ attributes: Span<XMLAttribute>, _ text: Span<UInt8>, _ row: inout XLSXRow
  ) {
    cell = XLSXCell(column: lastColumn + 1)
    cell.position = Int32(clamping: event.offset - row.offset)
    cell.start = row.text.count
    for at in Int(event.first)..<Int(event.first) + Int(event.count) {
      let attribute = attributes[at]
      let range = Int(attribute.first)..<Int(attribute.first) + Int(attribute.count)
      if attribute.name == names.place {
        cell.column = XLSXArea.column(text, range)?.number ?? cell.column
      } else if attribute.name == names.style {
        cell.style = XLSXSheet.number(text, range).map(Int.init) ?? 0
      } else if attribute.name == names.kind {
        cell.kind = XLSXSheet.kind(text, range)
      }
    }
    lastColumn = cell.column
  }

  private mutating func end(
    _ label: Element, _ event: XMLEvent, _ text: Span<UInt8>, _ row: inout XLSXRow
  ) {
    let range = Int(event.first)..<Int(event.first) + Int(event.count)
    switch label {
    case .row: row.length = event.offset - row.offset
    case .cell:
      cell.count = row.text.count - cell.start
      // A cell beyond the last column there can be is none.
      guard cell.column < ColumnHeader.mostColumns else { return }
      row.width = max(row.width, cell.column + 1)
      if cell.hasValue || cell.hasFormula { row.cells.append(cell) }
    case .value where cell.kind == .text: XLSXText.append(text, range, to: &row.text)
    case .value: XLSXText.copy(text, text.trimmed(range), to: &row.text)
    case .inline: XLSXText.append(text, range, to: &row.text)
    case .formula, .merged, .nothing: break
    }
  }

  private static func kind(_ text: Span<UInt8>, _ range: Range<Int>) -> XLSXCell.Kind {
    switch (range.count, range.first.map { text[$0] }) {
    case (1, UInt8(ascii: "n")), (0, _): .number
    case (1, UInt8(ascii: "s")): .shared
    case (1, UInt8(ascii: "b")): .flag
    case (1, UInt8(ascii: "e")): .error
    case (1, UInt8(ascii: "d")): .day
    case (3, UInt8(ascii: "s")), (9, UInt8(ascii: "i")): .text
    default: .unknown
    }
  }

  private static func isTrue(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    range.count == 1 && text[range.lowerBound] == 49 || range.count == 4
  }

  /// A whole number of at most 9 digits.
  static func number(_ text: Span<UInt8>, _ range: Range<Int>) -> Int32? {
    guard !range.isEmpty, range.count <= 9 else { return nil }
    var value: Int32 = 0
    for at in range {
      guard let digit = text[at].digit else { return nil }
      value = value * 10 + Int32(digit)
    }
    return value
  }
}

/// An area of cells: `B2:D7`.
struct XLSXArea: Equatable {
  /// Columns from 0, rows from 1, both ends included.
  var columns: ClosedRange<Int>
  var rows: ClosedRange<Int32>

  /// Nil when the text is none.
  init?(_ text: Span<UInt8>, _ range: Range<Int>) {
    guard let (left, top, next) = XLSXArea.cell(text, range), next < range.upperBound,
      text[next] == UInt8(ascii: ":"),
      let (right, bottom, end) = XLSXArea.cell(text, next + 1..<range.upperBound), end == range.upperBound,
      left <= right, top <= bottom
    else { return nil }
    columns = left...right
    rows = top...bottom
  }

  private static func cell(
    _ text: Span<UInt8>, _ range: Range<Int>
  ) -> (column: Int, row: Int32, next: Int)? {
    guard let (column, digits) = column(text, range) else { return nil }
    var (at, row) = (digits, Int32(0))
    while at < range.upperBound, at - digits < 7, let digit = text[at].digit {
      row = row * 10 + Int32(digit)
      at += 1
    }
    return row > 0 ? (column, row, at) : nil
  }

  /// The column of a cell's name, from 0, and where its row begins; nil when there is none.
  static func column(_ text: Span<UInt8>, _ range: Range<Int>) -> (number: Int, next: Int)? {
    var (number, at) = (0, range.lowerBound)
    while at < range.upperBound, at - range.lowerBound < 4, (text[at] & 0xDF).isCapital {
      number = number * 26 + Int(text[at] & 0xDF) - 64
      at += 1
    }
    return number > 0 ? (number - 1, at) : nil
  }

  /// The letters of a column from 0: `AB`.
  static func letters(_ column: Int) -> String {
    var (rest, letters) = (column + 1, "")
    while rest > 0 {
      letters = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + letters
      rest = (rest - 1) / 26
    }
    return letters
  }
}
