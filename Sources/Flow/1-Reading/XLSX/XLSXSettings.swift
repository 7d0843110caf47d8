import Components
import Records

/// Which sheet is read, where its records begin and end, and which of its columns are wanted: the checked options.
struct XLSXSettings: Sendable {
  var sheet: String?
  var bounds: TableBounds
  var columns: Columns

  /// - Parameter complaints: takes what cannot be; the settings are of no use then.
  init(_ options: Options, complaints: inout [Complaint]) {
    sheet = options.text("sheet")
    bounds = TableBounds(options)
    columns = Columns(options, complaints: &complaints)
    if !bounds.hasHeader { ColumnHeader.checkPositions(columns, complaints: &complaints) }
    bounds.check(options, others: ["sheet"], &complaints)
  }
}
