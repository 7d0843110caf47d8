import Bytes
import Components
import Records

// What does not depend on the kind of records stands with the usual one.
extension NACHAReader where One == ACHEntryRow {
  /// ACH files as one of the formats the program reads.
  static var factory: ReaderFactory {
    ReaderFactory(
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
        looksLikeACH(head) ? .certain : Recognition.byName(name, [".ach", ".nacha"])
      })
  }

  /// A file header with its size of records, or a batch header with its class of service and of entries.
  private static func looksLikeACH(_ head: [UInt8]) -> Bool {
    let start = head.drop { $0 == 10 || $0 == 13 }
    func letters(_ first: Int, _ last: Int) -> String {
      String(decoding: start.dropFirst(first - 1).prefix(last - first + 1), as: UTF8.self)
    }
    switch start.first {
    case UInt8(ascii: "1"): return letters(2, 3) == "01" && letters(35, 40) == "094101"
    case UInt8(ascii: "5"):
      return ["200", "220", "225", "280"].contains(letters(2, 4))
        && NACHALayout.classes.contains(letters(51, 53))
    default: return false
    }
  }
}
