import Checkpoints
import Records
import Support
import Testing

@testable import Running

@Suite("Pages")
struct HTMLTests {
  private func written(_ node: HTMLNode) -> String {
    var text = ""
    node.write(to: &text)
    return text
  }

  // MARK: The writer

  @Test("marks of HTML in a text or a value are written as references, and come back as they were")
  func escaping() throws {
    let hostile = "</td><script>alert(\"1\")</script> & 'x' &amp; ]]> <!-- --> {{x}}"
    let text = written(.element(.p, [.ariaLabel: hostile], hostile))
    #expect(!text.contains("<script"))
    #expect(!text.dropFirst(3).dropLast(5).contains("<"))
    let page = PageReading(
      String(decoding: HTMLPage(title: hostile, body: [.data(hostile)]).bytes, as: UTF8.self))
    #expect(page.problems == [])
    #expect(page.all("title").first?.text == hostile)
    #expect(page.all("bdi").first?.text == hostile)
  }

  @Test("control characters are seen as pictures, and marks that turn or hide text as their numbers")
  func invisible() {
    let text = written(
      .text("a\u{0}\u{1B}[31m\u{7F}\u{85}\u{202E}gpj.exe\u{200B}\u{FEFF}\u{2066}\u{E0041}\r\n\t"))
    #expect(
      text
        == "a\u{2400}\u{241B}[31m\u{2421}[U+85][U+202E]gpj.exe[U+200B][U+FEFF][U+2066][U+E0041]\u{240D}\n\t")
    #expect(written(.text("Zoë 中文 حساب 🧾")) == "Zoë 中文 حساب 🧾")
    #expect(written(.text("\u{FFFE}\u{1FFFF}")) == "\u{FFFD}\u{FFFD}")
  }

  @Test("text from files stands in an element of its own, so that its direction ends with it")
  func isolated() { #expect(written(.data("حساب")) == "<bdi>حساب</bdi>") }

  @Test("attributes come in one order, and elements without children are closed")
  func form() {
    #expect(
      written(.element(.rect, [.y: "0", .class: "plus", .x: "1"], []))
        == "<rect class=\"plus\" x=\"1\" y=\"0\"/>")
    #expect(written(.element(.td, [:], [])) == "<td></td>")
  }

  @Test("the style sheet needs no reference, names nothing to load, and has rules for paper and for the dark")
  func style() {
    #expect(written(.text(PageStyle.css)) == PageStyle.css)
    for word in ["url(", "@import", "http", "expression"] { #expect(!PageStyle.css.contains(word)) }
    #expect(PageStyle.css.contains("@media print") && PageStyle.css.contains("prefers-color-scheme: dark"))
  }

  @Test(
    "digits stand in threes, other texts as they are",
    arguments: [
      ("1234567.89", "1\u{202F}234\u{202F}567.89"), ("-1000", "\u{2212}1\u{202F}000"), ("999", "999"),
      ("", ""),
      ("x", "x"), ("1.2.3", "1.2.3"), ("-", "-"), ("12a", "12a"),
    ])
  func digits(text: String, shown: String) { #expect(PageParts.grouped(text) == shown) }

  @Test(
    "amounts have the decimals of their currency, and never lose one that counts",
    arguments: [
      ("12.3000", "EUR", "12.30"), ("12.3456", "EUR", "12.3456"), ("12.0000", "JPY", "12"),
      ("0.1230", "KWD", "0.123"), ("-5", "EUR", "-5"), ("5.0000", "", "5.00"),
    ])
  func amounts(text: String, currency: String, shown: String) {
    #expect(PageParts.money(text, Currency(currency) ?? .none) == shown)
  }

  @Test("a bar is as long as its share, to the right for money in, and never lost from sight")
  func bars() {
    func boxes(_ amount: Int128, _ largest: Int128) -> [String] {
      let text = "<!DOCTYPE html>\n" + written(PagePictures.bar(amount, of: largest, words: "w"))
      return PageReading(text).all("rect").map {
        "\($0.attributes["class"] ?? "") \($0.attributes["x"] ?? "") \($0.attributes["width"] ?? "")"
      }
    }
    #expect(boxes(500, 1000) == ["plus 1000 500", "axis 999 2"])
    #expect(boxes(-1000, 1000) == ["minus 0 1000", "axis 999 2"])
    #expect(boxes(1, .max) == ["plus 1000 4", "axis 999 2"])
    #expect(boxes(0, 0) == ["plus 1000 0", "axis 999 2"])
  }

  // MARK: The page of a run

  private static let hostile = """
    Ref,Posted,Amount
    R1,2026-01-05,1.00
    R2,2026-02-05,-7001.50
    "</pre><script>alert(1)</script>",2026-02-06,"1.O0' onload=""x"" \u{202E}"
    <img src=x onerror=alert(1)>,2026-13-01,1.00

    """

  private func page(_ name: String = "in-<b>&\"'.csv") throws -> String {
    let folder = RunFolder()
    try folder.write(HTMLTests.hostile, to: name)
    let pipeline = try folder.compiled()
    #expect(try Runner(pipeline, request: RunRequest(), context: folder.context).run().map(\.number) == [1])
    return String(decoding: try History(pipeline).html(of: 1), as: UTF8.self)
  }

  @Test("what a file says cannot become a part of the page, in text, names or attributes")
  func injection() throws {
    let text = try page()
    let page = PageReading(text)
    #expect(page.problems == [])
    let names = Set(page.elements.map(\.name))
    for name in ["script", "img", "b", "a", "link", "iframe", "object", "form"] {
      #expect(!names.contains(name), "\(name)")
    }
    for element in page.elements {
      #expect(
        element.attributes.keys.allSatisfy {
          !$0.hasPrefix("on") && $0 != "src" && $0 != "href" && $0 != "style"
        })
    }
    #expect(page.all("pre").contains { $0.text.contains("</pre><script>alert(1)</script>") })
    #expect(text.contains("[U+202E]") && !text.contains("\u{202E}"))
    #expect(
      page.all("h3").contains { $0.text == "in-<b>&\"'.csv" }
        || page.all("th").contains { $0.text == "in-<b>&\"'.csv" })
  }

  @Test("the page needs nothing but itself: no script, no address, nothing to load")
  func selfContained() throws {
    let text = try page("in-1.csv").replacing("http://www.w3.org/1999/xhtml", with: "")
    for word in ["http:", "https:", "//", "<script", "url(", "<link", "<a "] {
      #expect(!text.contains(word), "\(word)")
    }
  }

  @Test("the same run of the same files is the same page")
  func determinism() throws { #expect(try page("in-1.csv") == page("in-1.csv")) }

  @Test("tables have a caption and named columns, rows their names, pictures their words")
  func accessible() throws {
    let page = PageReading(try page("in-1.csv"))
    let tables = page.all("table").count
    #expect(tables >= 4)
    #expect(page.all("caption").count == tables && page.all("thead").count == tables)
    #expect(page.all("th").allSatisfy { $0.attributes["scope"] != nil && !$0.text.isEmpty })
    #expect(page.all("svg").count >= 3)
    #expect(
      page.all("svg").allSatisfy { $0.attributes["role"] == "img" && $0.attributes["aria-label"] != "" })
    #expect(page.all("html").first?.attributes["lang"] == "en")
    #expect(page.all("h1").count == 1)
  }

  @Test("footing, money by month, digests, reasons with their hints and original lines are on the page")
  func content() throws {
    let page = PageReading(try page("in-1.csv"))
    let rows = page.all("tr").map(\.text)
    #expect(rows.contains { $0.hasPrefix("inserted2\u{2212}7\u{202F}000.50") })
    #expect(rows.contains { $0.hasPrefix("rejected2") })
    #expect(rows.contains("read4\u{2212}6\u{202F}999.50"))
    #expect(
      rows.contains { $0.hasPrefix("A12026-0111.00") }
        && rows.contains { $0.hasPrefix("A12026-021\u{2212}7\u{202F}001.50") })
    #expect(rows.contains { $0.hasPrefix("SHA-256 ") && $0.count == 72 })
    #expect(rows.contains { $0.hasPrefix("amount-not-a-number10") && $0.contains("slips") })
    #expect(page.all("pre").contains { $0.text == "<img src=x onerror=alert(1)>,2026-13-01,1.00" })
    #expect(page.all("strong").contains { $0.text.hasPrefix("It foots") })
  }
}
