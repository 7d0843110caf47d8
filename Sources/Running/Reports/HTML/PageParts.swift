import Records

/// Pieces that several sections of a page are made of.
enum PageParts {
  /// A cell of a table.
  struct Cell {
    var content: [HTMLNode]
    var style = ""
    /// Names its row.
    var isHead = false

    static func text(_ text: String) -> Cell { Cell(content: [.text(text)]) }
    static func data(_ text: String) -> Cell { Cell(content: [.data(text)], style: "wide") }
    static func head(_ nodes: [HTMLNode]) -> Cell { Cell(content: nodes, style: "wide", isHead: true) }
    static func number(_ text: String) -> Cell { Cell(content: [.text(grouped(text))], style: "n") }
    static func number(_ number: Int) -> Cell { .number("\(number)") }

    fileprivate var node: HTMLNode {
      var attributes: [HTMLAttribute: String] = style.isEmpty ? [:] : [.class: style]
      if isHead { attributes[.scope] = "row" }
      return .element(isHead ? .th : .td, attributes, content)
    }
  }

  /// A table whose columns have names.
  ///
  /// - Parameters:
  ///   - columns: names, and whether numbers stand below.
  ///   - total: the last row.
  static func table(
    _ caption: String, _ columns: [(name: String, isNumber: Bool)], _ rows: [HTMLNode], total: HTMLNode? = nil
  ) -> HTMLNode {
    let names = columns.map { column in
      HTMLNode.element(
        .th, column.isNumber ? [.scope: "col", .class: "n"] : [.scope: "col"], [.data(column.name)])
    }
    var parts: [HTMLNode] = [
      .element(.caption, [:], caption), .element(.thead, [:], [.element(.tr, [:], names)]),
      .element(.tbody, [:], rows),
    ]
    if let total { parts.append(.element(.tfoot, [:], [total])) }
    return .element(
      .div, [.class: "scroll", .role: "group", .ariaLabel: caption, .tabindex: "0"],
      [.element(.table, [:], parts)])
  }

  static func row(_ cells: [Cell]) -> HTMLNode { .element(.tr, [:], cells.map(\.node)) }

  /// A row below another one that says more about it.
  static func detail(_ columns: Int, _ content: [HTMLNode]) -> HTMLNode {
    .element(.tr, [.class: "sub"], [.element(.td, [.colspan: "\(columns)"], content)])
  }

  static func section(_ title: String, _ content: [HTMLNode]) -> HTMLNode {
    .element(.section, [:], [.element(.h2, [:], title)] + content)
  }

  static func facts(_ facts: [(name: String, value: HTMLNode)]) -> HTMLNode {
    .element(
      .dl, [.class: "facts"],
      facts.map { .element(.div, [:], [.element(.dt, [:], $0.name), .element(.dd, [:], [$0.value])]) })
  }

  static func badge(_ text: String, _ mood: String) -> HTMLNode {
    .element(.span, [.class: "badge \(mood)"], text)
  }

  /// Digits in threes, with narrow blanks: `12 345.67`; a text that is no number as it is.
  static func grouped(_ text: String) -> String {
    let isNegative = text.hasPrefix("-")
    let parts = text.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first, parts.count <= 2, !whole.isEmpty,
      parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } })
    else { return text }
    var digits = ""
    for (at, digit) in whole.enumerated() {
      if at > 0, (whole.count - at) % 3 == 0 { digits += "\u{202F}" }
      digits.append(digit)
    }
    return (isNegative ? "\u{2212}" : "") + digits + (parts.count == 2 ? ".\(parts[1])" : "")
  }

  /// An amount with the decimals its currency needs: `12.30` of `12.3000`.
  static func money(_ text: String, _ currency: Currency) -> String {
    guard let point = text.firstIndex(of: ".") else { return text }
    let least = currency.minorUnits ?? 2
    var shown = text
    while shown.last == "0", shown.distance(from: point, to: shown.endIndex) - 1 > least {
      shown.removeLast()
    }
    return shown.last == "." ? String(shown.dropLast()) : shown
  }
}
