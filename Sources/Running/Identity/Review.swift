import Checkpoints
import Components
import Records

/// The words of what a person has to decide.
enum Review {
  /// Records of one file that are compared one by one.
  static let mostRecords = 10_000

  static func restated(
    _ statement: Statement, _ number: Int, _ difference: RestatementChanges.Difference,
    _ old: StoredStatement,
    _ path: String
  ) -> Rejection {
    let parts = [
      ("added", difference.added), ("changed", difference.changed), ("removed", difference.removed),
    ].filter { $0.1.rows > 0 }.map { kind, tally in
      ([counted(tally.rows, "row") + " \(kind)"] + tally.lines.map { "\($0.text) \($0.currency)" }).joined(
        separator: ", ")
    }
    return Rejection(
      origin: origin(statement, number), stage: "identity", field: "", value: statement.title,
      code: "statement-restated",
      reason: "run \(old.run) loaded another version of it, from \(path): \(parts.joined(separator: "; "))",
      hint:
        "Ask the bank why, then load it with daybook accept; or set `restated` of dedup to supersede or append_only."
    )
  }

  static func tooMany(_ statement: Statement, _ number: Int) -> Rejection {
    Rejection(
      origin: origin(statement, number), stage: "identity", field: "", value: statement.accountID,
      code: "identity-undecided",
      reason: "it shares days with what is loaded, and more than \(mostRecords) records differ",
      hint: "Load a file of whole days; or, if each of its records is a new one, daybook accept.")
  }

  static func undecided(_ origin: Origin, _ day: CivilDate, _ doubt: SharedDay.Doubt) -> Rejection {
    let (reason, hint) =
      switch doubt {
      case .equalPayment:
        (
          "an equal payment of \(day) is loaded, and neither file has the whole day",
          "If it is another one, daybook accept loads it beside; a file with all of that day decides it by itself."
        )
      case .otherNumber:
        (
          "an equal record of \(day) is loaded under another number of the bank",
          "Banks give numbers anew now and then. If it is another payment, daybook accept loads it beside."
        )
      case .restatedDay:
        (
          "\(day) is loaded without this record, and with others that this file no longer has",
          "The bank says something else of the day now: undo the run that loaded it and load this file; or, if both are "
            + "right, daybook accept loads it beside."
        )
      }
    return undecided(origin, reason, hint)
  }

  static func reusedNumber(_ origin: Origin) -> Rejection {
    undecided(
      origin, "another record is loaded under this number of the bank",
      "If the bank corrected it, daybook accept puts it in place of the other; if the bank uses numbers twice, add "
        + "booking_date and amount to the key of dedup.")
  }

  private static func undecided(_ origin: Origin, _ reason: String, _ hint: String) -> Rejection {
    Rejection(
      origin: origin, stage: "identity", field: "external_id", value: nil, code: "identity-undecided",
      reason: reason, hint: hint)
  }

  private static func origin(_ statement: Statement, _ number: Int) -> Origin {
    Origin(offset: 0, length: 0, line: statement.line, record: 0, statement: Int32(number))
  }
}
