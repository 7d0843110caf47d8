import Support

extension XLSXSample {
  // MARK: Sheets, headers and footers

  private static let columns = "columns:\n  Day: booking_date\n  Amount: amount\n"
  private static let days = ["2026-01-02", "2026-01-03", "2026-01-04"]

  private static func texts(_ rows: [[String]], from first: Int = 1) -> [String] {
    rows.enumerated().map { XLSXWriting.texts(first + $0.offset, $0.element) }
  }

  private static var three: XLSXWriting {
    XLSXWriting([
      .init("Notes", texts([["Day", "Amount"], ["2026-01-01", "0"]]), state: "hidden"),
      .init("January", texts([["Day", "Amount"], ["2026-01-02", "1"]])),
      .init("February", texts([["Day", "Amount"], ["2026-02-02", "2"]])),
      .init("Old", texts([["Day", "Amount"], ["2025-02-02", "3"]]), state: "veryHidden"),
    ])
  }

  static var sheets: [XLSXSample] {
    [
      XLSXSample("sheet-first-seen", columns, three),
      XLSXSample("sheet-by-name", "sheet: February\n" + columns, three),
      XLSXSample("sheet-by-position", "sheet: 3\n" + columns, three),
      XLSXSample("sheet-hidden", "sheet: Old\n" + columns, three),
      XLSXSample("sheet-missing", "sheet: Februar\n" + columns, three),
      XLSXSample(
        "every-column",
        XLSXWriting(texts([["Booking Date", "", "Amount", "Amount"], ["2026-01-02", "x", "1", "2"]]))),
      XLSXSample(
        "header-skipped", "skip_lines: 3\n" + columns,
        XLSXWriting(
          [XLSXWriting.texts(2, ["Day", "Amount"])]
            + texts([["Day", "Amount"], ["2026-01-02", "1"]], from: 5))),
      XLSXSample(
        "header-found", "header_line_contains: Amou\n" + columns,
        XLSXWriting(
          texts([
            ["Account 0012345"], ["Day of the export", "2026-01-31"], ["Day", "Amount"], ["2026-01-02", "1"],
          ]))),
      XLSXSample(
        "header-missing", "header_line_contains: Betrag\n" + columns,
        XLSXWriting(texts([["Day", "Amount"], ["2026-01-02", "1"]]))),
      XLSXSample(
        "header-lacks-a-column", columns, XLSXWriting(texts([["Day", "Amounts"], ["2026-01-02", "1"]]))),
      XLSXSample(
        "header-repeated", columns,
        XLSXWriting(
          texts([["Day", "Amount"], ["2026-01-02", "1"], ["Day", "Amount"], ["2026-01-03", "2"]]))),
      XLSXSample("header-only", columns, XLSXWriting(texts([["Day", "Amount"]]))),
      XLSXSample("header-merged", headerMergedOptions, headerMerged),
      XLSXSample(
        "no-header", "header: false\ncolumns:\n  1: booking_date\n  4: amount\n",
        XLSXWriting(texts([["2026-01-02"], ["2026-01-03", "", "x", "2"]]))),
      XLSXSample(
        "footer-by-text", "footer_starts_with: [Total, Closing]\n" + columns,
        XLSXWriting(
          texts([["Day", "Amount"], ["2026-01-02", "1"], ["", "Total 1"], ["Closing balance", "9"]]))),
      XLSXSample(
        "footer-by-count", "footer_lines: 2\n" + columns,
        XLSXWriting(
          texts([["Day", "Amount"]] + days.map { [$0, "1"] } + [["", "3"], [], ["made by", "hand"], []]))),
      XLSXSample(
        "footer-in-the-middle", "footer_starts_with: Total\n" + columns,
        XLSXWriting(texts([["Day", "Amount"], ["2026-01-02", "1"], ["Total", "1"], ["2026-01-03", "1"]]))),
      XLSXSample("rows-and-cells-apart", columns, apart), XLSXSample("rows-without-names", columns, nameless),
      XLSXSample("rows-hidden-and-merged", columns, hidden),
      XLSXSample("parts-elsewhere", columns, elsewhere),
      XLSXSample("parts-in-utf-16", columns, wide),
    ]
  }

  private static let headerMergedOptions =
    "skip_lines: 1\ncolumns:\n  Day: booking_date\n  Paid#1: debit\n  Paid#2: credit\n  Text: description\n"

  /// `Day` and `Text` reach over both lines of the header, `Paid` over two columns of the second.
  private static var headerMerged: XLSXWriting {
    let empty = { (name: String) in "<c r=\"\(name)\" s=\"0\"/>" }
    return XLSXWriting([
      .init(
        "Sheet1",
        [
          XLSXWriting.row(
            1,
            [XLSXWriting.text("A1", "Day"), XLSXWriting.text("B1", "Sums"), XLSXWriting.text("D1", "Text")]),
          XLSXWriting.row(2, [empty("A2"), XLSXWriting.text("B2", "Paid"), empty("C2"), empty("D2")]),
          XLSXWriting.texts(3, ["2026-01-02", "1", "", "rent"]),
          XLSXWriting.texts(4, ["2026-01-03", "", "2", "wages"]),
        ],
        tail: """
          <mergeCells count="4"><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/><mergeCell ref="B2:C2"/>\
          <mergeCell ref="D1:D2"/></mergeCells>
          """)
    ])
  }

  /// Rows that are not there, rows and cells without a value, and a value right of the table.
  private static var apart: XLSXWriting {
    XLSXWriting([
      XLSXWriting.texts(4, ["", "Day", "Amount"]), XLSXWriting.texts(9, ["", "2026-01-02", "1"]),
      XLSXWriting.row(10, ["<c r=\"B10\" s=\"0\"/>", XLSXWriting.text("C10", "")]),
      XLSXWriting.row(12, []), XLSXWriting.texts(20, ["", "2026-01-03", "2", "", "a note"]),
    ])
  }

  private static var nameless: XLSXWriting {
    XLSXWriting([
      XLSXWriting.row(nil, [XLSXWriting.text("", "Day"), XLSXWriting.text("", "Amount")]),
      XLSXWriting.row(nil, [XLSXWriting.text("", "2026-01-02"), XLSXWriting.cell("", "1")]),
      XLSXWriting.row(nil, [XLSXWriting.text("", "2026-01-03"), XLSXWriting.cell("", "x")]),
    ])
  }

  private static var hidden: XLSXWriting {
    XLSXWriting([
      .init(
        "Sheet1",
        [
          XLSXWriting.texts(1, ["Day", "Amount"]),
          XLSXWriting.row(
            2, [XLSXWriting.text("A2", "2026-01-02"), XLSXWriting.cell("B2", "1")], attributes: "hidden=\"1\""
          ),
          XLSXWriting.row(3, [XLSXWriting.text("A3", "2026-01-03"), XLSXWriting.cell("B3", "2")]),
          XLSXWriting.row(4, [XLSXWriting.cell("B4", "3")]),
        ], tail: "<mergeCells><mergeCell ref=\"A3:A4\"/></mergeCells>")
    ])
  }

  /// Other folders, absolute and relative names, letters of any case, a backslash, prefixes, and the namespaces of the strict
  /// standard.
  private static var elsewhere: XLSXWriting {
    var workbook = XLSXWriting([String]())
    workbook.changing = { members in
      let relations = "http://purl.oclc.org/ooxml/officeDocument/relationships"
      let head = "<r:Relationships xmlns:r=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
      let main = "xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\""
      members = [
        .init(
          "Book\\main.XML",
          """
          <x:workbook \(main) xmlns:p="\(relations)"><x:sheets><x:sheet name="Chart" sheetId="2" p:id="c"/>\
          <x:sheet name="A &amp; B" sheetId="1" p:id="s"/></x:sheets></x:workbook>
          """),
        .init(
          "book/_rels/main.xml.rels",
          """
          \(head)<r:Relationship Id="c" Type="\(relations)/chartsheet" Target="chart.xml"/>\
          <r:Relationship Id="s" Type="\(relations)/worksheet" Target="/Data/table.xml"/>\
          <r:Relationship Id="t" Type="\(relations)/sharedStrings" Target="../texts.xml"/>\
          <r:Relationship Id="e" Type="\(relations)/hyperlink" Target="http://example.com/" TargetMode="External"/>\
          </r:Relationships>
          """),
        .init(
          "texts.xml", "<x:sst \(main)><x:si><x:t>Day</x:t></x:si><x:si><x:t>Amount</x:t></x:si></x:sst>"),
        .init(
          "data/table.xml",
          """
          \u{FEFF}<x:worksheet \(main)><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="B1" t="s">\
          <x:v>1</x:v></x:c></x:row>
          <x:row r="2"><x:c r="A2" t="d"><x:v>2026-01-02</x:v></x:c><x:c r="B2"><x:v>1</x:v></x:c></x:row>
          <x:row r="3"><x:c r="A3" t="d"><x:v>2026-01-03</x:v></x:c><x:c r="B3" t="e"><x:v>#N/A</x:v></x:c></x:row>\
          </x:sheetData></x:worksheet>
          """),
        .init(
          "_rels/.rels",
          "\(head)<r:Relationship Id=\"w\" Type=\"\(relations)/officeDocument\" Target=\"book/main.xml\"/></r:Relationships>"
        ), .init("[content_types].xml", "<Types/>"),
      ]
    }
    return workbook
  }

  private static var wide: XLSXWriting {
    var workbook = XLSXWriting(
      texts([["Day", "Amount"], ["2026-01-02", "1"]])
        + [XLSXWriting.row(3, [XLSXWriting.text("A3", "€"), XLSXWriting.cell("B3", "x")])])
    workbook.changing = { members in
      for at in members.indices where members[at].name.suffix(10).elementsEqual("sheet1.xml".utf8) {
        let text = String(decoding: members[at].content, as: UTF8.self).replacing("UTF-8", with: "UTF-16")
        members[at].content = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
      }
    }
    return workbook
  }

  // MARK: Files that are refused

  static var refused: [XLSXSample] {
    let table = XLSXWriting(texts([["Day", "Amount"], ["2026-01-02", "1"]]))
    func changed(_ change: @escaping (inout [ZipWriting.Member]) -> Void) -> XLSXWriting {
      var workbook = table
      workbook.changing = change
      return workbook
    }
    return [
      XLSXSample("refused-empty", bytes: []),
      XLSXSample("refused-text", bytes: Array("Day,Amount\n2026-01-02,1\n".utf8)),
      XLSXSample(
        "refused-locked",
        bytes: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + Array(repeating: 0, count: 504)),
      XLSXSample(
        "refused-binary",
        changed {
          $0[1].content = Array(
            String(decoding: $0[1].content, as: UTF8.self).replacing("workbook.xml", with: "workbook.bin")
              .utf8)
        }
      ),
      XLSXSample("refused-without-workbook", changed { $0.remove(at: 2) }),
      XLSXSample("refused-without-sheet", changed { $0.removeLast() }),
      XLSXSample("refused-without-relations", changed { $0.remove(at: 3) }),
      XLSXSample("refused-without-sheets", XLSXWriting([XLSXWriting.Sheet]())),
      XLSXSample("refused-sheet-empty", XLSXWriting([String]())),
      XLSXSample("refused-checksum", changed { $0[4].statedChecksum = 7 }),
      XLSXSample("refused-cut-off", changed { $0[4].content.removeLast(40) }),
      XLSXSample(
        "refused-with-entities",
        changed { $0[4].content.insert(contentsOf: Array("<!DOCTYPE a [<!ENTITY b \"c\">]>".utf8), at: 56) }),
    ]
  }
}
