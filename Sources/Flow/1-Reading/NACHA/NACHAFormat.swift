import Bytes
import Components
import Records

/// ACH files as one of the formats the program reads.
enum NACHAFormat {
  // MARK: Spec

  static let spec = ComponentSpec(
    kind: .reader, name: "nacha",
    summary: "Reads ACH files in the NACHA format: all entry classes, returns and notifications of change.",
    standard: "Nacha Operating Rules, appendix three (2024)",
    limits:
      "A block of 1 MiB and the file's batches are in memory; an entry with its addenda has 16 MiB at most.",
    options: [
      OptionSpec(
        "encoding", .choice(TextEncoding.names),
        doc: "Encoding of the file, where it is not UTF-8 and the survey of its bytes cannot tell.",
        example: "windows-1252")
    ],
    reasons: NACHAReason.allCases.map { ReasonSpec($0.rawValue, $0.summary) },
    examples: ["{}", "{ encoding: windows-1252 }"])

  static let factory = ReaderFactory(
    spec: spec,
    usualContract: { _ in "ach_entry/1" },
    schema: { options, contract, complaints in
      if !["ach_entry", "bank_transaction"].contains(contract.name) {
        complaints.append(
          Complaint(
            "contract-not-filled", at: options.place, "nacha cannot fill \(contract.title)",
            hint: "It reads records of ach_entry/1, and of bank_transaction/1 for the receiver's account."))
      }
      return contract.name == "bank_transaction" ? BankRow.schema : ACHEntryRow.schema
    },
    make: { _, schema, source, _ in
      if schema == BankRow.schema { return NACHAReader<BankRow>(source) }
      return NACHAReader<ACHEntryRow>(source)
    },
    recognizes: { head, name in
      if looksLikeACH(head) { return .certain }
      let name = name.lowercased()
      return [".ach", ".nacha", ".ach.gz", ".nacha.gz"].contains { name.hasSuffix($0) } ? .possible : .no
    })

  /// A file header with its size of records, or a batch header with its class of service and of entries.
  private static func looksLikeACH(_ head: [UInt8]) -> Bool {
    let start = head.drop { $0 == 10 || $0 == 13 }
    func letters(_ first: Int, _ last: Int) -> String {
      String(decoding: start.dropFirst(first - 1).prefix(last - first + 1), as: UTF8.self)
    }
    switch start.first {
    case UInt8(ascii: "1"): return letters(2, 3) == "01" && letters(35, 40) == "094101"
    case UInt8(ascii: "5"):
      return ["200", "220", "225", "280"].contains(letters(2, 4)) && classes.contains(letters(51, 53))
    default: return false
    }
  }

  private static let classes: Set<String> = [
    "ACK", "ADV", "ARC", "ATX", "BOC", "CCD", "CIE", "COR", "CTX", "DNE", "ENR", "IAT", "MTE", "POP", "POS",
    "PPD",
    "RCK", "SHR", "TEL", "TRC", "TRX", "WEB", "XCK",
  ]
}
