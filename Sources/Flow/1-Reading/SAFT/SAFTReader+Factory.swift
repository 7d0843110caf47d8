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
      make: { options, _, source, contract in
        let grain = DocumentGrain(rawValue: options.text("records") ?? "") ?? .documents
        switch SAFTTarget(rawValue: contract.title) ?? .journalLine {
        case .journalLine: return SAFTReader<JournalRow>(source, grain)
        case .account: return SAFTReader<AccountRow>(source, grain)
        case .party: return SAFTReader<PartyRow>(source, grain)
        case .invoice: return SAFTReader<InvoiceRow>(source, grain)
        }
      },
      recognizes: { head, _ in
        guard head.beginsLikeXML else { return .no }
        if head.holds("StandardAuditFile") || head.holds("AuditFileVersion") { return .certain }
        return head.holds("<AuditFile") || head.holds(":AuditFile") ? .possible : .no
      })
  }
}
