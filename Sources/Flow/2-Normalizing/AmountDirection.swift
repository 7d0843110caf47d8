import Components
import Records

/// A column of words that say which way the amounts beside it go.
struct AmountDirection: Sendable {
  /// The side of the account an amount is on.
  enum Way: Sendable {
    case debit, credit
  }

  let field: String
  private let words: WordTable
  private let debitCount: Int

  static let options: [OptionSpec] = [
    OptionSpec("field", .fieldName, required: true, doc: "The column that holds the word.", example: "dc"),
    OptionSpec(
      "debit", .oneOrMore(.text), required: true,
      doc: "Words for debits, in either case; the empty text stands for no word.", example: "[D, DBIT]"),
    OptionSpec(
      "credit", .oneOrMore(.text), required: true,
      doc: "Words for credits, in either case; the empty text stands for no word.", example: "[C, CRDT]"),
  ]

  init(_ options: Options, complaints: inout [Complaint]) {
    field = options.text("field") ?? ""
    let debit = options.list("debit").map(\.text)
    let credit = options.list("credit").map(\.text)
    let known = WordTable(debit, ignoringCase: true)
    for word in credit where known.contains(word) {
      complaints.append(
        Complaint(
          "direction-words-overlap", at: options.place(of: "credit"),
          "\(quoted(word)) is a word for debit and for credit", hint: "Keep it on one side."))
    }
    words = WordTable(debit + credit, ignoringCase: true)
    debitCount = debit.count
  }

  /// Nil when the word is not known.
  func way(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Way? {
    words.tag(of: bytes, range).map { $0 < debitCount ? .debit : .credit }
  }

  // MARK: Reasons

  func refusal(of value: String?) -> Refusal {
    let known = words.texts.map { $0.isEmpty ? "\"\"" : $0 }
    guard let value else {
      return Refusal(
        "direction-missing", "the record does not say whether its amount is money in or out",
        hint: "If no word has a meaning of its own, list \"\" under `direction: debit` or `credit`.")
    }
    return Refusal(
      "direction-unknown", "\(quoted(value)) is not a word for debit or credit",
      hint: nearestHint(to: value, among: known) + " Add it under `amount: direction`.")
  }
}
