import Components
import Records
import Testing

@testable import Reading

@Suite("knowing a format by its content")
struct RecognitionTests {
  private let bai2 = "01,A,B,260105,,1,,,2/\n02,B,A,1,260105,,USD,2/\n"

  private func detected(_ head: String, _ name: String) -> [String] {
    switch Readers.detect(head: Array(head.utf8), name: name) {
    case .one(let reader): [reader.spec.name]
    case .ambiguous(let readers): readers.map(\.spec.name)
    case .none: []
    }
  }

  @Test("a BAI2 file is BAI2 under any name", arguments: ["a.bai", "a.txt", "a.csv", "a"])
  func bai2ByContent(name: String) { #expect(detected(bai2, name) == ["bai2"]) }

  @Test(
    "text with as many delimiters in most lines may be CSV",
    arguments: [
      "Date,Text,Amount\n2026-01-02,a,1\n", "Date;Text;Amount\r\n2026-01-02;a;1,00\r\n",
      "a\tb\tc\n1\t2\t3", "Account 1\n\nDate,Text,Amount\n2026-01-02,\"a, b\nc\",1\n2026-01-02,x,1\n",
    ])
  func csvByContent(head: String) {
    #expect(detected(head, "download") == ["csv"])
    #expect(CSVReader.factory.recognizes(Array(head.utf8), "download") == .possible)
  }

  @Test(
    "other text is not taken for CSV",
    arguments: [
      "", "hello\nworld\n", "one, two, three words\nin a letter\nnot, in\ncolumns\n",
      "< a, b, c\n< d, e, f\n",
      "[1,2,3,\n4,5,6,\n", ":20:A,B,C\n:25:A,B,C\n", "a,b,c\n", "a,b,c\u{0}\na,b,c\n",
    ])
  func notCSV(head: String) { #expect(detected(head, "download") == []) }

  @Test("a name alone makes a format possible")
  func byName() {
    #expect(detected("a\nb\n", "list.CSV") == ["csv"])
    #expect(detected("", "daily.bai.gz") == ["bai2"])
  }

  @Test("a name that says one thing and a content that may be another are not guessed about")
  func ambiguous() {
    #expect(detected("Date,Text,Amount\n2026-01-02,a,1\n", "daily.bai") == ["bai2", "csv"])
  }

  @Test("several that are certain are not guessed about either")
  func severalCertain() {
    let twice = [BAI2Reader.factory, BAI2Reader.factory, CSVReader.factory]
    guard case .ambiguous(let found) = Readers.detect(head: Array(bai2.utf8), name: "a.csv", among: twice)
    else {
      Issue.record("not ambiguous")
      return
    }
    #expect(found.count == 2)
  }

  @Test("a head that is cut off within a line counts whole lines only")
  func cutOff() {
    let line = "2026-01-02,text,1.00\n"
    let head = String(String(repeating: line, count: 300).prefix(Readers.headSize))
    #expect(detected(head, "download") == ["csv"])
  }
}
