import Databases
import Records

extension SQLiteDatabase {
  /// Does work that writes temporary tables, and nothing else, also over a connection that only reads.
  func withTemporaryTables<Result>(_ work: () throws(Fault) -> Result) throws(Fault) -> Result {
    guard access == .reading else { return try work() }
    try execute("PRAGMA query_only = OFF")
    let result = try work()
    try execute("PRAGMA query_only = ON")
    return result
  }
}
