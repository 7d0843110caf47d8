import Bytes
import Components
import Records

extension SAFTReader where One == JournalRow {
  /// SAF-T as one of the formats the program reads.
  static var factory: ReaderFactory {
    ReaderFactory(
      spec: spec,
      usualContract: { head in
        // A Portuguese file that is not of accounting alone is there for its documents.
        head.holds(":PT_") && !head.holds("<TaxAccountingBasis>C<")
          ? SAFTTarget.invoice.rawValue : SAFTTarget.journalLine.rawValue
      },
      schema: { options, contract, complaints in
        SAFTTarget.schema(contract, at: options.place, &complaints)
      },
      make: { _, _, source, contract in
        switch SAFTTarget(rawValue: contract.title) ?? .journalLine {
        case .journalLine: SAFTReader<JournalRow>(source)
        case .account: SAFTReader<AccountRow>(source)
        case .party: SAFTReader<PartyRow>(source)
        case .invoice: SAFTReader<InvoiceRow>(source)
        }
      },
      recognizes: { head, _ in
        guard head.beginsLikeXML else { return .no }
        if head.holds("StandardAuditFile") || head.holds("AuditFileVersion") { return .certain }
        return head.holds("<AuditFile") || head.holds(":AuditFile") ? .possible : .no
      })
  }
}
