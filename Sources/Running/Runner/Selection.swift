import Bytes
import Checkpoints
import Records

/// The part of a file that is processed again: what an earlier run refused of it.
struct Selection: Sendable {
  /// The run that refused it, and the file's number in that run.
  var run: Int64
  var file: Int
  /// Nothing of the file was loaded by that run.
  var wasRefused = false
  /// The file was refused whole: all of it comes.
  var isWhole = false
  /// Numbers of records.
  var records: Set<Int32> = []
  /// The stage that refused each of these records.
  var stages: [Int32: String] = [:]
  /// Numbers of statements, of which every record comes.
  var statements: Set<Int32> = []
  /// By number of the statement: days of it that take the place of what is loaded of them.
  var days: [Int32: Set<CivilDate>] = [:]
  /// What was put right by hand.
  var corrections: [Correction] = []
  /// What cannot be decided is decided: a person has looked at it.
  var isAccepted = false

  /// What comes of records with one key is chosen among those that were accepted; what is only retried takes its place
  /// among all of its file.
  var picked: (records: Set<Int32>, statements: Set<Int32>)? {
    isAccepted && !isWhole ? (records, statements) : nil
  }

  /// Whether the record comes.
  func takes(_ origin: Origin) -> Bool {
    isWhole || records.contains(origin.record) || statements.contains(origin.statement)
  }

  /// Whether what was refused comes.
  func takes(_ refusal: StoredRefusal) -> Bool {
    if refusal.record == 0, let day = refusal.day { return days[refusal.statement]?.contains(day) == true }
    return takes(
      Origin(offset: 0, length: 0, line: 0, record: refusal.record, statement: refusal.statement))
  }

  /// Whether what the statement says to take out is taken out.
  func takes(statement: Int) -> Bool { isWhole || statements.contains(Int32(statement)) }
}

extension StoredRefusal {
  /// The day of a statement that it is about; nil when it is about something else.
  var day: CivilDate? { code == Review.dayCode ? value.flatMap { CivilDate(iso: $0) } : nil }
}
