import Databases
import Glibc
import Records

/// What a run that was killed left behind, put in order by the next one under the same lock.
enum Leftovers {
  static func clear(_ pipeline: Pipeline) throws(Fault) {
    try foldLog(pipeline.destinationPath)
    remove(from: pipeline.temporaryFolder) {
      $0.hasPrefix(".\(pipeline.name).run-") && $0.contains(".rejects.csv.")
    }
  }

  /// The reasons beside a file put aside, as far as an earlier try had written them.
  static func clear(unfinished reasons: String) {
    let name = reasons.split(separator: "/").last ?? ""
    remove(from: WholeFile.directory(of: reasons)) { $0.hasPrefix(".\(name).") }
  }

  /// A program killed after its last commit leaves rows in the write-ahead log: the last one to close the database
  /// puts them into the file.
  private static func foldLog(_ path: String) throws(Fault) {
    guard SQLiteDatabase.exists(at: path), SQLiteDatabase.exists(at: path + "-wal") else { return }
    let database = try SQLiteDatabase(path: path, access: .reading)
    _ = try database.query("SELECT 1 FROM sqlite_schema LIMIT 1") { _ in true }
  }

  /// Files that were being written aside: only the holder of the lock writes them.
  private static func remove(from folder: String, where isUnfinished: (String) -> Bool) {
    guard let listing = unsafe opendir(folder) else { return }
    defer { unsafe closedir(listing) }
    while let entry = unsafe readdir(listing) {
      // d_name is a C string within the entry, which lives until the next call.
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard isUnfinished(name) else { continue }
      // The path is ended by a zero byte for the call.
      _ = unsafe unlink("\(folder)/\(name)")
    }
  }
}
