import Bytes
import Databases
import Records

/// Follows what this connection writes into the journal of one run, and writes its digest down beside it.
///
/// Lines are seen by triggers that exist on this connection only, so whatever way one is written, it is seen.
final class JournalDigest {
  /// What the open transaction wrote, less what it took out again.
  private final class Lines {
    var digest = MultisetDigest()
  }

  private let run: JournalState.Run
  private let layout: Int64
  private let lines = Lines()
  private let added: RowCollector
  private let removed: RowCollector

  /// - Parameter layout: which of `daybook_images` the lines refer to.
  init(of run: JournalState.Run, layout: Int64, in database: SQLiteDatabase) throws(Fault) {
    self.run = run
    self.layout = layout
    try database.execute(JournalState.creation)
    let lines = lines
    let numbers = JournalState.columns.indices.map { UInt16($0) }
    added = try RowCollector("daybook_noted", numbers: numbers, on: database) {
      lines.digest.add($0.bytes, ends: $0.ends)
    }
    removed = try RowCollector("daybook_unnoted", numbers: numbers, on: database) {
      lines.digest.remove($0.bytes, ends: $0.ends)
    }
    func line(_ name: String) -> String {
      JournalState.columns.map { "\(name).\(quotedName($0))" }.joined(separator: ", ")
    }
    let (old, new) = ("daybook_unnoted(\(line("OLD")))", "daybook_noted(\(line("NEW")))")
    try database.execute(
      """
      CREATE TEMP TRIGGER daybook_sums_insert AFTER INSERT ON main.daybook_changes BEGIN SELECT \(new); END;
      CREATE TEMP TRIGGER daybook_sums_update AFTER UPDATE ON main.daybook_changes BEGIN SELECT \(old), \(new); END;
      CREATE TEMP TRIGGER daybook_sums_removal AFTER DELETE ON main.daybook_changes BEGIN SELECT \(old); END;
      """)
  }

  /// Writes down what the open transaction wrote, right before it commits.
  func seal(in database: SQLiteDatabase) throws(Fault) {
    added.flush()
    removed.flush()
    if lines.digest != MultisetDigest() {
      try JournalState.add(lines.digest, of: run, layout: layout, in: database)
    }
    lines.digest = MultisetDigest()
  }

  /// The open transaction was undone.
  func forget() {
    added.forget()
    removed.forget()
    lines.digest = MultisetDigest()
  }
}
