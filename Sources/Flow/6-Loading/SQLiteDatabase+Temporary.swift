import Databases
import Records

extension SQLiteDatabase {
  /// Does work that writes temporary tables, and nothing else, also over a connection that only reads. One transaction,
  /// which takes no lock of the database itself.
  func withTemporaryTables<Result>(_ work: () throws(Fault) -> Result) throws(Fault) -> Result {
    let isOpen = isInTransaction
    if access == .reading { try execute("PRAGMA query_only = OFF") }
    if !isOpen { try execute("BEGIN") }
    do throws(Fault) {
      let result = try work()
      if !isOpen { try commit() }
      if access == .reading { try execute("PRAGMA query_only = ON") }
      return result
    } catch {
      if !isOpen { rollback() }
      if access == .reading { try execute("PRAGMA query_only = ON") }
      throw error
    }
  }
}
