import Components
import Records

/// What was decided about a file's statements and records by what the books have already.
struct IdentityVerdict: Sendable {
  /// By number of the statement: what becomes of its records.
  var statements: [Int: Fate] = [:]
  /// By number of the record: what becomes of it.
  var records: [Int32: Fate] = [:]
  /// By number of the record: its number among equal ones, where that of the file is not the right one.
  var occurrences: [Int32: Int] = [:]
  /// By number of the record: the fingerprint of one that was put right, without its number among equal ones.
  var late: [Int32: String] = [:]
  /// What a person has to decide: whole statements and single records.
  var rejections: [Rejection] = []
  /// Statements, and days of them, whose loaded rows go where the file no longer has them, with the number of the statement that says so.
  var superseded: [(rows: StatementRows, number: Int)] = []
  /// Accounts and days of which nothing provisional stays.
  var provisional: [(accountID: String, days: ClosedRange<CivilDate>)] = []

  /// Nothing leaves the books for it.
  var takesNothingOut: Bool { provisional.isEmpty && superseded.isEmpty }

  /// The fates of statements with these decided.
  func applied(to fates: [Fate]) -> [Fate] {
    var fates = fates
    for (number, fate) in statements where fates[number] == .kept { fates[number] = fate }
    return fates
  }

  /// The fates of a batch's rows with these decided.
  func apply(to fates: inout [Fate], _ origins: [Origin]) {
    if records.isEmpty { return }
    for row in fates.indices where fates[row] == .kept {
      if let fate = records[origins[row].record] { fates[row] = fate }
    }
  }
}
