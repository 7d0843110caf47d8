import Bytes
import Components
import Records
import Testing

@testable import Reading

/// Reads a text as QIF.
private func read(
  _ text: String, settings: QIFSettings = QIFSettings(), chunk: Int = Int.max
) -> FileReading {
  FileReading { () throws(Fault) in
    QIFReader(
      try ByteSource(bytes: Array(text.utf8), name: "input.qif", chunk: chunk), settings: settings)
  }
}

private func bank(_ entries: String) -> String { "!Type:Bank\n" + entries }

private func entry(_ day: String, _ amount: String = "-1.00", _ more: String = "") -> String {
  "D\(day)\nT\(amount)\n\(more)^\n"
}

extension FileReading {
  /// One column over all batches; `~` is "no value".
  fileprivate func column(_ name: String) -> [String] {
    batches.flatMap { batch in (0..<batch.count).map { batch.column(name)?.string(at: $0) ?? "~" } }
  }
}

@Suite("QIF dates")
struct QIFDateTests {
  @Test(
    "one date that is a day in one order only decides for the whole file",
    arguments: [
      (["01/06/10", "29/12/10"], ["2010-06-01", "2010-12-29"]),
      (["01/06/10", "12/29/10"], ["2010-01-06", "2010-12-29"]),
      (["29/12/10", "01/06/10"], ["2010-12-29", "2010-06-01"]),
      (["1/ 6'05", "2/29'04"], ["2005-01-06", "2004-02-29"]),
      (["2010-06-01", "2010-12-29"], ["2010-06-01", "2010-12-29"]),
      (["5/5/10", "06.06.2010"], ["2010-05-05", "2010-06-06"]),
    ])
  func orders(dates: [String], days: [String]) {
    #expect(read(bank(dates.map { entry($0) }.joined())).column("booking_date") == days)
  }

  @Test("a file whose dates are days in both orders is refused, and read when the order is said")
  func ambiguous() {
    let text = bank(entry("5/5/94") + entry("6/1/94") + entry("6/2/94"))
    let fault = read(text).fault
    #expect(fault?.code == "dates-ambiguous")
    #expect(fault?.place?.line == 5)
    #expect(
      read(text, settings: QIFSettings(order: .monthFirst)).column("booking_date")
        == ["1994-05-05", "1994-06-01", "1994-06-02"])
    #expect(
      read(text, settings: QIFSettings(order: .dayFirst)).column("booking_date")
        == ["1994-05-05", "1994-01-06", "1994-02-06"])
  }

  @Test("a file that writes dates in both orders is refused; a record is where the order was said")
  func contradictory() {
    let text = bank(entry("12/29/2010") + entry("29/12/2010"))
    #expect(read(text).fault?.code == "dates-contradictory")
    let reading = read(text, settings: QIFSettings(order: .dayFirst))
    #expect(reading.rejections.map(\.code) == ["booking-date-not-in-calendar"])
    #expect(reading.column("booking_date") == ["2010-12-29"])
  }

  @Test("dates of lists, of investments and of split parts decide nothing")
  func elsewhere() {
    let lists = "!Type:Cat\nNFood\nD29/12/2010\n^\n!Type:Invst\nD29/12/2010\n^\n"
    #expect(read(lists + bank(entry("6/1/10")) + lists).fault?.code == "dates-ambiguous")
    let split = "D12/29/2010\nT-1.00\nSFood\nD1/10/2010\n$-1.00\n^\n"
    #expect(read(bank(split)).column("booking_date") == ["2010-12-29"])
  }

  @Test("the order is found however far behind it shows, up to a bound, and whatever the pieces")
  func farBehind() {
    let many = String(
      repeating: entry("01/02/2026", "-1.00", "M" + String(repeating: "x", count: 300) + "\n"), count: 10_000)
    for chunk in [4096, 100_003] {
      let days = read(bank(many + entry("29/12/2026")), chunk: chunk).column("booking_date")
      #expect(days.count == 10_001)
      #expect(Set(days) == ["2026-02-01", "2026-12-29"])
    }
    let tooMany = String(repeating: many, count: 6)
    #expect(read(bank(tooMany + entry("29/12/2026"))).fault?.code == "dates-ambiguous")
  }

  @Test("a century is told by an apostrophe, else by the pivot 70")
  func centuries() {
    let dates = ["12/29'94", "12/29/94", "12/29/69", "12/29/70", "12/29' 5", "12/29/1994"]
    let years = read(bank(dates.map { entry($0) }.joined())).column("booking_date").map { $0.prefix(4) }
    #expect(years == ["2094", "1994", "2069", "1970", "2005", "1994"])
  }
}

@Suite("QIF records")
struct QIFRecordTests {
  @Test("a refused record keeps its lines, and the caret stands under the bad bytes")
  func refused() throws {
    let text = bank(entry("12/29/2026") + entry("12/30/2026", "12.3O", "PShop\n"))
    let reading = read(text)
    let rejection = try #require(reading.rejections.first)
    let start = Int(rejection.origin.offset)
    let bytes = Array(text.utf8)[start..<start + Int(rejection.origin.length)]
    #expect(String(decoding: bytes, as: UTF8.self) == "D12/30/2026\nT12.3O\nPShop")
    #expect(bytes[start + Int(try #require(rejection.position))] == UInt8(ascii: "O"))
    #expect(rejection.origin.line == 5)
    #expect(reading.recordsRead == 2)
  }

  @Test("a file cut off anywhere gives no amount that it does not have")
  func cutOff() {
    let text = bank(entry("12/29/2026", "-125.50", "PShop\n") + entry("12/30/2026", "-7.25", "PShop\n"))
    for end in 0..<text.utf8.count {
      let reading = read(String(text.prefix(end)))
      #expect(Set(reading.column("amount")).isSubset(of: ["-125.5000", "-7.2500"]), "cut at \(end)")
    }
  }

  @Test("parts take the place of an entry only where they add up to it")
  func parts() {
    let split = "SFood\n$-60.00\nS[Savings]\nEput by\n$-40.00\n"
    let settings = QIFSettings(readsParts: true)
    let reading = read(bank(entry("12/29/2026", "-100.00", "MAll\n" + split)), settings: settings)
    #expect(reading.column("amount") == ["-60.0000", "-40.0000"])
    #expect(reading.column("category") == ["Food", "~"])
    #expect(reading.column("counterparty_account") == ["~", "Savings"])
    #expect(reading.column("description") == ["All", "put by"])
    #expect(reading.batches.flatMap(\.origins).map(\.record) == [1, 2])
    let apart = read(bank(entry("12/29/2026", "-99.00", split)), settings: settings)
    #expect(apart.column("amount") == ["-99.0000"])
    #expect(apart.remarks.contains { $0.hasPrefix("the parts of a split entry") })
    #expect(read(bank(entry("12/29/2026", "-99.00", split))).column("amount") == ["-99.0000"])
  }

  @Test("entries belong to the account named before them, and to none where a list of all stands before")
  func accounts() {
    let list = "!Option:AutoSwitch\n!Account\nNA\n^\nNB\n^\n!Clear:AutoSwitch\n"
    let text =
      bank(entry("12/29/2026")) + list + bank(entry("12/29/2026")) + "!Account\nNB\n^\n"
      + bank(entry("12/29/2026"))
    #expect(read(text).column("account_id") == ["~", "~", "B"])
    #expect(read(text, settings: QIFSettings(account: "X")).column("account_id") == ["X", "X", "B"])
  }

  @Test(
    "QIF is known by its first header under any name",
    arguments: ["!Type:Bank\n", "\n# made by hand\n!Account\nNX\n", "^\n!type:ccard", "!Option:AutoSwitch\r"])
  func recognition(head: String) {
    #expect(QIFReader.factory.recognizes(Array(head.utf8), "download.txt") == .certain)
    guard case .one(let reader) = Readers.detect(head: Array(head.utf8), name: "a.csv") else {
      Issue.record("not one format")
      return
    }
    #expect(reader.spec.name == "qif")
  }

  @Test("other files are not QIF, and a name makes it possible")
  func notQIF() {
    #expect(QIFReader.factory.recognizes(Array("!DOCTYPE\n!Type:Bank".utf8), "a.txt") == .no)
    #expect(QIFReader.factory.recognizes(Array("D1/1/26\nT1\n^".utf8), "a.QIF") == .possible)
  }
}
