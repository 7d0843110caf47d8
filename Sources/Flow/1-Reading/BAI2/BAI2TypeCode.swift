/// A BAI2 type code: what an amount of an 03 or 16 record is, and on which side of the account it falls.
///
/// Standard: BAI2 Cash Management Balance Reporting Specifications, version 2 (2005). The side goes by the range of
/// the code, so that codes the tables do not name have one as well; the tables give the names and
/// the few codes that stand outside their range.
struct BAI2TypeCode: Sendable, Hashable {
  /// How an amount under this code is signed. Raw values fit the table of sides.
  enum Side: Int8, Sendable {
    /// Money out of the account.
    case debit = -1
    /// A balance or other status: signed as written.
    case status = 0
    /// Money into the account.
    case credit = 1
    /// Text without money.
    case message = 2
    /// No range and no table says.
    case unknown = 3
  }

  /// 0 to 999.
  let number: Int

  /// Three digits.
  var text: String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 3 - digits.utf8.count)) + digits
  }

  var side: Side { BAI2TypeCode.known[number]?.side ?? BAI2TypeCode.side(ofRange: number) }

  /// Lower case, in the standard's terms; what the range says for a code that is not listed.
  var name: String {
    if let known = BAI2TypeCode.known[number] { return known.name }
    return switch number {
    case 0...99: "unlisted status"
    case 100...399: "unlisted credit"
    case 400...699: "unlisted debit"
    case 700...799: "unlisted loan item"
    case 900...919: "custom status"
    case 920...959: "custom credit"
    case 960...999: "custom debit"
    default: "unlisted item"
    }
  }

  /// The side by range alone.
  static func side(ofRange number: Int) -> Side {
    switch number {
    case 0...99, 701...709, 900...919: .status
    case 100...399, 720...728, 920...959: .credit
    case 400...699, 760, 960...999: .debit
    default: .unknown
    }
  }

  /// Raw values of `Side` by number, for loops that want the table whole: 1,000 entries.
  static let sides: [Int8] = (0..<1000).map { BAI2TypeCode(number: $0).side.rawValue }

  /// What the tables list, by number.
  static let known: [Int: (side: Side, name: String)] = {
    var known: [Int: (side: Side, name: String)] = [:]
    for table in [statusTable, creditTable, debitTable, otherTable] {
      for line in table.split(separator: "\n") {
        let parts = line.split(separator: " ", maxSplits: 2)
        guard parts.count == 3, let number = Int(parts[0]) else {
          preconditionFailure("type code table: \(line)")
        }
        known[number] = (side(named: parts[1]), String(parts[2]))
      }
    }
    return known
  }()

  // The notation of the tables: number, side (= status, + credit, - debit, # message), name.
  private static func side(named mark: Substring) -> Side {
    switch mark {
    case "=": .status
    case "+": .credit
    case "-": .debit
    case "#": .message
    default: preconditionFailure("type code side: \(mark)")
    }
  }
}
