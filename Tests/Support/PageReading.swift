/// Reads a page as strictly as an XML parser would, and says everything that is wrong with its form.
public struct PageReading {
  /// One element in the order of the opening tags.
  public struct Element {
    /// As it is written.
    public var name: String
    /// References resolved.
    public var attributes: [String: String]
    /// The text within it and within its children.
    public var text = ""
  }

  /// Every element of the page.
  public private(set) var elements: [Element] = []
  /// One sentence each; empty for a page of good form.
  public private(set) var problems: [String] = []
  private var open: [Int] = []

  /// Reads a page from its doctype to its last tag.
  public init(_ page: String) {
    let head = "<!DOCTYPE html>\n"
    guard page.hasPrefix(head) else {
      problems = ["the page does not begin with its doctype"]
      return
    }
    var rest = Array(page.unicodeScalars)[head.unicodeScalars.count...]
    while let first = rest.first {
      let end = rest.firstIndex(of: first == "<" ? ">" : "<") ?? rest.endIndex
      if first == "<" {
        guard end < rest.endIndex else {
          problems.append("a tag does not end")
          return
        }
        tag(String(String.UnicodeScalarView(rest[(rest.startIndex + 1)..<end])))
        rest = rest[(end + 1)...]
      } else {
        add(resolved(rest[..<end]))
        rest = rest[end...]
      }
    }
    if !open.isEmpty { problems.append("\(open.map { elements[$0].name }) are not closed") }
  }

  /// The elements of a name.
  public func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

  private mutating func add(_ text: String) {
    if open.isEmpty, text.contains(where: { !$0.isWhitespace }) {
      problems.append("text outside of all elements: \(text)")
    }
    for at in open { elements[at].text += text }
  }

  private mutating func tag(_ content: String) {
    if content.hasPrefix("/") {
      let name = String(content.dropFirst())
      if let last = open.popLast(), elements[last].name == name { return }
      return problems.append("</\(name)> closes nothing")
    }
    let isClosed = content.hasSuffix("/")
    let body = isClosed ? content.dropLast() : content[...]
    let name = String(body.prefix { $0 != " " })
    if name.isEmpty || !name.allSatisfy({ $0.isLowercase || $0.isNumber }) {
      problems.append("<\(name) is no element")
    }
    elements.append(Element(name: name, attributes: attributes(body.dropFirst(name.count))))
    if !isClosed { open.append(elements.count - 1) }
  }

  /// ` name="value"`, any number of times.
  private mutating func attributes(_ text: Substring) -> [String: String] {
    var found: [String: String] = [:]
    var rest = text
    while let equals = rest.firstIndex(of: "=") {
      let name = String(rest[..<equals].drop { $0 == " " })
      let value = rest[rest.index(after: equals)...].dropFirst()
      guard rest[rest.index(after: equals)...].first == "\"", let end = value.firstIndex(of: "\"") else {
        problems.append("attribute \(name) is not quoted")
        return found
      }
      let isName = name.allSatisfy { $0.isLetter || $0 == "-" } && !name.isEmpty
      if !isName { problems.append("\(name) is no attribute") }
      let plain = resolved(Array(value[..<end].unicodeScalars)[...])
      if found.updateValue(plain, forKey: name) != nil { problems.append("attribute \(name) comes twice") }
      rest = value[value.index(after: end)...]
    }
    if rest.contains(where: { $0 != " " }) { problems.append("\(rest) is no attribute") }
    return found
  }

  private mutating func resolved(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = String(String.UnicodeScalarView(scalars))
    for scalar in scalars
    where scalar.value < 0x20 && scalar != "\n" && scalar != "\t" || scalar.value == 0x7F {
      problems.append("a control character \(scalar.value)")
    }
    let references = ["&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'"]
    var bare = text
    for (reference, mark) in references {
      text = text.replacing(reference, with: mark)
      bare = bare.replacing(reference, with: "")
    }
    if bare.replacing("&amp;", with: "").contains("&") { problems.append("a bare & in \(bare)") }
    return text.replacing("&amp;", with: "&")
  }
}
