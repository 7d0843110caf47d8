public import Records

/// An EDIFACT interchange for tests: invoices and account statements that prove, with separators of one's own.
public struct EDIFACTFile {
  /// The characters of the service string advice.
  public struct Marks {
    var component: Character
    var element: Character
    var decimal: Character
    var release: Character
    var terminator: Character

    /// As they stand in UNA: component, element, decimal mark, release, a blank, terminator.
    public init(_ advice: String) {
      let marks = Array(advice)
      (component, element, decimal, release, terminator) = (marks[0], marks[1], marks[2], marks[3], marks[5])
    }
  }

  /// One LIN with its QTY, PRI and IMD.
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

  /// One SEQ of an account statement.
  public struct Entry {
    /// The day of booking.
    public var day: CivilDate
    /// In hundredths; negative is money out.
    public var cents: Int
    /// The bank's.
    public var reference: String
    /// What it is for.
    public var text: String

    /// An entry of its parts.
    public init(day: CivilDate, cents: Int, reference: String, text: String) {
      self.day = day
      self.cents = cents
      self.reference = reference
      self.text = text
    }
  }

  private let marks: Marks
  private var body = ""
  private var messages = 0

  /// An interchange without messages.
  public init(_ marks: Marks) { self.marks = marks }

  /// An INVOIC; its total is what the items come to.
  public mutating func addInvoice(number: String, day: CivilDate, buyer: String, _ items: [Item]) {
    var segments = [
      [["BGM"], ["380"], [number], ["9"]], [["DTM"], ["137", EDIFACTFile.day(day), "102"]],
      [["NAD"], ["BY"], ["C1"], [], [buyer]], [["CUX"], ["2", "EUR", "4"]],
    ]
    for (at, item) in items.enumerated() {
      segments += [
        [["LIN"], ["\(at + 1)"]], [["IMD"], ["F"], [], ["", "", "", item.name]],
        [["QTY"], ["47", "\(item.quantity)", "PCE"]], [["PRI"], ["AAA", money(item.cents)]],
      ]
    }
    let sum = items.reduce(0) { $0 + $1.quantity * $1.cents }
    add("INVOIC", segments + [[["UNS"], ["S"]], [["MOA"], ["77", money(sum)]]])
  }

  /// A FINSTA of one account; it closes with what the opening balance and the entries come to.
  public mutating func addStatement(account: String, day: CivilDate, opening: Int, _ entries: [Entry]) {
    let closing = entries.reduce(opening) { $0 + $1.cents }
    var segments = [
      [["BGM"], ["54"], ["1"], ["9"]], [["DTM"], ["137", EDIFACTFile.day(day), "102"]], [["LIN"], ["1"]],
      [["FII"], ["AS"], [account]], [["MOA"], ["315", money(opening), "EUR"]],
      [["MOA"], ["343", money(closing), "EUR"]],
    ]
    for (at, entry) in entries.enumerated() {
      segments += [
        [["SEQ"], ["13"], ["\(at + 1)"]], [["RFF"], ["AIK", entry.reference]],
        [["DTM"], ["179", EDIFACTFile.day(entry.day), "102"]],
        [["MOA"], ["348", money(entry.cents), "EUR"]],
        [["FTX"], ["ADS"], [], [], [entry.text]],
      ]
    }
    add("FINSTA", segments)
  }

  private mutating func add(_ name: String, _ segments: [[[String]]]) {
    messages += 1
    let head = [["UNH"], ["M\(messages)"], [name, "D", "96A", "UN"]]
    let tail = [["UNT"], ["\(segments.count + 2)"], ["M\(messages)"]]
    body += ([head] + segments + [tail]).map(line).joined()
  }

  private func money(_ cents: Int) -> String {
    String(ScaledDecimal(unscaled: Int64(cents), scale: 2).description.map { $0 == "." ? marks.decimal : $0 })
  }

  private static func day(_ date: CivilDate) -> String { String(date.description.filter { $0 != "-" }) }

  private func line(_ elements: [[String]]) -> String {
    elements.map { $0.map(released).joined(separator: String(marks.component)) }
      .joined(separator: String(marks.element)) + String(marks.terminator)
  }

  private func released(_ text: String) -> String {
    let special = [marks.component, marks.element, marks.release, marks.terminator]
    return text.map { special.contains($0) ? "\(marks.release)\($0)" : "\($0)" }.joined()
  }

  /// The whole interchange.
  ///
  /// - Parameter width: columns after which the text is broken; 0 for no line ends at all.
  public func text(width: Int) -> String {
    let advice = [marks.component, marks.element, marks.decimal, marks.release, " ", marks.terminator]
    let una = "UNA" + String(advice)
    let unb = line([["UNB"], ["UNOC", "3"], ["A", "14"], ["B", "14"], ["260105", "1200"], ["R1"]])
    let whole = unb + body + line([["UNZ"], ["\(messages)"], ["R1"]])
    if width == 0 { return una + whole }
    let letters = Array(whole)
    return una + "\n"
      + stride(from: 0, to: letters.count, by: width).map { start in
        String(letters[start..<min(start + width, letters.count)]) + "\n"
      }.joined()
  }
}
