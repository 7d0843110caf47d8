import Bytes
import Components
import Records

/// SAF-T as one of the formats the program reads.
enum SAFTFormat {
  static let spec = ComponentSpec(
    kind: .reader, name: "saft",
    summary: "Reads Standard Audit Files for Tax: ledger entries, accounts, parties or sales invoices.",
    standard: "OECD SAF-T 1 and 2, SAF-T Financial (Norway), SAF-T PT (Portugal)",
    limits: "One contract at a time: journal_line/1, account/1, party/1 or invoice/1.",
    options: [
      DocumentGrain.option("Whether a record of invoice/1 is a document as a whole, or one line of it."),
      OptionSpec(
        "encoding", .choice(TextEncoding.names),
        doc: "Encoding of the file, where it is not the one that the document declares.",
        example: "windows-1252"),
    ],
    reasons: SAFTReason.allCases.map { ReasonSpec($0.rawValue, $0.summary) },
    examples: ["{}", "{ records: lines }"])

  static let factory = ReaderFactory(
    spec: spec,
    usualContract: { head in
      // A Portuguese file that is not of accounting alone is there for its documents.
      holds(head, ":PT_") && !holds(head, "<TaxAccountingBasis>C<")
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
      let isXML = head.first { $0 > 32 } == UInt8(ascii: "<")
      guard isXML else { return .no }
      if holds(head, "StandardAuditFile") || holds(head, "AuditFileVersion") { return .certain }
      return holds(head, "<AuditFile") || holds(head, ":AuditFile") ? .possible : .no
    })

  private static func holds(_ head: [UInt8], _ word: StaticString) -> Bool {
    let letters = Array(word.description.utf8)
    return head.indices.contains { head[$0] == letters[0] && head[$0...].starts(with: letters) }
  }
}
