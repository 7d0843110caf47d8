/// A record of entries while it is read: its lines as they stand in the block, without their first letter.
struct QIFRecord {
  /// A part of an entry that is split.
  struct Part {
    var category: Range<Int>
    var memo = 0..<0
    var amount = 0..<0
  }

  var start = 0
  var line: Int32 = 1
  /// Behind its last line that says something.
  var end = 0
  var hasLines = false
  var day = 0..<0
  /// `T`, else `U`.
  var amount = 0..<0
  /// `U`, where there is a `T` too.
  var otherAmount = 0..<0
  var number = 0..<0
  var payee = 0..<0
  var memo = 0..<0
  var category = 0..<0
  /// Of a trade: `Y`, and `$` outside of parts.
  var security = 0..<0
  var transferred = 0..<0
  var parts: [Part] = []
  /// It has two `T` or two `U`.
  var isContradicted = false
  /// The letter of its last line.
  var lastLetter: UInt8 = 0
  /// A `T` was met, a `U` was met.
  private var hasTotal = false
  private var hasUnsigned = false

  mutating func begin(at start: Int, line: Int32) {
    var parts: [Part] = []
    swap(&parts, &self.parts)
    parts.removeAll(keepingCapacity: true)
    self = QIFRecord()
    self.parts = parts
    self.start = start
    self.line = line
  }

  /// Takes a line that is not empty; the first of a kind stays.
  mutating func take(_ bytes: Span<UInt8>, _ whole: Range<Int>) {
    let text = bytes.trimmed(whole.lowerBound + 1..<whole.upperBound)
    hasLines = true
    end = whole.upperBound
    lastLetter = bytes[whole.lowerBound]
    switch lastLetter {
    case UInt8(ascii: "D") where day.isEmpty: day = text
    case UInt8(ascii: "T"):
      if hasTotal { isContradicted = true } else if hasUnsigned { (otherAmount, amount) = (amount, text) }
      if !hasTotal { amount = text }
      hasTotal = true
    case UInt8(ascii: "U"):
      if hasUnsigned { isContradicted = true } else if hasTotal { otherAmount = text } else { amount = text }
      hasUnsigned = true
    case UInt8(ascii: "N") where number.isEmpty: number = text
    case UInt8(ascii: "P") where payee.isEmpty: payee = text
    case UInt8(ascii: "M") where memo.isEmpty: memo = text
    case UInt8(ascii: "L") where category.isEmpty: category = text
    case UInt8(ascii: "S"): parts.append(Part(category: text))
    case UInt8(ascii: "E") where !parts.isEmpty: parts[parts.count - 1].memo = text
    case UInt8(ascii: "$") where !parts.isEmpty: parts[parts.count - 1].amount = text
    case UInt8(ascii: "$") where transferred.isEmpty: transferred = text
    case UInt8(ascii: "Y") where security.isEmpty: security = text
    default: break
    }
  }
}
