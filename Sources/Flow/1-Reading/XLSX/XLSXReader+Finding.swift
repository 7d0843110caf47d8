import Components
import Records

extension XLSXReader {
  /// Finds the cell of a field's column in the bytes of a row.
  var fieldFinder: FieldFinder? {
    var columns: [String: Int] = [:]
    for (column, fields) in fieldsOfColumn.enumerated() {
      for field in fields { columns[schema.fields[field].name] = column }
    }
    return { [columns] field, record in
      columns[field].flatMap { XLSXReader.cell($0, in: record.span) }
    }
  }

  /// Where the cell of a column begins and ends in a row: from `<c` to the next cell.
  private static func cell(_ column: Int, in row: Span<UInt8>) -> Range<Int>? {
    var (at, start, number) = (0, -1, -1)
    while at + 2 < row.count {
      defer { at += 1 }
      guard row[at] == UInt8(ascii: "<"), row[at + 1] == UInt8(ascii: "c"),
        row[at + 2].isBlank || row[at + 2] == UInt8(ascii: ">") || row[at + 2] == UInt8(ascii: "/")
      else { continue }
      if start >= 0 { return start..<at }
      number = name(of: at + 2, in: row) ?? number + 1
      if number == column { start = at }
    }
    return start < 0 ? nil : start..<row.count
  }

  /// The column that an element's attribute `r` names.
  private static func name(of element: Int, in row: Span<UInt8>) -> Int? {
    var at = element
    while at + 3 < row.count, row[at] != UInt8(ascii: ">") {
      if row[at].isBlank, row[at + 1] == UInt8(ascii: "r"), row[at + 2] == UInt8(ascii: "=") {
        return XLSXArea.column(row, at + 4..<row.count)?.number
      }
      at += 1
    }
    return nil
  }
}
