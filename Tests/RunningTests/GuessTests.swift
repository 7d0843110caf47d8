import Records
import Support
import Testing

@testable import Running

@Suite("guessing how a file is to be read")
struct GuessTests {
  @Test(
    "a date is read in the form that is given, and in no other",
    arguments: [
      ("2026-01-31", "yyyy-MM-dd", "2026-01-31"), ("31.1.26", "d.M.yy", "2026-01-31"),
      ("1/2/99", "M/d/yy", "1999-01-02"),
      ("31-JAN-2026", "dd-MMM-yyyy", "2026-01-31"), ("2026.04.19.", "yyyy.MM.dd.", "2026-04-19"),
      ("2026-01-31T23:59:59", "yyyy-MM-dd'T'HH:mm:ss", "2026-01-31"),
      (" 01/02/2026\u{A0}", "dd/MM/yyyy", "2026-02-01"),
      ("31/02/2026", "dd/MM/yyyy", nil), ("2026-01-31 24:00", "yyyy-MM-dd HH:mm", nil),
      ("1/2/2026", "dd/MM/yyyy", nil),
      ("2026-01-311", "yyyy-MM-dd", nil), ("2026-01-3", "yyyy-MM-dd", nil), ("", "yyyyMMdd", nil),
      ("1026-01-31", "yyyy-MM-dd", nil),
    ] as [(String, String, String?)])
  func dates(text: String, format: String, expected: String?) {
    #expect(GuessDates.read(text, format)?.description == expected)
  }

  @Test(
    "an amount is read under the marks that are given, with its sign and what stands beside it",
    arguments: [
      ("1,234.50", ".,", 12_345_000, nil, ""), ("-1.234,5", ",.", -12_345_000, .minus, ""),
      ("1 234,50-", ", ", -12_345_000, .trailingMinus, ""),
      ("(12.00)", ".", -120_000, .parentheses, ""), ("$ 12.00", ".", 120_000, nil, "$"),
      ("-$12.00", ".", -120_000, .minus, "$"),
      ("12.00 EUR", ".", 120_000, nil, "EUR"), ("12.00 DR", ".", -120_000, .creditDebit, ""),
      ("12.00CR", ".", 120_000, nil, ""),
      ("\u{2212}12", ".", -120_000, .minus, ""), ("+12", ".", 120_000, nil, ""),
      ("1'234", ".'", 12_340_000, nil, ""),
      ("12.3O", ".", nil, nil, ""), ("1,23.50", ".,", nil, nil, ""), ("12.3.4", ".", nil, nil, ""),
      ("--12", ".", nil, nil, ""),
      ("(-12)", ".", nil, nil, ""), ("", ".", nil, nil, ""), ("-", ".", nil, nil, ""),
      ("12.00 XQZ", ".", nil, nil, ""),
      ("123456789012345", ".", nil, nil, ""), ("1.23456", ".", nil, nil, ""),
    ] as [(String, String, Int64?, GuessAmounts.Negative?, String)])
  func amounts(text: String, marks: String, value: Int64?, negative: GuessAmounts.Negative?, beside: String) {
    let letters = Array(marks)
    let own = GuessAmounts.Marks(decimal: letters[0], group: letters.count > 1 ? letters[1] : nil)
    let amount = GuessAmounts.read(text, own)
    #expect(amount?.value == value)
    if let amount { #expect(amount.negative == negative && amount.beside == beside) }
  }

  @Test(
    "a file that is damaged in any way is asked about or refused with a hint, and what is drafted is valid")
  func hostile() throws {
    var text = "Export\r\n\r\nPosted;\"De;tails\";Money out;Money in;Balance\r\n"
    for day in 10..<28 {
      text +=
        "\(day).01.2026;\"Caf\u{E9} \"\"\(day)\"\"\";\(day % 2 == 0 ? "1.000,50;" : ";1.000,50");\(day % 2 == 0 ? "1.000,00" : "2.000,50")\r\n"
    }
    let original = Array((text + "Total;;;;\r\n").utf8)
    let settings = try GuessSettings(["constants.account_id=1", "constants.currency=EUR"])
    var drafts = 0
    for seed in 0..<150 {
      var random = SeededRandom(seed: UInt64(seed))
      var bytes = original
      for _ in 0...random.next(6) {
        let at = random.next(bytes.count)
        switch random.next(4) {
        case 0: bytes[at] = UInt8(random.next(256))
        case 1: bytes.insert(Array(";,\"'.\r\n0-()\t".utf8)[random.next(12)], at: at)
        case 2: bytes.removeSubrange(at..<min(bytes.count, at + random.next(40)))
        default: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 30)], at: random.next(bytes.count))
        }
        if bytes.isEmpty { bytes = [10] }
      }
      let folder = RunFolder()
      try folder.write(bytes, to: "a.csv")
      do throws(Fault) {
        let guess = try Guess(paths: [folder.path + "/a.csv"], settings: settings, stop: StopFlag())
        if guess.draft != nil { drafts += 1 }
        #expect((guess.draft == nil) == !guess.open.isEmpty, "seed \(seed)")
      } catch {
        #expect(error.hint != nil, "seed \(seed): \(error)")
      }
    }
    #expect(drafts > 50)
  }
}
