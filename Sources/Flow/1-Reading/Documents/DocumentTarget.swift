import Components
import Records

/// What the records of documents can be; the raw value is the title of the contract.
enum DocumentTarget: String, CaseIterable {
  case invoice = "invoice/1"
  case remittance = "remittance/1"
  case bank = "bank_transaction/1"

  var schema: RecordSchema {
    switch self {
    case .invoice: InvoiceRow.schema
    case .remittance: RemittanceRow.schema
    case .bank: BankRow.schema
    }
  }

  /// The options that every format of documents has.
  static let options = [
    DocumentGrain.option("Whether a record is an invoice or payment as a whole, or one line of it."),
    OptionSpec(
      "currency", .text,
      doc: "Currency of the documents and payments that name none; without it they have none.",
      example: "USD"),
  ]

  /// The schema of a pipeline's records; complains of a contract that cannot be filled.
  static func schema(
    _ format: String, _ options: Options, _ contract: Contract, _ complaints: inout [Complaint]
  ) -> RecordSchema {
    if let name = options.text("currency"), Currency(name) == nil {
      complaints.append(
        Complaint(
          "currency-unknown", at: options.place(of: "currency"), "\(name) is not a currency code",
          hint: "Write three capital letters, such as USD."))
    }
    if let target = DocumentTarget(rawValue: contract.title) { return target.schema }
    let known = allCases.map(\.rawValue).joined(separator: ", ")
    complaints.append(
      Complaint(
        "contract-not-filled", at: options.place, "\(format) has no records of \(contract.title)",
        hint: "It fills \(known)."))
    return InvoiceRow.schema
  }
}
