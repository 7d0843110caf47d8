/// Random numbers that are the same in every run: splitmix64.
public struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// The same seed gives the same numbers.
  public init(seed: UInt64) { state = seed }

  /// 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// 0 ..< bound.
  public mutating func next(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// One of the range.
  public mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// As many letters of these.
  public mutating func word(_ letters: String, _ length: ClosedRange<Int>) -> String {
    let letters = Array(letters)
    return String((0..<number(length)).map { _ in letters[number(0...letters.count - 1)] })
  }

  /// As many letters of these with blanks between them, each alone and none at an end.
  public mutating func phrase(_ letters: String, _ length: ClosedRange<Int>) -> String {
    let letters = Array(letters)
    var text = ""
    let count = number(length)
    while text.count < count {
      let isBlank = number(0...7) == 0 && !text.isEmpty && text.count + 1 < count && text.last != " "
      text.append(isBlank ? " " : letters[number(0...letters.count - 1)])
    }
    return text
  }
}
