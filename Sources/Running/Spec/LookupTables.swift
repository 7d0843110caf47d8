import Bytes
import Components
import Records
import Synchronization

/// The mapping files of one pipeline: each is read once, however many formats and stages ask for it.
final class LookupTables: Sendable {
  typealias Read = @Sendable (_ path: String, _ table: String?) throws(Fault) -> LookupTable

  private struct State {
    var tables: [LookupTable] = []
    var mappings: [Pipeline.Mapping] = []
  }

  private let directory: String
  private let read: Read
  private let state = Mutex(State())

  /// - Parameters:
  ///   - directory: absolute, of the pipeline file; messages name the tables from there.
  ///   - read: takes a path as absolute.
  init(directory: String, read: @escaping Read) {
    self.directory = directory
    self.read = read
  }

  /// What was read so far, in the order it was first asked for.
  var mappings: [Pipeline.Mapping] { state.withLock { $0.mappings } }

  /// - Throws: what is wrong with the file, in words for a complaint.
  @Sendable func table(_ path: String, _ table: String?) throws(Fault) -> LookupTable {
    let known = state.withLock { state in
      state.mappings.firstIndex { $0.path == path && $0.table == table }.map { state.tables[$0] }
    }
    if let known { return known }
    var found = try read(path, table)
    found.name = path.hasPrefix(directory + "/") ? String(path.dropFirst(directory.count + 1)) : path
    let mapping = Pipeline.Mapping(path: path, table: table, digest: LookupTables.digest(found))
    let result = found
    state.withLock { state in
      state.tables.append(result)
      state.mappings.append(mapping)
    }
    return found
  }

  /// Of header and rows; each cell goes in with its length, so that no two tables have one text.
  private static func digest(_ table: LookupTable) -> String {
    var digest = Digest()
    for row in [table.columns] + table.rows {
      var line = Array("\(row.count)\n".utf8)
      for cell in row {
        line += "\(cell.utf8.count):".utf8
        line += cell.utf8
      }
      digest.update(line)
    }
    return digest.finish()
  }
}
