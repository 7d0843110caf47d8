/// An ACH file for tests: batches whose controls hold, in lines of 94 characters.
public struct NACHAFile {
  /// One record 6 with its addenda.
  public struct Entry {
    /// Two digits.
    public var code: String
    /// At most seventeen characters.
    public var account: String
    /// In cents, without sign.
    public var cents: Int
    /// At most fifteen characters.
    public var individualID: String
    /// At most twenty-two characters.
    public var name: String
    /// Payment related information, cut into addenda of eighty characters.
    public var remittance: String

    /// An entry of its parts.
    public init(
      code: String, account: String, cents: Int, individualID: String, name: String, remittance: String
    ) {
      self.code = code
      self.account = account
      self.cents = cents
      self.individualID = individualID
      self.name = name
      self.remittance = remittance
    }

    var isCredit: Bool { code.last.flatMap(\.wholeNumberValue).map { $0 < 5 } ?? false }
  }

  private static let bank = "06310027"
  private var lines: [String] = []
  private var totals = (batches: 0, records: 0, hash: 0, debits: 0, credits: 0)

  /// A file without batches, made on 2026-01-05.
  public init() {
    lines.append(
      "101" + NACHAFile.cut(" 072000096", 10) + "13300123452601050915A094101" + NACHAFile.cut("", 54))
  }

  /// Adds a batch of PPD entries that are to be booked on a day written YYMMDD.
  public mutating func add(number: Int, day: String, _ entries: [Entry]) {
    let tail = "07200009" + NACHAFile.digits(number, 7)
    lines.append(
      "5200" + NACHAFile.cut("NORTHWIND", 36) + "1330012345PPD" + NACHAFile.cut("PAYROLL", 16) + day + "   1"
        + tail)
    var (records, debits, credits) = (0, 0, 0)
    for (index, entry) in entries.enumerated() {
      let own = NACHAFile.records(entry, trace: index + 1)
      lines += own
      records += own.count
      if entry.isCredit { credits += entry.cents } else { debits += entry.cents }
    }
    let hash = entries.count * (Int(NACHAFile.bank) ?? 0)
    lines.append(
      "8200" + NACHAFile.digits(records, 6) + NACHAFile.digits(hash, 10) + NACHAFile.digits(debits, 12)
        + NACHAFile.digits(credits, 12) + NACHAFile.cut("1330012345", 35) + tail)
    totals.batches += 1
    totals.records += records
    totals.hash += hash
    totals.debits += debits
    totals.credits += credits
  }

  /// The lines with the file's control and its fill behind them, and `end` behind each.
  public func text(end: String) -> String {
    var all = lines
    all.append(
      NACHAFile.cut(
        "9" + NACHAFile.digits(totals.batches, 6) + NACHAFile.digits((lines.count + 10) / 10, 6)
          + NACHAFile.digits(totals.records, 8) + NACHAFile.digits(totals.hash, 10)
          + NACHAFile.digits(totals.debits, 12) + NACHAFile.digits(totals.credits, 12), 94))
    while all.count % 10 != 0 { all.append(String(repeating: "9", count: 94)) }
    return all.map { $0 + end }.joined()
  }

  private static func records(_ entry: Entry, trace: Int) -> [String] {
    let texts = pieces(entry.remittance)
    let number = digits(trace, 7)
    let head =
      "6" + entry.code + bank + "7" + cut(entry.account, 17) + digits(entry.cents, 10)
      + cut(entry.individualID, 15) + cut(entry.name, 22) + "  " + (texts.isEmpty ? "0" : "1") + "07200009"
      + number
    return [head]
      + texts.enumerated().map { "705" + cut($0.element, 80) + digits($0.offset + 1, 4) + number }
  }

  private static func pieces(_ text: String) -> [String] {
    var pieces: [String] = []
    var rest = text[...]
    while !rest.isEmpty {
      pieces.append(String(rest.prefix(80)))
      rest = rest.dropFirst(80)
    }
    return pieces
  }

  /// So many characters, with blanks behind.
  private static func cut(_ text: String, _ length: Int) -> String {
    String(text.prefix(length)) + String(repeating: " ", count: max(0, length - text.count))
  }

  /// The last so many digits, with zeros before.
  private static func digits(_ number: Int, _ length: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, length - text.count)) + text.suffix(length)
  }
}
