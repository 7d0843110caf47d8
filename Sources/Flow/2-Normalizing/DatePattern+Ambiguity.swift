extension DatePattern {
  /// One byte of a text that fits the pattern, and what it means.
  private struct Atom {
    enum Kind: Equatable {
      case digit, letter
      case byte(UInt8)
      /// Any one of these.
      case mark(String)
    }

    var kind: Kind
    /// What the byte is part of: two patterns that give a byte different roles read it differently.
    var role: String
    var isOptional = false
  }

  /// True when some text fits both patterns and they read it differently, as `dd/MM/yyyy` and `MM/dd/yyyy`
  /// do.
  ///
  /// Walks both patterns at once over all texts that fit; on the careful side, as it does not look at which
  /// numbers a month or a day can be.
  func isAmbiguous(with other: DatePattern) -> Bool {
    variants.contains { a in other.variants.contains { b in DatePattern.differ(a, b) } }
  }

  private static func differ(_ a: [Atom], _ b: [Atom]) -> Bool {
    var seen: Set<[Int]> = []
    var open: [(i: Int, j: Int, differs: Bool)] = [(0, 0, false)]
    while let (i, j, differs) = open.popLast() {
      guard seen.insert([i, j, differs ? 1 : 0]).inserted else { continue }
      if i == a.count, j == b.count, differs { return true }
      if i < a.count, a[i].isOptional { open.append((i + 1, j, differs)) }
      if j < b.count, b[j].isOptional { open.append((i, j + 1, differs)) }
      if i < a.count, j < b.count, DatePattern.meet(a[i].kind, b[j].kind) {
        open.append((i + 1, j + 1, differs || a[i].role != b[j].role))
      }
    }
    return false
  }

  private static func meet(_ a: Atom.Kind, _ b: Atom.Kind) -> Bool {
    switch (a, b) {
    case (.byte(let byte), .digit), (.digit, .byte(let byte)): byte >= 48 && byte <= 57
    case (.byte(let byte), .letter), (.letter, .byte(let byte)): AmountStyle.isLetter(byte)
    case (.byte(let byte), .mark(let marks)), (.mark(let marks), .byte(let byte)): marks.utf8.contains(byte)
    default: a == b
    }
  }

  /// The forms a text of the pattern may have, apart from digits and letters that may be missing.
  private var variants: [[Atom]] {
    var variants: [[Atom]] = [[]]
    for element in elements {
      let forms = DatePattern.forms(of: element)
      variants = variants.flatMap { variant in forms.map { variant + $0 } }
    }
    return variants
  }

  private static func forms(of element: Element) -> [[Atom]] {
    func digits(_ role: String, _ least: Int, _ most: Int) -> [Atom] {
      (0..<most).map { Atom(kind: .digit, role: role, isOptional: $0 >= least) }
    }
    switch element {
    case .number(let part, let least, let most):
      let number = digits("\(part)", least, most)
      guard part == .second else { return [number] }
      return [number, number + [Atom(kind: .mark(".,"), role: "mark")] + digits("fraction", 1, 9)]
    case .monthName(let isFull):
      return [(0..<(isFull ? 9 : 4)).map { Atom(kind: .letter, role: "name", isOptional: $0 >= 3) }]
    case .fraction(let count): return [digits("fraction", count, count)]
    case .halfDay: return [[Atom(kind: .letter, role: "half"), Atom(kind: .letter, role: "half")]]
    case .offset:
      let hours = [Atom(kind: .mark("+-"), role: "offset")] + digits("offset", 2, 2)
      let colon = Atom(kind: .byte(UInt8(ascii: ":")), role: "offset", isOptional: true)
      return [
        [Atom(kind: .byte(UInt8(ascii: "Z")), role: "offset")], hours,
        hours + [colon] + digits("offset", 2, 2),
      ]
    case .literal(let bytes):
      let marks = [UInt8(ascii: "."), UInt8(ascii: ",")]
      return [bytes.map { Atom(kind: .byte($0), role: marks.contains($0) ? "mark" : "literal") }]
    }
  }
}
