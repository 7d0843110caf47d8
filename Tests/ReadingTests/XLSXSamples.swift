import Support

/// A workbook of `SampleData/xlsx/<name>`: these files are bytes, so they are written from here.
struct XLSXSample {
  /// The folder.
  var name: String
  /// `options.yaml`; empty where all defaults do.
  var options: String
  var bytes: [UInt8]
  /// What the bytes were written from; nil where they are no workbook.
  var workbook: XLSXWriting?

  init(_ name: String, _ options: String, _ workbook: XLSXWriting) {
    self.init(name, options, bytes: workbook.bytes)
    self.workbook = workbook
  }

  init(_ name: String, _ workbook: XLSXWriting) { self.init(name, "", workbook) }

  init(_ name: String, _ options: String = "", bytes: [UInt8]) {
    self.name = name
    self.options = options
    self.bytes = bytes
  }

  static var all: [XLSXSample] { values + sheets + refused }

  /// A sheet with a header of these columns, and rows below it.
  static func table(_ header: [String], _ rows: [String], formats: [String] = []) -> XLSXWriting {
    var workbook = XLSXWriting([XLSXWriting.texts(1, header)] + rows)
    workbook.formats = formats
    return workbook
  }

  /// One row for each value: its name in column A, the cell in column B.
  static func named(_ cells: [(name: String, cell: (String) -> String)], formats: [String] = [])
    -> XLSXWriting
  {
    table(
      ["What", "Value"],
      cells.enumerated().map { at, value in
        XLSXWriting.row(at + 2, [XLSXWriting.text("A\(at + 2)", value.name), value.cell("B\(at + 2)")])
      }, formats: formats)
  }

  // MARK: What stands in cells

  static var values: [XLSXSample] {
    [
      plain, XLSXSample("dates-from-1900", dates),
      XLSXSample(
        "dates-from-1904",
        {
          var workbook = table(
            ["Day"],
            ["0", "1", "44563.5", "2957003", "2957004"].enumerated().map { at, serial in
              XLSXWriting.row(at + 2, [XLSXWriting.cell("A\(at + 2)", serial, style: 1)])
            }, formats: ["yyyy-mm-dd hh:mm"])
          workbook.properties = "date1904=\"1\""
          return workbook
        }()),
      XLSXSample(
        "dates-written",
        named(
          ["2026-01-31", "2026-01-31T00:00:00", "2026-01-31T00:00:00.000", "2026-01-31T23:59:59", "13:45:00"]
            .map { text in (text, { XLSXWriting.cell($0, text, kind: "d") }) })),
      XLSXSample("numbers", numbers), XLSXSample("numbers-with-noise", noise), XLSXSample("texts", texts),
      XLSXSample(
        "flags-and-errors", "columns:\n  What: what\n  Value: value\n",
        table(
          ["What", "Value", "Not listed"],
          [
            ("yes", "1", "b"), ("no", "0", "b"), ("in words", "true", "b"), ("neither", "7", "b"),
            ("error", "#REF!", "e"),
          ]
          .enumerated().map { at, flag in
            XLSXWriting.row(
              at + 2,
              [
                XLSXWriting.text("A\(at + 2)", flag.0), XLSXWriting.cell("B\(at + 2)", flag.1, kind: flag.2),
                XLSXWriting.cell("C\(at + 2)", "#N/A", kind: "e"),
              ])
          })),
      XLSXSample("formulas", formulas),
      XLSXSample(
        "cells-damaged",
        named([
          ("no such shared text", { XLSXWriting.cell($0, "7", kind: "s") }),
          ("no number of a text", { XLSXWriting.cell($0, "x", kind: "s") }),
          ("no kind", { XLSXWriting.cell($0, "7", kind: "q") }),
          ("twice", { XLSXWriting.cell($0, "1") + XLSXWriting.cell($0, "2") }),
          ("no such style", { XLSXWriting.cell($0, "7", style: 99) }),
          ("no style", { "<c r=\"\($0)\" s=\"\"><v>7</v></c>" }),
        ])),
    ]
  }

  private static var plain: XLSXSample {
    var workbook = XLSXWriting([
      XLSXWriting.row(1, (0..<3).map { XLSXWriting.cell("\(XLSXWriting.letters[$0])1", "\($0)", kind: "s") }),
      XLSXWriting.row(
        2,
        [
          XLSXWriting.cell("A2", "46024", style: 1), XLSXWriting.cell("B2", "3", kind: "s"),
          XLSXWriting.cell("C2", "12.3", style: 2),
        ]),
      XLSXWriting.row(
        3,
        [
          XLSXWriting.cell("A3", "46025", style: 1), XLSXWriting.cell("B3", "4", kind: "s"),
          XLSXWriting.cell("C3", "-4", style: 2),
        ]),
    ])
    workbook.strings = ["Posted", "Details", "Amount", "Acme, Inc.", "refund"].map { "<t>\($0)</t>" }
    workbook.formats = ["yyyy-mm-dd", "#,##0.00"]
    return XLSXSample(
      "plain",
      "columns:\n  Posted: booking_date\n  Amount: amount\n  Details: description\nconstants:\n  currency: USD\n",
      workbook)
  }

  private static var dates: XLSXWriting {
    let formats = [
      "m/d/yyyy", "d.m.yy h:mm", "h:mm:ss AM/PM", "[h]:mm", "\"day \"d\\ mmmm yyyy;@",
      "[$-F800]dddd, mmmm dd, yyyy",
      "mm:ss.0", "#,##0.00 \"days\"", "#,##0 USD", "mmm-yy",
    ]
    let cells: [(String, String, Int)] = [
      ("day", "46053", 1), ("first day", "1", 1), ("before the day that never was", "59", 1),
      ("the day that never was", "60", 1), ("after it", "61", 1), ("day nought", "0", 1),
      ("before all days", "-1", 1),
      ("last day", "2958465", 1), ("beyond the last day", "2958466", 1), ("no number", "soon", 1),
      ("day with a time that is not shown", "46053.75", 1), ("just before midnight", "46052.999999999996", 1),
      ("day and time", "46053.510416666664", 2), ("day at midnight", "46053", 2),
      ("rounded to the next day", "46052.999999", 2), ("time", "0.572916666666667", 3),
      ("time with a day", "46053.25", 3),
      ("hours", "1.25", 4), ("words in the format", "46053", 5), ("language in the format", "46053", 6),
      ("minutes and seconds", "0.0006944444", 7), ("number with days in quotes", "12.5", 8),
      ("number with letters without quotes", "1250", 9), ("month and year", "46053", 10),
    ]
    return named(
      cells.map { name, value, style in (name, { XLSXWriting.cell($0, value, style: style) }) },
      formats: formats)
  }

  private static var numbers: XLSXWriting {
    let cells: [(String, String)] = [
      ("as written", "12.340"), ("whole", "46053"), ("negative", "-0.5"), ("zero", "0"),
      ("negative zero", "-0"),
      ("exponent", "1.25E+3"), ("small exponent", "1.5e-05"), ("plus", "+7"),
      ("no digit before the point", ".5"),
      ("no digit behind the point", "5."), ("zeros before it", "007"), ("blanks around it", " 42 "),
      ("as many digits as it has", "12345678901234567890"),
      ("more than a binary fraction holds", "0.1234567890123456789"),
      ("large exponent", "1E+20"), ("exponent beyond all", "1E+999"), ("two points", "1.2.3"),
      ("comma", "1,5"),
      ("word", "abc"), ("none", ""),
    ]
    return named(cells.map { name, value in (name, { XLSXWriting.cell($0, value) }) })
  }

  private static var noise: XLSXWriting {
    let cells: [(String, String, Int)] = [
      ("nearest to 12.34", "12.340000000000001", 1), ("nearest to 1183.23", "1183.2299999999998", 1),
      ("a sum, shown with two decimals", "0.19999999999998863", 1),
      ("a sum, shown in full", "0.19999999999998863", 0),
      ("0.1 + 0.2", "0.30000000000000004", 0), ("with an exponent", "1.2000000000000001E-4", 0),
      ("a third, shown with two decimals", "0.33333333333333331", 1),
      ("a third of a percent", "0.0033333333333333335", 2),
      ("nineteen percent", "0.19000000000000003", 2), ("a price of three decimals", "12.345", 1),
      ("large", "1234567890123.4501", 1), ("large and whole", "1234567890123456", 1),
      ("large with a half", "1234567890000000.5", 0), ("in thousands", "1234567.1000000001", 3),
      ("nines up to the next ten", "9.9999999999999982", 1), ("below nought", "-12.340000000000002", 1),
    ]
    return named(
      cells.map { name, value, style in (name, { XLSXWriting.cell($0, value, style: style) }) },
      formats: ["#,##0.00;[Red]-#,##0.00", "0.00%", "#,##0.0,"])
  }

  private static var texts: XLSXWriting {
    var workbook = named([
      ("shared", { XLSXWriting.cell($0, "0", kind: "s") }),
      ("rich", { XLSXWriting.cell($0, "1", kind: "s") }),
      ("with its sound", { XLSXWriting.cell($0, "2", kind: "s") }),
      ("shared and empty", { XLSXWriting.cell($0, "3", kind: "s") }),
      ("shared and bare", { XLSXWriting.cell($0, "4", kind: "s") }),
      ("in the cell", { XLSXWriting.text($0, " <two> & \"more\" ") }),
      (
        "rich in the cell",
        { "<c r=\"\($0)\" t=\"inlineStr\"><is><r><t>a</t></r><r><rPr><b/></rPr><t>b</t></r></is></c>" }
      ),
      ("as it stands", { "<c r=\"\($0)\" t=\"inlineStr\"><is><t><![CDATA[a < b & c]]></t></is></c>" }),
      (
        "escaped",
        { XLSXWriting.text($0, "line_x000D_\nnext _x005F_x000D_ _xD83D__xDE00_ _x0000_ _xZZZZ_ _xD83D_") }
      ),
      ("of a formula", { XLSXWriting.cell($0, "Smith_x0009_& Sons", kind: "str", formula: "A1") }),
      ("in the cell and empty", { XLSXWriting.text($0, "") }),
      ("number written as text", { XLSXWriting.text($0, "00123") }), ("no cell", { _ in "" }),
    ])
    workbook.strings = [
      "<t>Größe 東京</t>", "<r><rPr><b/></rPr><t xml:space=\"preserve\">Acme </t></r><r><t>Inc.</t></r>",
      "<t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh><phoneticPr fontId=\"1\"/>", "<t></t>", "",
    ]
    return workbook
  }

  private static var formulas: XLSXWriting {
    named([
      ("computed", { XLSXWriting.cell($0, "12.5", formula: "SUM(C1:C9)") }),
      ("to a text", { XLSXWriting.cell($0, "x", kind: "str", formula: "C1") }),
      ("to an empty text", { XLSXWriting.cell($0, "", kind: "str", formula: "C1") }),
      ("to a flag", { XLSXWriting.cell($0, "1", kind: "b", formula: "C1=C2") }),
      ("to an error", { XLSXWriting.cell($0, "#DIV/0!", kind: "e", formula: "1/0") }),
      ("not computed", { "<c r=\"\($0)\"><f>SUM(C1:C9)</f></c>" }),
      ("shared, computed", { "<c r=\"\($0)\"><f t=\"shared\" si=\"0\"/><v>3</v></c>" }),
    ])
  }
}
