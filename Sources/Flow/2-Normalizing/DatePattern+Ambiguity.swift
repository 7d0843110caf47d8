extension DatePattern {
  /// One byte of a text that fits the pattern, and what it means.
  private struct Atom {
    enum Kind: Equatable {
      case digit, letter
      case byte(UInt8)
    }

    var kind: Kind
    /// What the byte is part of: two patterns that give a byte different roles read it differently.
    var role: String
    var isOptional = false
  }

  /// True when some text fits both patterns and they read it differently, as `dd/MM/yyyy` and `MM/dd/yyyy` do.
  ///
  /// Walks both patterns at once over all texts that fit; on the careful side, as it does not look at which numbers a
  /// month or a day can be.
  func isAmbiguous(with other: DatePattern) -> Bool {
    let a = atoms
    let b = other.atoms
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
    default: a == b
    }
  }

  private var atoms: [Atom] {
    var atoms: [Atom] = []
    for element in elements {
      switch element {
      case .number(let part, let least, let most):
        for place in 0..<most { atoms.append(Atom(kind: .digit, role: "\(part)", isOptional: place >= least)) }
        if part == .second {
          for mark in [UInt8(ascii: "."), UInt8(ascii: ",")] {
            atoms.append(Atom(kind: .byte(mark), role: "mark", isOptional: true))
          }
          for _ in 0..<9 { atoms.append(Atom(kind: .digit, role: "fraction", isOptional: true)) }
        }
      case .monthName(let isFull):
        for place in 0..<(isFull ? 9 : 4) { atoms.append(Atom(kind: .letter, role: "name", isOptional: place >= 3)) }
      case .fraction(let count):
        for _ in 0..<count { atoms.append(Atom(kind: .digit, role: "fraction")) }
      case .halfDay:
        atoms += [Atom(kind: .letter, role: "half"), Atom(kind: .letter, role: "half")]
      case .offset:
        for mark in [UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-")] {
          atoms.append(Atom(kind: .byte(mark), role: "offset", isOptional: true))
        }
        for _ in 0..<2 { atoms.append(Atom(kind: .digit, role: "offset", isOptional: true)) }
        atoms.append(Atom(kind: .byte(UInt8(ascii: ":")), role: "offset", isOptional: true))
        for _ in 0..<2 { atoms.append(Atom(kind: .digit, role: "offset", isOptional: true)) }
      case .literal(let bytes):
        for byte in bytes {
          let isMark = byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",")
          atoms.append(Atom(kind: .byte(byte), role: isMark ? "mark" : "literal"))
        }
      }
    }
    return atoms
  }
}
