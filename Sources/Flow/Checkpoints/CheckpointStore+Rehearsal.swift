import Databases
public import Records

/// A store of a plan's own, in which a run is tried: it has of another one what a run of the pipeline asks for.
extension CheckpointStore {
  /// Runs, files and moves of the other store.
  public func takeRuns(of other: CheckpointStore) throws(Fault) {
    for table in ["daybook_runs", "daybook_files", "daybook_moves"] { try take(table, of: other) }
  }

  /// What an interrupted run goes on by, and what refused records that come back are about.
  public func takeOpen(of other: CheckpointStore) throws(Fault) {
    for table in ["daybook_rejects", "daybook_decisions"] { try take(table, of: other) }
    try take(
      "daybook_footing", of: other,
      where: "run IN (SELECT run FROM daybook_runs WHERE status = 'running')")
  }

  /// The statements of an account.
  public func takeStatements(of account: String, of other: CheckpointStore) throws(Fault) {
    try take("daybook_statements", of: other, where: "account_id = ?", .text(account))
  }

  /// Copies rows that are not there yet. Columns go by their names: an older program has made them in another order.
  private func take(
    _ table: String, of other: CheckpointStore, where condition: String = "1", _ values: SQLiteValue...
  ) throws(Fault) {
    guard other.hasTables else { return }
    let select = try other.database.prepare("SELECT * FROM \(table) WHERE \(condition)")
    try select.bind(values)
    let names = select.columnNames
    let marks = names.map { _ in "?" }.joined(separator: ", ")
    let columns = names.map(quotedName).joined(separator: ", ")
    try database.transaction { () throws(Fault) in
      let insert = try database.prepare("INSERT OR IGNORE INTO \(table) (\(columns)) VALUES (\(marks))")
      while try select.step() { try insert.run(names.indices.map { select.value($0) }) }
    }
  }
}
