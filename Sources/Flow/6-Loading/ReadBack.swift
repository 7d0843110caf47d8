import Databases
import Dispatch
import Records
import Synchronization

/// Reads the rows of every commit back, by key with the fields a run foots by, on a connection and a thread of its own,
/// while the next ones load; the next commit waits for it, so that nobody of this run has changed them since. Then it
/// takes what was committed out of the database's log, which would else hold up one of the next commits.
///
/// What another pipeline changed in between is known by its journal, and is no difference.
final class ReadBack {
  /// A batch as it was written: the columns of the table, and what became of each row.
  private struct Written: Sendable {
    var columns: [Column]
    var fates: [TableWriter.Fate]
    /// Of rows without a key.
    var first: Int64?

    var rows: [Int] { fates.indices.filter { fates[$0] == .inserted || fates[$0] == .updated } }
  }

  private struct State {
    var reader: TableReader?
    var database: SQLiteDatabase?
    var rows = 0
    var failure: Fault?
  }

  /// Shared with the reading thread.
  private final class Box: Sendable {
    let state = Mutex(State())
  }

  private let target: Target
  private let box = Box()
  private let queue = DispatchQueue(label: "daybook.read-back")
  private let reading = DispatchGroup()
  /// Of the open transaction.
  private var written: [Written] = []

  /// What is read.
  struct Target: Sendable {
    var path: String
    var table: String
    var columns: [String]
    /// Positions in `columns`.
    var key: [Int]
    /// The table has an index in just the key's order.
    var isOrdered: Bool
  }

  init(_ target: Target) { self.target = target }

  /// Whoever closes the database last must not find it in use.
  deinit { queue.sync {} }

  /// How many rows were read back and were equal.
  var rows: Int { box.state.withLock { $0.rows } }

  /// Notes what the open transaction wrote.
  func take(_ columns: [Column], fates: [TableWriter.Fate]) {
    written.append(Written(columns: columns, fates: fates, first: nil))
  }

  /// The same for rows without a key.
  func take(_ columns: [Column], numbered rows: Range<Int64>) {
    let fates = [TableWriter.Fate](repeating: .inserted, count: columns.first?.count ?? 0)
    written.append(Written(columns: columns, fates: fates, first: rows.lowerBound))
  }

  /// The open transaction was undone.
  func forget() { written = [] }

  /// The transaction was committed.
  ///
  /// - Parameter change: the journal's last line at that moment; nil where no journal is kept.
  func start(after change: Int64?) {
    let batches = written
    written = []
    if batches.isEmpty { return }
    let (box, target) = (box, target)
    queue.async(group: reading) {
      box.state.withLock { state in
        if state.failure != nil { return }
        do throws(Fault) {
          state.rows += try ReadBack.read(batches, target, change, &state)
        } catch {
          state.failure = error
        }
      }
    }
    queue.async {
      // Nobody waits for this: the state is free meanwhile.
      let database = box.state.withLock { $0.database }
      do throws(Fault) {
        try database?.emptyLog()
      } catch {
        box.state.withLock { $0.failure = $0.failure ?? error }
      }
    }
  }

  /// - Throws: `read-back-differs` when rows were not in the table as they were written.
  func wait() throws(Fault) {
    reading.wait()
    if let failure = box.state.withLock({ $0.failure }) { throw failure }
  }

  // MARK: Work

  private static func read(
    _ batches: [Written], _ target: Target, _ change: Int64?, _ state: inout State
  ) throws(Fault) -> Int {
    let database: SQLiteDatabase
    let reader: TableReader
    if let known = state.database, let reading = state.reader {
      (database, reader) = (known, reading)
    } else {
      database = try SQLiteDatabase(path: target.path, access: .reading)
      // What was just written is read once.
      try database.execute("PRAGMA cache_size = -2048")
      reader = try TableReader(
        database, table: target.table, columns: target.columns, key: target.key, isOrdered: target.isOrdered)
      (state.database, state.reader) = (database, reader)
    }
    var count = 0
    for (at, batch) in batches.enumerated() {
      let rows = batch.rows
      let differing: [Int]
      if let first = batch.first {
        differing = try reader.differing(batch.columns, numberedFrom: first)
      } else {
        differing = try reader.differing(batch.columns, rows: rows)
      }
      count += rows.count
      guard !differing.isEmpty else { continue }
      var explained = Explained(target, batches, change)
      for row in differing where try !explained.has(row, of: at, database) { throw differs(target) }
    }
    return count
  }

  private static func differs(_ target: Target) -> Fault {
    Fault(
      "read-back-differs",
      "rows of the table \(target.table), read back after their commit, are not as they were written",
      at: Place(file: target.path),
      hint:
        "A trigger of the table, another program or the disk changed them: the run is not done. Mend the cause, "
        + "undo what the run did so far or restore the books, and run again.",
      status: .dataRefused)
  }

  /// Rows that are rightly not as they were written.
  private struct Explained {
    let target: Target
    let batches: [Written]
    let change: Int64?
    /// Where each key was written last; made when it is first asked for.
    private var last: [[KeyList.Key]: (batch: Int, row: Int)] = [:]

    init(_ target: Target, _ batches: [Written], _ change: Int64?) {
      self.target = target
      self.batches = batches
      self.change = change
    }

    /// Whether a later row of the transaction has the same key, or another pipeline changed the row since.
    mutating func has(_ row: Int, of batch: Int, _ database: SQLiteDatabase) throws(Fault) -> Bool {
      var key: [KeyList.Key]
      if let first = batches[batch].first {
        key = [.integer(first &+ Int64(row))]
      } else {
        key = keys(batches[batch].columns, row)
        if last.isEmpty { findLast() }
        if let later = last[key], (later.batch, later.row) > (batch, row) { return true }
      }
      guard let change else { return false }
      let marks = key.map { _ in "?" }.joined(separator: ", ")
      let look = try database.prepare(
        """
        SELECT 1 FROM daybook_changes
        WHERE change > ? AND table_name = ? COLLATE NOCASE AND key = json_array(\(marks))
        """)
      try look.bind([.integer(change), .text(target.table)] + key.map(\.value))
      defer { look.reset() }
      return try look.step()
    }

    private mutating func findLast() {
      for (at, batch) in batches.enumerated() {
        for row in batch.rows { last[keys(batch.columns, row)] = (at, row) }
      }
    }

    private func keys(_ columns: [Column], _ row: Int) -> [KeyList.Key] {
      target.key.map { at in
        switch columns[at] {
        case .integers(let values): .integer(values[row])
        case .text(let text):
          .text(
            Array(
              text.bytes[
                Int(text.views[row].start)..<Int(text.views[row].start) + Int(text.views[row].length)]))
        default: preconditionFailure("a table stores text and whole numbers")
        }
      }
    }
  }
}
