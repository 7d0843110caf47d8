public import Records

/// An OFX file for tests: statements of bank accounts and cards, in one of the dialects.
public struct OFXFile {
  /// How tags are written.
  public enum Dialect: CaseIterable, Sendable {
    /// Texts without end tags, a line each.
    case unclosed
    /// Texts without end tags, all on one line.
    case oneLine
    /// Texts with end tags.
    case closed
    /// Version 2.
    case xml
  }

  /// One STMTTRN.
  public struct Entry {
    /// The day it was posted.
    public var day: CivilDate
    /// The day of availability; nil for none.
    public var valueDay: CivilDate?
    /// In hundredths; negative is money out.
    public var cents: Int
    /// FITID; empty for none.
    public var id: String
    /// NAME.
    public var name: String
    /// MEMO; empty for none.
    public var memo: String

    /// An entry of its parts.
    public init(day: CivilDate, valueDay: CivilDate?, cents: Int, id: String, name: String, memo: String) {
      self.day = day
      self.valueDay = valueDay
      self.cents = cents
      self.id = id
      self.name = name
      self.memo = memo
    }
  }

  private let dialect: Dialect
  private var body = ""

  /// A file without statements.
  public init(_ dialect: Dialect) { self.dialect = dialect }

  /// The file whole, with header and root.
  public var text: String {
    let header =
      dialect == .xml
      ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?OFX OFXHEADER=\"200\" VERSION=\"211\"?>\n"
      : "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:UTF-8\nCHARSET:NONE\n\n"
    return header + aggregate("OFX", aggregate("BANKMSGSRSV1", body))
  }

  /// Adds a statement.
  ///
  /// - Parameters:
  ///   - balance: in hundredths, as of the last day.
  ///   - decimalMark: of every amount.
  public mutating func add(
    account: String, isCard: Bool, currency: String, days: ClosedRange<CivilDate>, balance: Int,
    _ entries: [Entry], decimalMark: Character
  ) {
    let owner = leaf("ACCTID", account)
    var list = leaf("DTSTART", OFXFile.day(days.lowerBound)) + leaf("DTEND", OFXFile.day(days.upperBound))
    for entry in entries { list += written(entry, decimalMark) }
    let ledger =
      leaf("BALAMT", OFXFile.amount(balance, decimalMark)) + leaf("DTASOF", OFXFile.day(days.upperBound))
    let statement =
      leaf("CURDEF", currency)
      + (isCard
        ? aggregate("CCACCTFROM", owner) : aggregate("BANKACCTFROM", leaf("BANKID", "021000089") + owner))
      + aggregate("BANKTRANLIST", list) + aggregate("LEDGERBAL", ledger)
    let status = aggregate("STATUS", leaf("CODE", "0") + leaf("SEVERITY", "INFO"))
    body += aggregate(
      isCard ? "CCSTMTTRNRS" : "STMTTRNRS",
      leaf("TRNUID", "1") + status + aggregate(isCard ? "CCSTMTRS" : "STMTRS", statement))
  }

  private func written(_ entry: Entry, _ mark: Character) -> String {
    var text = leaf("TRNTYPE", "OTHER") + leaf("DTPOSTED", OFXFile.day(entry.day) + "120000.000[-5:EST]")
    if let day = entry.valueDay { text += leaf("DTAVAIL", OFXFile.day(day)) }
    text += leaf("TRNAMT", OFXFile.amount(entry.cents, mark)) + leaf("FITID", entry.id)
    text += leaf("NAME", entry.name)
    if !entry.memo.isEmpty { text += leaf("MEMO", entry.memo) }
    return aggregate("STMTTRN", text)
  }

  private var lineEnd: String { dialect == .oneLine ? "" : "\n" }

  private func aggregate(_ name: String, _ content: String) -> String {
    "<\(name)>\(lineEnd)\(content)</\(name)>\(lineEnd)"
  }

  private func leaf(_ name: String, _ text: String) -> String {
    let escaped = text.reduce(into: "") { all, letter in
      switch letter {
      case "&": all += "&amp;"
      case "<": all += "&lt;"
      case ">": all += "&gt;"
      default: all.append(letter)
      }
    }
    let isClosed = dialect == .closed || dialect == .xml
    return "<\(name)>\(escaped)\(isClosed ? "</\(name)>" : "")\(lineEnd)"
  }

  private static func amount(_ cents: Int, _ mark: Character) -> String {
    let digits = String(abs(cents) % 100)
    return "\(cents < 0 ? "-" : "")\(abs(cents) / 100)\(mark)\(digits.count == 1 ? "0" : "")\(digits)"
  }

  private static func day(_ date: CivilDate) -> String { date.description.filter { $0 != "-" } }
}
