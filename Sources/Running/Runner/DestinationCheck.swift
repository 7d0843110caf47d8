import Checkpoints
import Components
import Databases
import Records

/// Holds the checkpoints against the destination: a file that was loaded is nothing new only as long as its records
/// are there.
enum DestinationCheck {
  /// - Throws: `table-missing` when files are recorded as loaded and their table is gone.
  static func tableIsThere(_ pipeline: Pipeline, _ store: CheckpointStore) throws(Fault) {
    let files = try store.loadedFiles(of: pipeline.name)
    if files == 0 { return }
    let table = pipeline.loader.options.text("table") ?? ""
    if let database = try destination(pipeline), try database.hasTable(table) { return }
    throw Fault(
      "table-missing",
      "there is no table \(table), but the checkpoints count \(counted(files, "file")) as loaded",
      at: Place(file: pipeline.shown(pipeline.destinationPath)), hint: hint(pipeline), status: .dataRefused)
  }

  /// Where nothing is to be done, nothing must be missing.
  ///
  /// - Throws: `table-missing`; `table-emptied` when records were inserted, and none is left.
  static func recordsAreThere(_ pipeline: Pipeline, _ store: CheckpointStore) throws(Fault) {
    try tableIsThere(pipeline, store)
    let rows = try store.rowsInserted(by: pipeline.name, inLastRunOnly: pipeline.replacesTable)
    guard rows > 0, let database = try destination(pipeline) else { return }
    let table = pipeline.loader.options.text("table") ?? ""
    if try !database.query("SELECT 1 FROM \(quotedName(table)) LIMIT 1", row: { _ in true }).isEmpty {
      return
    }
    throw Fault(
      "table-emptied",
      "the table \(table) is empty, but the checkpoints count \(counted(rows, "row")) as inserted",
      at: Place(file: pipeline.shown(pipeline.destinationPath)), hint: hint(pipeline), status: .dataRefused)
  }

  private static func destination(_ pipeline: Pipeline) throws(Fault) -> SQLiteDatabase? {
    guard SQLiteDatabase.exists(at: pipeline.destinationPath) else { return nil }
    return try SQLiteDatabase(path: pipeline.destinationPath, access: .reading)
  }

  private static func hint(_ pipeline: Pipeline) -> String {
    "Restore it from a backup"
      + (pipeline.canLoadAgain
        ? "; or run with --full, which loads every file again that is still in its place."
        : ", or give the pipeline another name and a table of its own: nothing would tell a record that comes twice.")
  }
}
