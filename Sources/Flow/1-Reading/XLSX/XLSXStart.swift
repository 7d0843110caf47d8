import Bytes
import Records

/// The beginning of a sheet: what stands before the records, and the names or number of the columns.
struct XLSXStart {
  private(set) var header: ColumnHeader
  /// What the cells of the header say, by their columns; nothing without a header of words.
  private(set) var texts: [(column: Int, text: [UInt8])] = []
  /// Number of the header's row; 0 without one.
  private(set) var row: Int32 = 0
  /// Whether the row at hand is the first record.
  private(set) var hasRecord = false

  /// Rows above the header whose cells may reach down into it.
  private static let mostAbove: Int32 = 16

  /// Reads as far as the header, or without one as far as the first record, which is then in `row`.
  ///
  /// - Throws: `header-missing`, and what reading throws.
  init(
    _ sheet: inout XLSXSheet, _ row: inout XLSXRow, _ values: inout XLSXValues, _ settings: XLSXSettings,
    part: () throws(Fault) -> ByteSource, file: String
  ) throws(Fault) {
    header = ColumnHeader(
      names: [], line: 0, isNamed: settings.bounds.hasHeader, advice: "check sheet and skip_lines")
    var above: [Int32: [Int: [UInt8]]] = [:]
    while try sheet.read(into: &row) {
      let filled = row.cells.filter { values.isFilled($0, of: row) }
      if filled.isEmpty { continue }
      guard settings.bounds.hasHeader else {
        if row.number <= settings.bounds.skippedLines { continue }
        let listed = settings.columns.wanted?.compactMap { ColumnHeader.position($0.column) }.max() ?? 0
        header.names = (0..<max(row.width, listed)).map { "column_\($0 + 1)" }
        header.line = Int(row.number)
        hasRecord = true
        return
      }
      var cells: [Int: [UInt8]] = [:]
      for cell in filled { cells[cell.column] = values.text(of: cell, row) }
      guard row.number > settings.bounds.skippedLines,
        settings.bounds.headerText.map({ XLSXStart.contains(cells, $0) }) ?? true
      else {
        above[row.number] = cells
        above = above.filter { $0.key > row.number &- XLSXStart.mostAbove }
        continue
      }
      self.row = row.number
      // Numbers alone are no header that a program would repeat: they are the first record of a sheet without one.
      let hasWords = filled.contains { $0.kind == .shared || $0.kind == .text }
      texts = hasWords ? cells.keys.sorted().map { ($0, cells[$0] ?? []) } : []
      try name(cells, above, width: row.width, part)
      return
    }
    if settings.bounds.hasHeader { throw XLSXFaults.noHeader(file, containing: settings.bounds.headerText) }
  }

  private static func contains(_ cells: [Int: [UInt8]], _ wanted: [UInt8]) -> Bool {
    cells.values.contains { text in
      text.count >= wanted.count
        && (0...text.count - wanted.count).contains { text[$0...].starts(with: wanted) }
    }
  }

  /// Names the columns: by their cells, and where those are empty by the merged cell that covers them.
  private mutating func name(
    _ cells: [Int: [UInt8]], _ above: [Int32: [Int: [UInt8]]], width: Int,
    _ part: () throws(Fault) -> ByteSource
  ) throws(Fault) {
    header.line = Int(row)
    var names = (0..<width).map { at in
      ColumnHeader.trimmed(String(decoding: cells[at] ?? [], as: UTF8.self))
    }
    if names.contains("") {
      for area in try XLSXStart.merged(part()) where area.rows.contains(row) {
        let source = area.rows.lowerBound == row ? cells : above[area.rows.lowerBound]
        let text = source?[area.columns.lowerBound].map { String(decoding: $0, as: UTF8.self) } ?? ""
        for column in area.columns where column < names.count && names[column].isEmpty {
          names[column] = ColumnHeader.trimmed(text)
        }
      }
    }
    while names.last == "" { names.removeLast() }
    header.names = names
  }

  /// The merged cells of a sheet: they stand behind its last row.
  private static func merged(_ part: ByteSource) throws(Fault) -> [XLSXArea] {
    var sheet = XLSXSheet(part)
    var row = XLSXRow()
    while try sheet.read(into: &row) {}
    return sheet.merged
  }
}
