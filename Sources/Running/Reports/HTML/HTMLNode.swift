/// A piece of an HTML page: text, or an element with attributes and children.
///
/// What a page is made of cannot be confused with what it shows: names of elements and attributes come from two closed
/// lists, everything else is escaped where it is written. The form is XML as well, so that each element is closed.
///
/// Standard: HTML Living Standard, in the XML syntax.
indirect enum HTMLNode: Equatable {
  case text(String)
  case element(HTMLTag, [HTMLAttribute: String], [HTMLNode])

  /// An element around a text.
  static func element(_ tag: HTMLTag, _ attributes: [HTMLAttribute: String] = [:], _ text: String) -> HTMLNode
  {
    .element(tag, attributes, [.text(text)])
  }

  /// A text that came from a file: kept apart, so that no mark in it changes how the text beside it is read.
  static func data(_ text: String) -> HTMLNode { .element(.bdi, [:], text) }

  /// Appends the node as it is written to a file.
  func write(to text: inout String) {
    switch self {
    case .text(let content): HTMLNode.escape(content, to: &text)
    case .element(let tag, let attributes, let children):
      text += "<\(tag.rawValue)"
      for (name, value) in attributes.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        text += " \(name.rawValue)=\""
        HTMLNode.escape(value, to: &text)
        text += "\""
      }
      if tag.isEmpty {
        text += "/>"
        return
      }
      text += ">"
      for child in children { child.write(to: &text) }
      text += "</\(tag.rawValue)>"
      if tag.endsLine { text += "\n" }
    }
  }

  /// Marks become references; what is not to be seen is made to be seen.
  private static func escape(_ content: String, to text: inout String) {
    for scalar in content.unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "'": text += "&#39;"
      case "\n", "\t": text.unicodeScalars.append(scalar)
      default: text += shown(scalar)
      }
    }
  }

  /// A control character as its picture, a mark that hides or turns text as its number, anything else as it is.
  private static func shown(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0..<0x20: return Unicode.Scalar(0x2400 + scalar.value).map(String.init) ?? ""
    case 0x7F: return "\u{2421}"
    case 0x80...0x9F, 0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
      0xFFF9...0xFFFB, 0xE0000...0xE007F:
      return "[U+" + String(scalar.value, radix: 16, uppercase: true) + "]"
    // No character, and not allowed in XML.
    case let value where value & 0xFFFE == 0xFFFE: return "\u{FFFD}"
    default: return String(Character(scalar))
    }
  }
}

/// The elements that pages are made of.
enum HTMLTag: String {
  case article, bdi, body, caption, code, dd, div, dl, dt, figcaption, figure, footer, g, h1, h2, h3, head,
    header
  case html, li, main, meta, p, pre, rect, section, small, span, strong, style, svg, table, tbody, td, tfoot,
    th
  case thead, title, tr, ul

  /// Never has children.
  var isEmpty: Bool { self == .meta || self == .rect }

  /// A line of the file ends behind it.
  var endsLine: Bool {
    switch self {
    case .bdi, .code, .small, .span, .strong, .td, .th, .pre: false
    default: true
    }
  }
}

/// The attributes that pages need; none of them can name a place to load from, or something to run.
enum HTMLAttribute: String {
  case ariaHidden = "aria-hidden"
  case ariaLabel = "aria-label"
  case charset, `class`, colspan, content, dir, height, id, lang, name, preserveAspectRatio, role, rx, scope,
    tabindex
  case viewBox, width, x, xmlns, y
}

/// A whole page.
struct HTMLPage {
  var title: String
  var body: [HTMLNode]

  /// The file: UTF-8, self-contained.
  var bytes: [UInt8] {
    let head: [HTMLNode] = [
      .element(.meta, [.charset: "utf-8"], []),
      .element(.meta, [.name: "viewport", .content: "width=device-width, initial-scale=1"], []),
      .element(.meta, [.name: "color-scheme", .content: "light dark"], []),
      .element(.title, [:], title), .element(.style, [:], PageStyle.css),
    ]
    var text = "<!DOCTYPE html>\n"
    HTMLNode.element(
      .html, [.lang: "en", .xmlns: "http://www.w3.org/1999/xhtml"],
      [.element(.head, [:], head), .element(.body, [:], body)]
    ).write(to: &text)
    return Array(text.utf8)
  }
}
