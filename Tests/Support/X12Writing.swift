public import Records

/// An X12 interchange for tests: invoices and payments that prove, with separators of one's own.
public struct X12File {
  /// One IT1 with its PID.
  public struct Item {
    /// Whole units.
    public var quantity: Int
    /// In hundredths.
    public var cents: Int
    /// Its name.
    public var name: String

    /// An item of its parts.
    public init(quantity: Int, cents: Int, name: String) {
      self.quantity = quantity
      self.cents = cents
      self.name = name
    }
  }

  private let element: String
  private let component: String
  private let terminator: String
  private var group: [String] = []
  private var sets = 0

  /// An interchange without sets.
  public init(element: String, component: String, terminator: String) {
    self.element = element
    self.component = component
    self.terminator = terminator
  }

  /// An 810 with a freight charge, both in hundredths; its total is what they come to.
  public mutating func addInvoice(
    number: String, day: CivilDate, buyer: String, _ items: [Item], freight: Int
  ) {
    var segments = [["BIG", X12File.day(day), number], ["CUR", "SE", "USD"], ["N1", "BT", buyer]]
    for (at, item) in items.enumerated() {
      let price = ScaledDecimal(unscaled: Int64(item.cents), scale: 2).description
      segments.append(["IT1", "\(at + 1)", "\(item.quantity)", "EA", price])
      segments.append(["PID", "F", "", "", "", item.name])
    }
    let sum = items.reduce(freight) { $0 + $1.quantity * $1.cents }
    segments.append(["TDS", "\(sum)"])
    if freight > 0 { segments.append(["SAC", "C", "D240", "", "", "\(freight)"]) }
    segments.append(["CTT", "\(items.count)"])
    add("810", segments)
  }

  /// An 820 that pays these documents, in hundredths.
  public mutating func addPayment(
    number: String, day: CivilDate, payer: String, _ documents: [(number: String, cents: Int)]
  ) {
    func money(_ cents: Int) -> String { ScaledDecimal(unscaled: Int64(cents), scale: 2).description }
    let sum = documents.reduce(0) { $0 + $1.cents }
    var bpr = ["BPR", "C", money(sum), "C", "ACH"] + [String](repeating: "", count: 11)
    bpr.append(X12File.day(day))
    var segments = [bpr, ["TRN", "1", number], ["CUR", "PR", "USD"], ["N1", "PR", payer], ["ENT", "1"]]
    for document in documents { segments.append(["RMR", "IV", document.number, "", money(document.cents)]) }
    add("820", segments)
  }

  private mutating func add(_ name: String, _ segments: [[String]]) {
    sets += 1
    group.append(line(["ST", name, "\(sets)"]))
    group += segments.map(line)
    group.append(line(["SE", "\(segments.count + 2)", "\(sets)"]))
  }

  private func line(_ elements: [String]) -> String { elements.joined(separator: element) + terminator }

  private static func day(_ date: CivilDate) -> String { String(date.description.filter { $0 != "-" }) }

  private static func padded(_ text: String, _ count: Int) -> String {
    text + String(repeating: " ", count: count - text.count)
  }

  /// The whole interchange.
  public var text: String {
    let blank = X12File.padded("", 10)
    let header = [
      "ISA", "00", blank, "00", blank, "ZZ", X12File.padded("SENDER", 15), "ZZ",
      X12File.padded("RECEIVER", 15), "260105", "1200", "U", "00401", "000000001", "0", "P", component,
    ]
    return line(header) + line(["GS", "IN", "A", "B", "20260105", "1200", "1", "X", "004010"])
      + group.joined() + line(["GE", "\(sets)", "1"]) + line(["IEA", "1", "000000001"])
  }
}
