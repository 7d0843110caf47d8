import Bytes
import Components
import Records

extension BAI2Reader {
  /// BAI2 as one of the formats the program reads.
  static let factory = ReaderFactory(
    spec: spec, retracts: true,
    schema: { options, _, complaints in
      for entry in options.map("exponents") where Currency(entry.key) == nil {
        complaints.append(
          Complaint(
            "currency-unknown", at: entry.keyPlace, "\(entry.key) is not a currency code",
            hint: "Write the three letters that the bank puts into the account record."))
      }
      return BAI2Rows.schema
    },
    make: { options, _, source, _ in BAI2Reader(source, options: options) },
    recognizes: { head, name in
      looksLikeBAI2(head) ? .certain : Recognition.byName(name, [".bai", ".bai2", ".nai"])
    })

  /// A file header, followed by a group or by its own continuation.
  private static func looksLikeBAI2(_ head: [UInt8]) -> Bool {
    let start = head.drop { BAI2Byte.isBlank($0) || $0 == BAI2Byte.lineFeed || $0 == BAI2Byte.carriageReturn }
    guard start.starts(with: "01,".utf8) else { return false }
    var isAfterBreak = false
    for index in start.indices {
      if isAfterBreak, start[index...].starts(with: "02,".utf8) || start[index...].starts(with: "88,".utf8) {
        return true
      }
      let byte = start[index]
      isAfterBreak =
        byte == BAI2Byte.lineFeed || byte == BAI2Byte.carriageReturn || byte == BAI2Byte.slash
        || BAI2Byte.isBlank(byte)
    }
    return false
  }
}
