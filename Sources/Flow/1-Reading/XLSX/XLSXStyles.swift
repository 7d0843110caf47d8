import Bytes
import Records

/// The number format of each style of a cell, by the style's number from 0.
struct XLSXStyles {
  private var formats: [XLSXNumberFormat] = []

  /// Every cell has the format of a number.
  init() {}

  private enum Element { case format, style, nothing }

  /// - Throws: what reading XML throws.
  init(_ part: ByteSource) throws(Fault) {
    let paths = XMLPaths<Element>(
      [(path: "styleSheet/numFmts/numFmt", label: .format), (path: "styleSheet/cellXfs/xf", label: .style)],
      attributes: ["numFmtId", "formatCode"], nothing: .nothing)
    let (id, code) = (paths.number(of: "numFmtId"), paths.number(of: "formatCode"))
    var written: [Int: XLSXNumberFormat] = [:]
    var styles: [Int] = []
    try XMLWalk.through(part, paths) { element, event, attributes, text throws(Fault) in
      guard event.kind == .start, element != .nothing else { return }
      let number = event.text(id, attributes, text).flatMap { Int($0) }
      if element == .style {
        styles.append(number ?? 0)
      } else if let number, let code = event.text(code, attributes, text) {
        written[number] = XLSXNumberFormat(code: code)
      }
    }
    formats = styles.map { written[$0] ?? XLSXNumberFormat(builtIn: $0) }
  }

  /// A style that is not there has no format of its own.
  subscript(style: Int) -> XLSXNumberFormat {
    formats.indices.contains(style) ? formats[style] : .number(decimals: nil)
  }
}
