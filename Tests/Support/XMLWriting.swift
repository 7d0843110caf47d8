/// An element of XML, written as a program might.
public struct XMLElement {
  /// Without a prefix.
  public var name: String
  /// Names and values.
  public var attributes: [(String, String)]
  /// Before the children.
  public var text: String
  /// In their order.
  public var children: [XMLElement]

  /// An element with all it holds.
  public init(
    _ name: String, attributes: [(String, String)] = [], text: String = "", _ children: [XMLElement] = []
  ) {
    self.name = name
    self.attributes = attributes
    self.text = text
    self.children = children
  }

  /// The text of an element: with a prefix or without, with blanks, comments and references where chance has them.
  public func written(_ random: inout SeededRandom) -> String {
    let tag = random.next(3) == 0 ? "p:" + name : name
    var result = "<" + tag + (random.next(8) == 0 ? " xmlns:p=\"urn:p\"" : " xmlns:p='urn:p'")
    for (name, value) in attributes {
      result += " \(name)=\"\(XMLElement.escaped(value, &random).replacing("\"", with: "&quot;"))\""
    }
    if text.isEmpty, children.isEmpty, random.next(2) == 0 { return result + "/>" }
    result += ">" + XMLElement.escaped(text, &random)
    for child in children {
      result += [" ", "\n", "", "<!-- c -->"][random.next(4)] + child.written(&random)
    }
    return result + (children.isEmpty ? "" : "\n") + "</\(tag)>"
  }

  private static func escaped(_ text: String, _ random: inout SeededRandom) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default:
        if random.next(8) == 0 {
          result += "&#\(scalar.value);"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }
}
