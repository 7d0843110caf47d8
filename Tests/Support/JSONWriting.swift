/// A value of JSON, written as a person or a program might.
public indirect enum JSONValue {
  case text(String)
  /// As it is written.
  case number(String)
  case flag(Bool)
  case null
  case list([JSONValue])
  /// In this order.
  case object([(String, JSONValue)])

  /// The text of a value, with blanks and escapes where chance has them.
  ///
  /// - Parameter lineEnds: whether blanks may be line ends.
  public func written(_ random: inout SeededRandom, lineEnds: Bool) -> String {
    func blank() -> String {
      guard random.next(4) == 0 else { return "" }
      return lineEnds ? [" ", "\n", "\t", "\r\n  "][random.next(4)] : " "
    }
    func joined(_ members: [String], _ open: String, _ close: String) -> String {
      open + blank() + members.map { blank() + $0 + blank() }.joined(separator: ",") + close
    }
    switch self {
    case .text(let text): return JSONValue.quoted(text, &random)
    case .number(let text): return text
    case .flag(let flag): return flag ? "true" : "false"
    case .null: return "null"
    case .list(let values):
      return joined(values.map { $0.written(&random, lineEnds: lineEnds) }, "[", "]")
    case .object(let members):
      var written: [String] = []
      for (name, value) in members {
        written.append(
          JSONValue.quoted(name, &random) + ":" + value.written(&random, lineEnds: lineEnds))
      }
      return joined(written, "{", "}")
    }
  }

  private static func quoted(_ text: String, _ random: inout SeededRandom) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      let short: [Unicode.Scalar: String] = [
        "\"": "\\\"", "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\u{8}": "\\b", "\u{c}": "\\f",
      ]
      if let escape = short[scalar] {
        result += escape
      } else if scalar.value < 32 || random.next(8) == 0 {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16, uppercase: random.next(2) == 0)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
