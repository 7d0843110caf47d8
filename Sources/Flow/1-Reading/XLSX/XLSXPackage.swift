import Bytes
import Records

/// The parts of a workbook, found by their names and by what relates them to each other.
///
///     _rels/.rels                     officeDocument -> xl/workbook.xml
///     xl/_rels/workbook.xml.rels      worksheet -> xl/worksheets/sheet1.xml, sharedStrings, styles
///
/// Standard: ISO/IEC 29500-2. Names of parts are compared without regard to letter case; a backslash is a slash.
struct XLSXPackage {
  /// What one part has to do with another.
  struct Relation {
    /// By which the part refers to it.
    var id: String
    /// The last word of its type: `worksheet`, `sharedStrings`, `styles`.
    var type: String
    /// Name of the other part, from the root of the package.
    var target: String
  }

  let source: ByteSource
  private let parts: [String: ZipArchive.Member]

  /// - Throws: `file-not-xlsx`.
  init(_ source: ByteSource) throws(Fault) {
    self.source = source
    guard !source.parts.isEmpty else { throw try XLSXFaults.notWorkbook(source) }
    parts = Dictionary(
      source.parts.map { (XLSXPackage.key($0.name), $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The part of that name; nil when there is none.
  ///
  /// - Throws: what opening a part throws.
  func open(_ name: String) throws(Fault) -> ByteSource? {
    guard let part = parts[XLSXPackage.key(name)] else { return nil }
    return try source.open(part)
  }

  /// What a part relates to; nothing when it says nothing.
  ///
  /// - Parameter name: of the part; empty for the package.
  /// - Throws: what opening and reading XML throws.
  func relations(of name: String) throws(Fault) -> [Relation] {
    var folders = name.split(separator: "/").map(String.init)
    let file = folders.popLast() ?? ""
    guard let bytes = try open((folders + ["_rels", "\(file).rels"]).joined(separator: "/")) else {
      return []
    }
    let paths = XMLPaths(
      [(path: "Relationships/Relationship", label: true)],
      attributes: ["Id", "Type", "Target", "TargetMode"], nothing: false)
    let (id, type, target, mode) = (
      paths.number(of: "Id"), paths.number(of: "Type"), paths.number(of: "Target"),
      paths.number(of: "TargetMode")
    )
    var relations: [Relation] = []
    try XMLWalk.through(bytes, paths) { isRelation, event, attributes, text throws(Fault) in
      guard isRelation, event.kind == .start, let to = event.text(target, attributes, text) else { return }
      // What lies outside of the package is never fetched.
      if event.text(mode, attributes, text) == "External" { return }
      let kind = event.text(type, attributes, text) ?? ""
      relations.append(
        Relation(
          id: event.text(id, attributes, text) ?? "", type: String(kind.split(separator: "/").last ?? ""),
          target: XLSXPackage.resolve(to, from: folders)))
    }
    return relations
  }

  /// The name of a part that is told relative to a folder, or from the root when it begins with a slash.
  private static func resolve(_ target: String, from folders: [String]) -> String {
    let target = String(target.map { $0 == "\\" ? "/" : $0 })
    var path = target.hasPrefix("/") ? [] : folders
    for step in target.split(separator: "/") {
      if step == ".." {
        _ = path.popLast()
      } else if step != "." {
        path.append(String(step))
      }
    }
    return path.joined(separator: "/")
  }

  private static func key(_ name: String) -> String {
    let name = name.lowercased().map { $0 == "\\" ? "/" : $0 }
    return String(name.drop { $0 == "/" })
  }
}
