import Checkpoints
import Components
import Deduplicating
import Records

/// The words of what a person has to decide.
enum Review {
  /// Records of one file that are compared, and left to a person, one by one; of more, their statements are.
  static let mostRecords = 10_000

  /// A record of which it cannot be told whether it is loaded.
  static let recordCode = "identity-undecided"
  /// A day that the file tells differently, and the records of it that are not loaded.
  static let dayCode = "day-restated"

  static func restated(
    _ statement: Statement, _ number: Int, _ difference: RestatementChanges.Difference,
    _ old: StoredStatement,
    _ path: String
  ) -> Rejection {
    let parts = [
      ("added", difference.added), ("changed", difference.changed), ("removed", difference.removed),
    ].filter { $0.1.rows > 0 }.map { kind, tally in money(counted(tally.rows, "row") + " \(kind)", tally) }
    return Rejection(
      origin: origin(statement, number), stage: "identity", field: "", value: statement.title,
      code: "statement-restated",
      reason: "run \(old.run) loaded another version of it, from \(path): \(parts.joined(separator: "; "))",
      hint:
        "Ask the bank why, then load it with daybook accept; or set `restated` of dedup to supersede or append_only."
    )
  }

  /// - Parameter reason: what is the case with too many records of it.
  static func tooMany(_ statement: Statement, _ number: Int, _ reason: String) -> Rejection {
    Rejection(
      origin: origin(statement, number), stage: "identity", field: "", value: statement.accountID,
      code: recordCode, reason: "\(reason), more than \(mostRecords) in the file",
      hint:
        "daybook accept puts the days between its first and its last one in place of what is loaded of them, and "
        + "loads the rest beside; a file with fewer of them is decided record by record.")
  }

  /// A day of a statement that the file has whole.
  ///
  /// - Parameter removed: what is loaded of it, and the file lacks.
  static func day(_ statement: Statement, _ number: Int, _ day: CivilDate, _ removed: Tally) -> Rejection {
    let rows = money(counted(removed.rows, "row") + " that this file no longer has", removed)
    return Rejection(
      origin: origin(statement, number), stage: "identity", field: "", value: day.description, code: dayCode,
      reason: "\(day) of \(statement.accountID) is loaded with \(rows)",
      hint:
        "Ask the bank why. daybook accept takes them out and loads what the file has instead; `restated` of dedup set "
        + "to supersede always does.")
  }

  private static func money(_ rows: String, _ tally: Tally) -> String {
    ([rows] + tally.lines.map { "\($0.text) \($0.currency)" }).joined(separator: ", ")
  }

  /// - Parameter isRestated: the record takes part in a day that the file tells differently.
  static func undecided(
    _ origin: Origin, _ day: CivilDate, _ doubt: SharedDay.Doubt, isRestated: Bool
  ) -> Rejection {
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
          "Banks give numbers anew now and then. If it is another payment, daybook accept loads it "
            + (isRestated ? "in place of what the file no longer has of the day." : "beside.")
        )
      case .restatedDay:
        (
          "\(day) is loaded without this record, and with others that this file no longer has",
          "The bank says something else of the day now: daybook accept loads it in place of what the file no longer has."
        )
      case .changed:
        (
          "\(day) is loaded with other records, which this file lacks, and without this one: it may be one of them, changed",
          "If it is another one, daybook accept loads it beside; a file with days before and behind that one tells what "
            + "the day has."
        )
      }
    return undecided(origin, reason, hint, code: isRestated ? dayCode : recordCode)
  }

  /// A record with the number of another one of its file.
  static func twin(_ twin: PackageDrain.Twin, _ contract: Contract) -> Rejection {
    func told(_ row: Int) -> String {
      let changes = RestatementChanges([:] as [Int: Int], contract: contract)
      let money = changes.money(twin.pair, row).lines.map { "\($0.text) \($0.currency)" }.first ?? "0"
      let day = contract.effectiveDate.flatMap { twin.pair.column($0)?.string(at: row) } ?? "no day"
      return "\(money) of \(day)"
    }
    let line = twin.pair.origins[0].line
    return undecided(
      twin.origin,
      "line \(line) has another record under this number of the bank: \(told(0)) there, \(told(1)) here",
      reusedHint)
  }

  static func reusedNumber(_ origin: Origin) -> Rejection {
    undecided(
      origin, "another record is loaded under this number of the bank", reusedHint)
  }

  private static let reusedHint =
    "If the bank corrected it, daybook accept puts it in place of the other; if the bank uses numbers twice, add "
    + "booking_date and amount to the key of dedup."

  private static func undecided(
    _ origin: Origin, _ reason: String, _ hint: String, code: String = recordCode
  ) -> Rejection {
    Rejection(
      origin: origin, stage: "identity", field: "external_id", value: nil, code: code, reason: reason,
      hint: hint)
  }

  private static func origin(_ statement: Statement, _ number: Int) -> Origin {
    Origin(offset: 0, length: 0, line: statement.line, record: 0, statement: Int32(number))
  }
}
