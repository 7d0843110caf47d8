import Components
import Records

/// How the amounts of a source are written: the options under `amount`.
struct AmountStyle: Sendable {
  /// The forms of negative amounts, as a set.
  struct Negatives: OptionSet, Sendable {
    let rawValue: UInt8

    static let minus = Negatives(rawValue: 1)
    static let trailingMinus = Negatives(rawValue: 2)
    static let parentheses = Negatives(rawValue: 4)
    static let crDr = Negatives(rawValue: 8)

    /// As the option writes them.
    static let names: KeyValuePairs<String, Negatives> = [
      "minus": .minus, "trailing_minus": .trailingMinus, "parentheses": .parentheses, "cr_dr": .crDr,
    ]
  }

  enum Grouping: String, CaseIterable {
    case thousands, indian
  }

  /// Where the decimal point lies in amounts without a mark.
  enum Implied: Sendable, Equatable {
    case places(Int)
    /// As many as the currency has.
    case minor
  }

  enum Empty: String, CaseIterable {
    case null, zero, reject
  }

  /// A text beside the number that is taken off.
  struct CurrencySign: Sendable {
    var bytes: [UInt8]
    /// Set when the text is an ISO 4217 code: then it must be the currency of the row.
    var currency: Currency?
    var isLetters: Bool
  }

  var decimalMark: UInt32 = 0x2E
  /// Marks as `kind(of:)` gives them.
  var groupMarks: [UInt32] = []
  var grouping = Grouping.thousands
  var negatives: Negatives = .minus
  /// Longest first.
  var currencySigns: [CurrencySign] = []
  var implied: Implied?
  var allowsTrailingZeros = false
  var empty = Empty.null
  /// A number without a word or column that says otherwise is money out.
  var isMoneyOut = false
  /// Of the contract: a ledger's debits are positive.
  var debitIsPositive = false

  static let options: [OptionSpec] = [
    OptionSpec(
      "decimal_mark", .character, default: "\".\"", doc: "Stands before the decimals.", example: "\",\""),
    OptionSpec(
      "group_mark", .oneOrMore(.character),
      doc: """
        Stands between groups of digits; none unless given. A space stands for every kind of space (U+00A0, \
        U+202F…), an apostrophe also for U+2019. One number uses one mark, and groups must be well formed.
        """, example: "[\",\", space]"),
    OptionSpec(
      "grouping", .choice(Grouping.allCases.map(\.rawValue)), default: "thousands",
      doc: "Groups of three, or Indian groups: the last of three, the others of two (12,34,567.00).",
      example: "indian"),
    OptionSpec(
      "negative", .oneOrMore(.choice(Negatives.names.map(\.key))), default: "[minus]",
      doc: """
        How amounts say that they are negative: `-1.00`, `1.00-`, `(1.00)`, or the words CR and DR before or \
        after the number (DR is negative, in a ledger's contract CR). A form that is not listed is refused. U+2212 and dashes are minus \
        signs.
        """, example: "[minus, parentheses]"),
    OptionSpec(
      "positive", .choice(["money_in", "money_out"]), default: "money_in",
      doc: """
        What a number without a minus means. `money_out` is for card files that show purchases as positive: \
        it turns the sign of the contract's footing amount, and of no other field.
        """, example: "money_out"),
    OptionSpec(
      "currency_sign", .oneOrMore(.text),
      doc:
        "Texts taken off beside the number. An ISO 4217 code among them must be the currency of the record.",
      example: "[\"$\", USD]"),
    OptionSpec(
      "implied_decimals", .choice(["minor", "0", "1", "2", "3", "4", "5", "6"]),
      doc: """
        For amounts without a decimal mark, where 123456 is 1,234.56: how many of the last digits are decimals; \
        `minor` is as many as the currency has. A decimal mark in the data is then refused. Without this option \
        such an amount is a whole number, which nothing in it contradicts: compare a total.
        """, example: "minor"),
    OptionSpec(
      "trailing_zeros", .choice(["reject", "allow"]), default: "reject",
      doc:
        "Whether zeros beyond the decimals of the currency (7.5000 USD) are taken as written for the width.",
      example: "allow"),
    OptionSpec(
      "debit", .fieldName,
      doc: """
        The column of debits, where they and the credits stand in two columns; goes with `credit`. A debit is \
        money out, and negative; in a ledger's contract (journal_line) it is positive. Both columns end here, in the amount.
        """,
      example: "withdrawals"),
    OptionSpec(
      "credit", .fieldName, doc: "The column of credits, where there are two; goes with `debit`.",
      example: "deposits"),
    OptionSpec(
      "debit_sign", .choice(["positive", "as_is"]), default: "positive",
      doc: """
        Whether both columns are written without a sign (`positive`: a signed number is refused), or the \
        one that counts negative says so already (`as_is`: the numbers are taken as signed).
        """, example: "as_is"),
    OptionSpec(
      "direction", .group(AmountDirection.options),
      doc:
        "A column with a word that says whether the amount, written without a sign, is a debit or a credit.",
      example: "{ field: dc, debit: [D], credit: [C, K] }"),
    OptionSpec(
      "empty_as", .choice(Empty.allCases.map(\.rawValue)), default: "null",
      doc: """
        What an empty amount is: no value, zero, or a reason to refuse the record. Of the contract's footing \
        amount and of no other field: an empty running balance is not a balance of zero.
        """, example: "zero"),
  ]

  init() {}

  init(_ options: Options, complaints: inout [Complaint]) {
    if let mark = options.text("decimal_mark")?.unicodeScalars.first {
      decimalMark = AmountStyle.kind(of: mark.value)
      check(mark, at: options.place(of: "decimal_mark"), &complaints)
    }
    for value in options.list("group_mark") {
      guard let mark = value.text.unicodeScalars.first else { continue }
      groupMarks.append(AmountStyle.kind(of: mark.value))
      check(mark, at: value.place, &complaints)
    }
    implied = options.text("implied_decimals").map { Int($0).map { .places($0) } ?? .minor }
    if groupMarks.contains(decimalMark), implied == nil {
      complaints.append(
        Complaint(
          "mark-not-usable", at: options.place(of: "group_mark"), "the group mark is the decimal mark",
          hint: "Set `decimal_mark` and `group_mark` to two different characters."))
    }
    grouping = options.text("grouping").flatMap(Grouping.init(rawValue:)) ?? .thousands
    if options["negative"] != nil {
      let listed = options.list("negative").map(\.text)
      negatives = Negatives(Negatives.names.filter { listed.contains($0.key) }.map(\.value))
    }
    for value in options.list("currency_sign") { add(sign: value.text) }
    currencySigns.sort { $0.bytes.count > $1.bytes.count }
    allowsTrailingZeros = options.text("trailing_zeros") == "allow"
    empty = options.text("empty_as").flatMap(Empty.init(rawValue:)) ?? .null
    isMoneyOut = options.text("positive") == "money_out"
  }

  /// The scalar that stands for a mark: one for all spaces, one for both apostrophes.
  static func kind(of scalar: UInt32) -> UInt32 {
    if Blanks.isBlank(scalar) { return 0x20 }
    return scalar == 0x2019 ? 0x27 : scalar
  }

  private mutating func add(sign text: String) {
    let bytes = NormalForm.bytes(of: text)
    let range = Blanks.trim(bytes.span, 0..<bytes.count)
    guard !range.isEmpty else { return }
    let code = Currency(text).flatMap { $0.minorUnits == nil ? nil : $0 }
    currencySigns.append(
      CurrencySign(
        bytes: Array(bytes[range]), currency: code, isLetters: bytes[range].allSatisfy(AmountStyle.isLetter)))
  }

  static func isLetter(_ byte: UInt8) -> Bool { byte & 0xDF >= 65 && byte & 0xDF <= 90 }

  private func check(_ mark: Unicode.Scalar, at place: Place, _ complaints: inout [Complaint]) {
    let isDigit = (48...57).contains(mark.value)
    let isLetter = mark.isASCII && AmountStyle.isLetter(UInt8(truncatingIfNeeded: mark.value))
    let isBlankDecimal = decimalMark == 0x20 && AmountStyle.kind(of: mark.value) == 0x20
    guard
      isDigit || isLetter || isBlankDecimal || AmountAffixes.isMinus(mark.value)
        || "+()".unicodeScalars.contains(mark)
    else { return }
    complaints.append(
      Complaint(
        "mark-not-usable", at: place, "\(quoted(String(mark))) cannot be a mark within a number",
        hint: "Marks are characters such as a full stop, a comma, a space or an apostrophe."))
  }
}
