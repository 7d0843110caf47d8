import Bytes
import Records

/// What a workbook says of itself: its sheets, how its days are counted, and where their parts are.
struct XLSXWorkbook {
  struct Sheet {
    var name: String
    /// Whether a person who opens the workbook does not see it.
    var isHidden: Bool
    /// Name of its part.
    var part: String
  }

  /// Worksheets in the order of their tabs; sheets that are nothing but a chart are none.
  private(set) var sheets: [Sheet] = []
  /// Whether day 0 is 1904-01-01, as once on the Macintosh.
  private(set) var countsFrom1904 = false
  /// Names of the parts with the texts and the styles of cells, where there are any.
  private(set) var strings: String?
  private(set) var styles: String?

  /// - Throws: `file-not-xlsx`, `workbook-binary`, `workbook-damaged`, and what reading XML throws.
  init(_ package: XLSXPackage) throws(Fault) {
    let file = package.source.name
    let part =
      try package.relations(of: "").first { $0.type == "officeDocument" }?.target ?? "xl/workbook.xml"
    if part.lowercased().hasSuffix(".bin") { throw XLSXFaults.binary(file) }
    guard let bytes = try package.open(part) else { throw XLSXFaults.damaged(file, "it has no workbook") }
    let relations = try package.relations(of: part)
    let listed = try take(bytes)
    for (sheet, id) in listed {
      guard let relation = relations.first(where: { $0.id == id }) else {
        throw XLSXFaults.damaged(file, "it lists a sheet that is nowhere in it")
      }
      if relation.type != "worksheet" { continue }
      sheets.append(Sheet(name: sheet.name, isHidden: sheet.isHidden, part: relation.target))
    }
    strings = relations.first { $0.type == "sharedStrings" }?.target
    styles = relations.first { $0.type == "styles" }?.target
  }

  private enum Element { case workbook, properties, sheet, nothing }

  /// The sheets with the names of their relations.
  private mutating func take(_ bytes: ByteSource) throws(Fault) -> [(Sheet, id: String)] {
    let paths = XMLPaths<Element>(
      [
        (path: "workbook", label: .workbook), (path: "workbook/workbookPr", label: .properties),
        (path: "workbook/sheets/sheet", label: .sheet),
      ], attributes: ["name", "state", "id", "date1904"], nothing: .nothing)
    let (name, state, id, from1904) = (
      paths.number(of: "name"), paths.number(of: "state"), paths.number(of: "id"),
      paths.number(of: "date1904")
    )
    var isWorkbook = false
    var is1904 = false
    var listed: [(Sheet, id: String)] = []
    try XMLWalk.through(bytes, paths) { element, event, attributes, text throws(Fault) in
      guard event.kind == .start else { return }
      switch element {
      case .workbook: isWorkbook = true
      case .properties: is1904 = ["1", "true"].contains(event.text(from1904, attributes, text))
      case .sheet:
        let shown = event.text(state, attributes, text) ?? "visible"
        listed.append(
          (
            Sheet(
              name: event.text(name, attributes, text) ?? "", isHidden: shown != "visible", part: ""),
            event.text(id, attributes, text) ?? ""
          ))
      case .nothing: break
      }
    }
    guard isWorkbook else { throw XLSXFaults.damaged(bytes.name, "the part is no workbook") }
    countsFrom1904 = is1904
    return listed
  }

  /// The sheet that is meant: by its name, by its position from 1, or the first that a person sees.
  ///
  /// - Throws: `sheet-missing`, `sheets-missing`.
  func sheet(_ wanted: String?, in file: String) throws(Fault) -> Sheet {
    guard let wanted else {
      guard let first = sheets.first(where: { !$0.isHidden }) ?? sheets.first else {
        throw XLSXFaults.noSheet(file)
      }
      return first
    }
    if let named = sheets.first(where: { $0.name == wanted }) { return named }
    if let position = ColumnHeader.position(wanted), position <= sheets.count { return sheets[position - 1] }
    throw XLSXFaults.sheetMissing(wanted, among: sheets.map(\.name), file)
  }

  /// What is told of the sheets beside the one that is read.
  func remarks(reading sheet: Sheet, isNamed: Bool) -> [String] {
    let hidden = sheets.count { $0.isHidden }
    var remarks: [String] = []
    if sheet.isHidden { remarks.append("the sheet that is read is hidden") }
    if sheets.count > 1, !isNamed {
      remarks.append(
        "one of \(sheets.count) sheets is read, the first that is not hidden; sheet names another")
    }
    let others = hidden - (sheet.isHidden ? 1 : 0)
    if others > 0 { remarks.append("\(counted(others, "hidden sheet")) not read") }
    return remarks
  }
}
