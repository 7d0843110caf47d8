public import Records

/// A file of fixed places for tests: records of eighty characters under a header, totals behind them.
///
/// Header `H`, account 2-20, opening balance 21-34 with its sign 35. Record `D`, day 2-9, amount 10-23 with the sign punched over
/// the last digit, text 24-80. Continuation `C`, text 2-80. Totals `T`, count 2-7, debits 8-21, credits 22-35, closing balance
/// 36-49 with its sign 50.
public struct FixedWidthFile {
  /// One record with its continuations.
  public struct Entry {
    /// Written YYYYMMDD.
    public var day: CivilDate
    /// In hundredths; negative is money out.
    public var cents: Int
    /// At most 57 characters each for the first, 79 for the others.
    public var texts: [String]

    /// An entry of its parts.
    public init(day: CivilDate, cents: Int, texts: [String]) {
      self.day = day
      self.cents = cents
      self.texts = texts
    }
  }

  /// The layout of such files, as one writes it in a pipeline.
  public static let layout = """
    layout:
      length: 80
      records:
        - name: header
          code: { 1: H }
          is: statement
          fields:
            account_id: 2-20
          states:
            opening: { at: 21-34, type: number, decimals: 2, sign_at: 35, negative: D, positive: C }
        - name: entry
          code: { 1: D }
          fields:
            booking_date: { at: 2-9, type: date }
            amount: { at: 10-23, type: number, decimals: 2, overpunch: true }
            description: 24-80
        - name: more
          code: { 1: C }
          is: continuation
          fields:
            description: { at: 2-80, join: newline }
        - name: totals
          code: { 1: T }
          is: totals
          states:
            record_count: { at: 2-7, type: integer }
            debit_total: { at: 8-21, type: number, decimals: 2 }
            credit_total: { at: 22-35, type: number, decimals: 2 }
            closing: { at: 36-49, type: number, decimals: 2, sign_at: 50, negative: D, positive: C }
    """

  private var lines: [String] = []

  /// A file without statements.
  public init() {}

  /// The records with `end` behind each.
  public func text(end: String) -> String { lines.map { $0 + end }.joined() }

  /// Adds a statement.
  ///
  /// - Parameter opening: in hundredths.
  public mutating func add(account: String, opening: Int, _ entries: [Entry]) {
    lines.append(FixedWidthFile.cut("H" + FixedWidthFile.cut(account, 19) + FixedWidthFile.marked(opening)))
    for entry in entries {
      let day = entry.day.description.filter { $0 != "-" }
      lines.append(
        FixedWidthFile.cut("D" + day + FixedWidthFile.punched(entry.cents) + (entry.texts.first ?? "")))
      lines += entry.texts.dropFirst().map { FixedWidthFile.cut("C" + $0) }
    }
    let debits = entries.reduce(0) { $0 + max(0, -$1.cents) }
    let credits = entries.reduce(0) { $0 + max(0, $1.cents) }
    lines.append(
      FixedWidthFile.cut(
        "T" + FixedWidthFile.digits(entries.count, 6) + FixedWidthFile.digits(debits, 14)
          + FixedWidthFile.digits(credits, 14) + FixedWidthFile.marked(opening + credits - debits)))
  }

  private static func marked(_ cents: Int) -> String { digits(abs(cents), 14) + (cents < 0 ? "D" : "C") }

  private static func punched(_ cents: Int) -> String {
    let text = digits(abs(cents), 14)
    let digit = text.last.flatMap(\.wholeNumberValue) ?? 0
    return text.dropLast() + String(Array(cents < 0 ? "}JKLMNOPQR" : "{ABCDEFGHI")[digit])
  }

  private static func digits(_ number: Int, _ length: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, length - text.count)) + text
  }

  /// So many characters, with blanks behind.
  private static func cut(_ text: String, _ length: Int = 80) -> String {
    String(text.prefix(length)) + String(repeating: " ", count: max(0, length - text.count))
  }
}
