import Support

/// The text of a pipeline that a test runs, with what matters to the test in sight.
struct BankPipeline {
  var name = "bank"
  var read = "glob: \"inbox/*\""
  var formats = BankPipeline.csvFormat
  var normalize: String? = "{ dates: { format: yyyy-MM-dd } }"
  var cutOff: String?
  var dedup: String? = "{ key: [account_id, external_id], keep: last }"
  var map: String?
  var load = "{ path: books/books.db, table: entries, provenance: true }"
  var checkpoints: String?
  var budget: String?
  var prove: String?
  var expect: String?

  static let csvFormat = """
    { csv: { columns: { Ref: external_id, Account: account_id, Day: booking_date, Amount: amount, Currency: currency,
      Text: description, Category: category } } }
    """
  static let csvHeader = ["Ref", "Account", "Day", "Amount", "Currency", "Text", "Category"]
  static let lookup =
    "{ gl_account: { lookup: accounts.csv, by: { category: category }, on_missing: reject } }"
  static let lookupText = csv([
    ["category", "gl_account"], ["fee", "6010"], ["rent", "6020"], ["sale", "4000"],
  ])

  var text: String {
    var lines = ["pipeline: \(name)", "contract: bank_transaction/1"]
    if let checkpoints { lines.append("checkpoints: \(checkpoints)") }
    lines += ["stages:", "  - read: { \(read), formats: [\(formats)] }"]
    if let normalize { lines.append("  - normalize: \(normalize)") }
    if let cutOff { lines.append("  - cut_off: \(cutOff)") }
    if let dedup { lines.append("  - dedup: \(dedup)") }
    if let map { lines.append("  - map: \(map)") }
    lines.append("  - load: { sqlite: \(load) }")
    if let budget { lines.append("on_reject: { continue_up_to: \(budget) }") }
    if let prove { lines.append("prove: \(prove)") }
    if let expect { lines.append("expect: \(expect)") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Seeded payments as a CSV file.
  ///
  /// - Parameters:
  ///   - references: numbers of the bank references, in random order, about one in fifty twice.
  ///   - flaws: one in so many rows has an amount that is none, and one in as many a category that nobody mapped;
  ///     0 for none.
  static func payments(_ references: Range<Int>, seed: UInt64, flaws: Int = 0) -> String {
    var random = SeededRandom(seed: seed)
    var numbers = Array(references)
    for at in stride(from: 0, to: numbers.count, by: 50) { numbers.append(numbers[at]) }
    numbers.shuffle(using: &random)
    var text = csvHeader.joined(separator: ",") + "\n"
    for number in numbers {
      let minor = random.next(2_000_000) - 1_000_000
      let size = minor.magnitude
      var amount = "\(minor < 0 ? "-" : "")\(size / 100).\(size % 100 / 10)\(size % 10)"
      var category = ["fee", "rent", "sale"][random.next(3)]
      if flaws > 0, random.next(flaws) == 0 { amount = "12.3O0" }
      if flaws > 0, random.next(flaws) == 0 { category = "unknown" }
      let day = 1 + random.next(28)
      text += "R\(number),A\(number % 7),2026-0\(1 + number % 9)-\(day < 10 ? "0" : "")\(day),\(amount),"
      text += "\(number % 3 == 0 ? "EUR" : "USD"),payment \(random.next(1000)) of the month,\(category)\n"
    }
    return text
  }
}

extension BankPipeline {
  /// A file of payments written out: `R1 A1 2026-01-31 12.30 USD`, then text and category where they matter.
  static func rows(_ lines: String...) -> String { rows(lines) }

  static func rows(_ lines: [String]) -> String {
    csv(
      [csvHeader]
        + lines.map { line in
          let cells = line.split(separator: " ").map(String.init)
          return cells + ["payment", "fee"].suffix(csvHeader.count - cells.count)
        })
  }
}
