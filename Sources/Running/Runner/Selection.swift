import Bytes
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
  /// What was put right by hand.
  var corrections: [Correction] = []
  /// What cannot be decided is decided: a person has looked at it.
  var isAccepted = false

  /// Whether the record comes.
  func takes(_ origin: Origin) -> Bool {
    isWhole || records.contains(origin.record) || statements.contains(origin.statement)
  }

  /// Whether what the statement says to take out is taken out.
  func takes(statement: Int) -> Bool { isWhole || statements.contains(Int32(statement)) }
}
