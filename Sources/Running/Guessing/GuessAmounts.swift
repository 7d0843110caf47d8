import Records

/// How the amounts of a file are written.
enum GuessAmounts {
  /// The marks of a number.
  struct Marks: Equatable {
    var decimal: Character
    var group: Character?
  }

  /// One amount, read.
  struct Amount {
    /// In ten-thousandths.
    var value: Int64
    var negative: Negative?
    /// What stands beside the number: `€`, `EUR`.
    var beside = ""
    var decimals = 0
    var hasGroup = false
  }

  /// Forms of the option `negative`.
  enum Negative: String, CaseIterable {
    case minus, trailingMinus = "trailing_minus", parentheses, creditDebit = "cr_dr"
  }

  private static let all: [Marks] = [
    Marks(decimal: "."), Marks(decimal: ","), Marks(decimal: ".", group: ","),
    Marks(decimal: ",", group: "."),
    Marks(decimal: ".", group: " "), Marks(decimal: ",", group: " "), Marks(decimal: ".", group: "'"),
    Marks(decimal: ",", group: "'"),
  ]
  private static let minuses: [Character] = ["-", "\u{2212}", "\u{2013}"]

  /// Whether a text is a number under any marks.
  static func isNumber(_ text: String) -> Bool { all.contains { read(text, $0) != nil } }

  /// The marks under which all these texts are amounts of a currency with so many decimals.
  static func marks(of texts: [String], decimals: Int) -> [Marks] {
    all.filter { marks in
      var usesGroup = false
      for text in texts {
        guard let amount = read(text, marks), amount.decimals <= decimals else { return false }
        if amount.hasGroup { usesGroup = true }
      }
      return usesGroup || marks.group == nil
    }
  }

  /// Reads an amount; nil when it is none.
  static func read(_ text: String, _ marks: Marks) -> Amount? {
    var rest = text.trimmedBlanks[...]
    var amount = Amount(value: 0)
    if rest.hasPrefix("("), rest.hasSuffix(")") {
      amount.negative = .parentheses
      rest = rest.dropFirst().dropLast()
    }
    guard takeBeside(&rest, &amount), let (whole, fraction) = split(rest, marks, &amount) else { return nil }
    amount.decimals = fraction.count
    guard fraction.count <= 4, whole.count <= 14, var value = Int64(whole + fraction) else { return nil }
    for _ in fraction.count..<4 { value *= 10 }
    amount.value = amount.negative == nil ? value : -value
    return amount
  }

  /// Takes signs, words for debit and credit, and a currency off both ends.
  private static func takeBeside(_ rest: inout Substring, _ amount: inout Amount) -> Bool {
    var signs = amount.negative == nil ? 0 : 1
    while let first = rest.first, !first.isASCIIDigit {
      if minuses.contains(first) || first == "+" {
        signs += 1
        if first != "+" { amount.negative = .minus }
        rest.removeFirst()
      } else if first.isWhitespace {
        rest.removeFirst()
      } else if first.isLetter || first.isCurrencySymbol {
        amount.beside.append(first)
        rest.removeFirst()
      } else {
        return false
      }
    }
    var tail = ""
    while let last = rest.last, !last.isASCIIDigit {
      if minuses.contains(last) || last == "+" {
        signs += 1
        if last != "+" { amount.negative = .trailingMinus }
      } else if last.isLetter || last.isCurrencySymbol {
        tail = String(last) + tail
      } else if !last.isWhitespace {
        return false
      }
      rest.removeLast()
    }
    amount.beside += tail
    if ["CR", "DR"].contains(amount.beside.uppercased()) {
      signs += 1
      if amount.beside.uppercased() == "DR" { amount.negative = .creditDebit }
      amount.beside = ""
    }
    return signs <= 1 && !rest.isEmpty && isCurrency(amount.beside)
  }

  /// Whether a text beside a number is nothing, a sign of a currency, or its code: a letter that has slipped in is none.
  private static func isCurrency(_ text: String) -> Bool {
    text.isEmpty || text.count <= 3 && text.last?.isCurrencySymbol == true
      || ["kr", "zł", "Kč", "Fr", "Ft", "lei"].contains(text) || Currency(text)?.minorUnits != nil
  }

  /// The digits before and behind the decimal mark.
  private static func split(_ text: Substring, _ marks: Marks, _ amount: inout Amount) -> (String, String)? {
    let parts = text.split(separator: marks.decimal, omittingEmptySubsequences: false)
    guard parts.count <= 2 else { return nil }
    let fraction = parts.count == 2 ? String(parts[1]) : ""
    guard fraction.allSatisfy(\.isASCIIDigit) else { return nil }
    let groups = parts[0].split(omittingEmptySubsequences: false) { isGroup($0, marks) }
    guard groups.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }) else { return nil }
    if groups.count > 1 {
      guard groups[0].count <= 3, groups.dropFirst().allSatisfy({ $0.count == 3 }) else { return nil }
      amount.hasGroup = true
    }
    return (groups.joined(), fraction)
  }

  private static func isGroup(_ character: Character, _ marks: Marks) -> Bool {
    switch marks.group {
    case " ": character.isWhitespace
    case "'": character == "'" || character == "\u{2019}"
    default: character == marks.group
    }
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
