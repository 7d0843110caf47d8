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
      if isXML(head), holds(head, "iso:20022") || holds(head, "<Document") { return .possible }
      let name = name.lowercased()
      let isNamed = [".camt", ".c52", ".c53", ".c54"].contains { ending in
        name.hasSuffix(ending) || name.hasSuffix(ending + ".gz")
      }
      return isNamed || (head.isEmpty && name.contains("camt")) ? .possible : .no
    })

  /// The namespace of one of the three messages, or its element.
  private static func isCAMT(_ head: [UInt8]) -> Bool {
    isXML(head)
      && [
        ":camt.052.", ":camt.053.", ":camt.054.", "BkToCstmrStmt", "BkToCstmrAcctRpt",
        "BkToCstmrDbtCdtNtfctn",
      ]
      .contains { holds(head, $0) }
  }

  private static func isXML(_ head: [UInt8]) -> Bool {
    head.first { $0 > 32 } == UInt8(ascii: "<")
  }

  private static func holds(_ head: [UInt8], _ word: StaticString) -> Bool {
    let letters = Array(word.description.utf8)
    return head.indices.contains { head[$0] == letters[0] && head[$0...].starts(with: letters) }
  }
}
