import Components
import Records

/// The contracts that an audit file can fill. The raw value is the title.
enum SAFTTarget: String, CaseIterable, Sendable {
  case journalLine = "journal_line/1"
  case account = "account/1"
  case party = "party/1"
  case invoice = "invoice/1"

  var schema: RecordSchema {
    switch self {
    case .journalLine: JournalRow.schema
    case .account: AccountRow.schema
    case .party: PartyRow.schema
    case .invoice: InvoiceRow.schema
    }
  }

  /// The fields of a pipeline's format.
  static func schema(_ contract: Contract, at place: Place, _ complaints: inout [Complaint]) -> RecordSchema {
    if let target = SAFTTarget(rawValue: contract.title) { return target.schema }
    complaints.append(
      Complaint(
        "contract-not-filled", at: place, "saft cannot fill \(contract.title)",
        hint: "An audit file holds records of \(allCases.map(\.rawValue).joined(separator: ", "))."))
    return journalLine.schema
  }
}
