import Records

/// A record of a contract that ACH entries fill.
protocol ACHRow: Row {
  /// - Parameters:
  ///   - entry: with its texts in `text`, or shown in the block.
  init(_ entry: ACHEntryRow, _ kind: NACHAKind, _ block: Span<UInt8>, keeping text: inout TextArena)
  /// Unscaled, at four decimals.
  var amount: Int64 { get }
}

extension ACHEntryRow: ACHRow {
  init(_ entry: ACHEntryRow, _ kind: NACHAKind, _ block: Span<UInt8>, keeping text: inout TextArena) {
    self = entry
  }
}

extension BankRow: ACHRow {
  /// The entry as the receiver's account shows it: a return takes back what the entry brought, so that both are nothing.
  init(_ entry: ACHEntryRow, _ kind: NACHAKind, _ block: Span<UInt8>, keeping text: inout TextArena) {
    self.init()
    account = entry.account
    let isSettled = entry.settlementDate != CivilDate.null
    bookingDate = isSettled ? entry.settlementDate : entry.effectiveDate
    valueDate = entry.settlementDate
    amount = kind.takesBack ? -entry.amount : entry.amount
    currency = entry.currency
    status = text.keep(!kind.movesMoney ? "information" : isSettled ? "booked" : "pending")
    typeCode = entry.transactionCode
    bankReference = entry.traceNumber
    customerReference = entry.individualID
    counterpartyName = entry.companyName
    let parts = [entry.entryDescription, entry.individualName, entry.reasonCode, entry.addenda]
    description = text.join(parts, with: [UInt8(ascii: "\n")], of: block)
    statementID = entry.statementID
  }
}
