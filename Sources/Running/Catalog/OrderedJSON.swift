import Records

/// JSON whose members keep their order, so that the same value is the same text.
///
/// Standard: RFC 8259.
indirect enum OrderedJSON: Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  case string(String)
  case array([OrderedJSON])
  case object([Member])

  struct Member: Equatable {
    var name: String
    var value: OrderedJSON
  }

  static func object(_ members: [(String, OrderedJSON)]) -> OrderedJSON {
    .object(members.map { Member(name: $0.0, value: $0.1) })
  }

  static func strings(_ texts: [String]) -> OrderedJSON { .array(texts.map { .string($0) }) }

  /// The text: on one line, or with two spaces a level.
  func text(isIndented: Bool = false) -> String {
    var text = ""
    write(to: &text, isIndented ? "\n" : nil)
    return text
  }

  /// - Parameter lineBreak: line end and indentation of the value's own line; nil for everything on one line.
  private func write(to text: inout String, _ lineBreak: String?) {
    switch self {
    case .null: text += "null"
    case .bool(let flag): text += flag ? "true" : "false"
    case .integer(let number): text += String(number)
    case .string(let string): text.appendJSON(string)
    case .array(let members):
      OrderedJSON.write(members, "[", "]", to: &text, lineBreak) { $0.write(to: &$1, $2) }
    case .object(let members):
      OrderedJSON.write(members, "{", "}", to: &text, lineBreak) { member, text, inner in
        text.appendJSON(member.name)
        text += lineBreak == nil ? ":" : ": "
        member.value.write(to: &text, inner)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], _ open: String, _ close: String, to text: inout String, _ lineBreak: String?,
    _ each: (Element, inout String, String?) -> Void
  ) {
    text += open
    let inner = lineBreak.map { $0 + "  " }
    for (at, element) in elements.enumerated() {
      if at > 0 { text += "," }
      text += inner ?? ""
      each(element, &text, inner)
    }
    if !elements.isEmpty { text += lineBreak ?? "" }
    text += close
  }
}
