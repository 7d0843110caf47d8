/// Writes workbooks for tests: the parts that a reader needs, with the cells as XML, so that every way to write one can be
/// tried.
public struct XLSXWriting {
  /// One sheet.
  public struct Sheet {
    /// As on its tab.
    public var name: String
    /// `hidden`, `veryHidden`; nil for one that is seen.
    public var state: String?
    /// The rows as XML.
    public var rows: String
    /// What stands behind them, as XML.
    public var tail = ""

    /// A sheet that is seen, or one of a state.
    public init(_ name: String, _ rows: [String], state: String? = nil, tail: String = "") {
      self.name = name
      self.rows = rows.joined()
      self.state = state
      self.tail = tail
    }
  }

  /// In the order of their tabs.
  public var sheets: [Sheet]
  /// Texts that cells share, as XML: the `t` or `r` of each.
  public var strings: [String] = []
  /// Number formats: style 1 has the first of them, style 2 the second; style 0 has none.
  public var formats: [String] = []
  /// Attributes of `workbookPr`.
  public var properties = ""
  /// Changes the parts before they are packed.
  public var changing: (inout [ZipWriting.Member]) -> Void = { _ in }

  /// A workbook of these sheets.
  public init(_ sheets: [Sheet]) { self.sheets = sheets }

  /// A workbook of one sheet.
  public init(_ rows: [String]) { sheets = [Sheet("Sheet1", rows)] }

  /// The bytes of the file.
  public var bytes: [UInt8] {
    var members = [
      member("[Content_Types].xml", types), member("_rels/.rels", packageRelations),
      member("xl/workbook.xml", workbook), member("xl/_rels/workbook.xml.rels", relations),
    ]
    for (number, sheet) in sheets.enumerated() {
      let text =
        "<worksheet xmlns=\"\(XLSXWriting.main)\"><sheetData>\(sheet.rows)</sheetData>\(sheet.tail)</worksheet>"
      members.append(member("xl/worksheets/sheet\(number + 1).xml", text))
    }
    if !formats.isEmpty { members.append(member("xl/styles.xml", styles)) }
    if !strings.isEmpty {
      let items = strings.map { "<si>\($0)</si>" }.joined()
      members.append(member("xl/sharedStrings.xml", "<sst xmlns=\"\(XLSXWriting.main)\">\(items)</sst>"))
    }
    changing(&members)
    return ZipWriting.archive(members)
  }

  // MARK: Cells

  /// A row of cells as XML.
  ///
  /// - Parameter number: from 1; nil leaves it out.
  public static func row(_ number: Int?, _ cells: [String], attributes: String = "") -> String {
    let name = number.map { " r=\"\($0)\"" } ?? ""
    return "<row\(name)\(attributes.isEmpty ? "" : " " + attributes)>\(cells.joined())</row>"
  }

  /// A number, or with another kind whatever it is, in a style.
  public static func cell(
    _ name: String, _ value: String, kind: String? = nil, style: Int? = nil, formula: String? = nil
  ) -> String {
    let place = name.isEmpty ? "" : " r=\"\(name)\""
    let style = style.map { " s=\"\($0)\"" } ?? ""
    let kind = kind.map { " t=\"\($0)\"" } ?? ""
    let formula = formula.map { "<f>\(escaped($0))</f>" } ?? ""
    return "<c\(place)\(style)\(kind)>\(formula)<v>\(escaped(value))</v></c>"
  }

  /// A text in the cell itself.
  public static func text(_ name: String, _ value: String) -> String {
    let place = name.isEmpty ? "" : " r=\"\(name)\""
    return "<c\(place) t=\"inlineStr\"><is><t xml:space=\"preserve\">\(escaped(value))</t></is></c>"
  }

  /// A row of texts from column A on.
  public static func texts(_ number: Int, _ values: [String]) -> String {
    row(number, values.enumerated().map { text("\(letters[$0.offset])\(number)", $0.element) })
  }

  /// Text as XML has it.
  public static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("\r", with: "&#13;")
  }

  /// The first columns.
  public static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map(String.init)

  // MARK: Parts

  /// The namespace of the parts.
  public static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
  private static let document = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let package = "http://schemas.openxmlformats.org/package/2006"

  private func member(_ name: String, _ text: String) -> ZipWriting.Member {
    ZipWriting.Member(name, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n" + text)
  }

  private var types: String {
    """
    <Types xmlns="\(XLSXWriting.package)/content-types"><Default Extension="rels" \
    ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override \
    PartName="/xl/workbook.xml" ContentType="\(XLSXWriting.spreadsheet).sheet.main+xml"/></Types>
    """
  }

  private var packageRelations: String { relations([("rId1", "officeDocument", "xl/workbook.xml")]) }

  private var relations: String {
    var all = sheets.indices.map { ("rId\($0 + 1)", "worksheet", "worksheets/sheet\($0 + 1).xml") }
    if !formats.isEmpty { all.append(("rIdStyles", "styles", "styles.xml")) }
    if !strings.isEmpty { all.append(("rIdStrings", "sharedStrings", "sharedStrings.xml")) }
    return relations(all)
  }

  private func relations(_ all: [(id: String, type: String, target: String)]) -> String {
    let items = all.map { relation in
      "<Relationship Id=\"\(relation.id)\" Type=\"\(XLSXWriting.document)/\(relation.type)\" "
        + "Target=\"\(relation.target)\"/>"
    }
    return "<Relationships xmlns=\"\(XLSXWriting.package)/relationships\">\(items.joined())</Relationships>"
  }

  private var workbook: String {
    let items = sheets.enumerated().map { number, sheet in
      let state = sheet.state.map { " state=\"\($0)\"" } ?? ""
      return
        "<sheet name=\"\(XLSXWriting.escaped(sheet.name))\" sheetId=\"\(number + 1)\"\(state) r:id=\"rId\(number + 1)\"/>"
    }
    return """
      <workbook xmlns="\(XLSXWriting.main)" xmlns:r="\(XLSXWriting.document)">\
      <workbookPr\(properties.isEmpty ? "" : " " + properties)/><sheets>\(items.joined())</sheets></workbook>
      """
  }

  private var styles: String {
    let codes = formats.enumerated().map { number, code in
      "<numFmt numFmtId=\"\(164 + number)\" formatCode=\"\(XLSXWriting.escaped(code))\"/>"
    }
    let styles = ["<xf numFmtId=\"0\"/>"] + formats.indices.map { "<xf numFmtId=\"\(164 + $0)\"/>" }
    return """
      <styleSheet xmlns="\(XLSXWriting.main)"><numFmts>\(codes.joined())</numFmts>\
      <cellXfs>\(styles.joined())</cellXfs></styleSheet>
      """
  }
}
