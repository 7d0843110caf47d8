import Components
import Records

/// What is wrong with one amount.
enum AmountFlaw: Equatable {
  case notANumber
  case groupMalformed
  case tooManyDecimals(written: Int, allowed: Int, isZeros: Bool)
  case tooLarge
  case signTwice
  case signNotExpected(AmountAffixes.Sign, isUnsigned: Bool)
  case currencyDiffers(stated: Currency, row: Currency)

  static let reasons: [ReasonSpec] = [
    ReasonSpec("amount-not-a-number", "The amount holds something that is not part of a number."),
    ReasonSpec("amount-group-malformed", "The groups of digits are not of the length that the grouping has."),
    ReasonSpec("amount-too-many-decimals", "The amount has more decimals than its currency or its field."),
    ReasonSpec("amount-too-large", "The amount does not fit 64 bits at the scale of its field."),
    ReasonSpec("amount-sign-twice", "The amount carries two signs, such as a minus within parentheses."),
    ReasonSpec(
      "amount-sign-not-expected", "The amount carries a sign in a form that `negative` does not list."),
    ReasonSpec("amount-currency-differs", "The amount names another currency than its record."),
  ]

  func refusal(of value: String, style: AmountStyle, currency: Currency) -> Refusal {
    let shown = quoted(value)
    switch self {
    case .notANumber:
      return Refusal("amount-not-a-number", "\(shown) is not a number", hint: hintForNoNumber(value, style))
    case .groupMalformed:
      return Refusal(
        "amount-group-malformed", "the groups of digits in \(shown) are not well formed",
        hint: """
          Digits stand in groups of three\(style.grouping == .indian ? ", before that of two" : ""); a mark \
          in another place may be a decimal mark: see `amount: decimal_mark`, `group_mark` and `grouping`.
          """)
    case .tooManyDecimals(let written, let allowed, let isZeros):
      return Refusal(
        "amount-too-many-decimals",
        "\(shown) has \(written) decimals, \(allowed) \(allowed == 1 ? "is" : "are") allowed",
        hint: style.implied == nil
          ? hintForDecimals(currency, allowed, isZeros)
          : "`amount: implied_decimals` says how many of the last digits are decimals: set it to \(allowed), or to minor."
      )
    case .tooLarge:
      return Refusal(
        "amount-too-large", "\(shown) is larger than an amount can be",
        hint: "Check the column: account numbers and references look like such numbers."
          + (style.implied == nil
            ? " If the last digits are decimals written without a mark, set `amount: implied_decimals`." : "")
      )
    case .signTwice:
      return Refusal(
        "amount-sign-twice", "\(shown) carries more than one sign",
        hint: "Ask the sender which sign holds, and correct the record.")
    case .signNotExpected(let sign, let isUnsigned):
      return unexpected(sign, isUnsigned: isUnsigned, shown)
    case .currencyDiffers(let stated, let row):
      return Refusal(
        "amount-currency-differs", "\(shown) is in \(stated), the record is in \(row)",
        hint: "Take the amount in the currency of the account, or correct the currency of the record.")
    }
  }

  private func unexpected(_ sign: AmountAffixes.Sign, isUnsigned: Bool, _ shown: String) -> Refusal {
    if isUnsigned {
      return Refusal(
        "amount-sign-not-expected", "\(shown) carries a sign where another column says the direction",
        hint: "If the numbers are signed already, set `debit_sign: as_is`, or leave out `direction`.")
    }
    let (form, option) =
      switch sign {
      case .plus, .minus: ("a leading minus", "minus")
      case .trailingMinus: ("a trailing minus", "trailing_minus")
      case .parentheses: ("parentheses", "parentheses")
      case .credit, .debit: ("CR or DR", "cr_dr")
      }
    return Refusal(
      "amount-sign-not-expected", "\(shown) carries \(form)",
      hint: "If that is how this source writes amounts, add \(option) to `amount: negative`.")
  }

  private func hintForNoNumber(_ value: String, _ style: AmountStyle) -> String {
    if style.implied != nil, value.contains(".") || value.contains(",") {
      return """
        This amount has a mark, and `amount: implied_decimals` takes the last digits of amounts without one for \
        decimals. If the data has a decimal mark, leave `implied_decimals` out and set `decimal_mark`; if the mark \
        stands between groups of digits, set `group_mark`.
        """
    }
    if value.contains(where: \.isNumber),
      value.contains(where: { $0 == "O" || $0 == "o" || $0 == "l" || $0 == "I" })
    {
      return "The letters O and l are common slips for 0 and 1; correct the record."
    }
    if value.contains(where: \.isCurrencySymbol) {
      return "List the currency sign under `amount: currency_sign` if it belongs there."
    }
    if value.contains(where: \.isNumber) {
      return
        "Compare the marks with `amount: decimal_mark` and `group_mark`, and correct the one or the other."
    }
    return
      "If this text means \"no value\", list it under `null_values` of the field; else correct the record."
  }

  private func hintForDecimals(_ currency: Currency, _ allowed: Int, _ isZeros: Bool) -> String {
    let owner = currency.minorUnits == nil ? "The field" : "\(currency)"
    let fact = "\(owner) has \(counted(allowed, "decimal"))"
    if isZeros {
      return "\(fact); if the zeros stand for the width alone, set `amount: trailing_zeros: allow`."
    }
    return
      "\(fact); if the mark stands between groups of digits, set `amount: decimal_mark` and `group_mark`."
  }
}
