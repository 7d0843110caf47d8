import Components
import Records

extension CAMTReader {
  /// camt as one of the formats the program reads.
  static let factory = ReaderFactory(
    spec: spec,
    schema: { _, _, _ in BankRow.schema },
    make: { options, _, source, _ in CAMTReader(source, options: options) },
    recognizes: { head, name in
      if isCAMT(head) { return .certain }
      let mayBe = head.beginsLikeXML && (head.holds("iso:20022") || head.holds("<Document"))
      if mayBe || head.isEmpty && name.lowercased().contains("camt") { return .possible }
      return Recognition.byName(name, [".camt", ".c52", ".c53", ".c54"])
    })

  /// The namespace of one of the three messages, or its element.
  private static func isCAMT(_ head: [UInt8]) -> Bool {
    head.beginsLikeXML
      && [
        ":camt.052.", ":camt.053.", ":camt.054.", "BkToCstmrStmt", "BkToCstmrAcctRpt",
        "BkToCstmrDbtCdtNtfctn",
      ]
      .contains { head.holds($0) }
  }
}
