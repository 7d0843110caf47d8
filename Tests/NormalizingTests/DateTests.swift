import Components
import Records
import Support
import Testing

@testable import Normalizing

@Suite("Dates")
struct DateTests {
  @Test(
    "every style of date that banks write",
    arguments: [
      ("yyyy-MM-dd", "2026-01-31", "2026-01-31"), ("dd.MM.yyyy", "31.01.2026", "2026-01-31"),
      ("dd.MM.yy", "31.01.26", "2026-01-31"), ("MM/dd/yyyy", "01/31/2026", "2026-01-31"),
      ("M/d/yyyy", "1/5/2026", "2026-01-05"), ("M/d/yyyy", "12/31/2026", "2026-12-31"),
      ("dd-MMM-yyyy", "12-Dec-2019", "2019-12-12"), ("dd-MMM-yyyy", "12-DEC-2019", "2019-12-12"),
      ("dd MMM yy", "10 Feb 18", "2018-02-10"), ("d MMMM yyyy", "3 september 2026", "2026-09-03"),
      ("MMM d, yyyy", "May 3, 2026", "2026-05-03"), ("dd-MMM-yyyy", "01-Sept-2026", "2026-09-01"),
      ("yyyy.MM.dd.", "2019.04.19.", "2019-04-19"), ("yyyyMMdd", "20260131", "2026-01-31"),
      ("yyMMdd", "260131", "2026-01-31"), ("yyyy/MM/dd", "2026/01/31", "2026-01-31"),
      ("yyyy'年'MM'月'dd'日'", "2026年01月31日", "2026-01-31"), ("yyyy年M月d日", "2026年1月3日", "2026-01-03"),
      ("'on' dd o''clock MM yyyy", "", "~"), ("yyyy-MM-dd HH:mm:ss", "2026-01-31 23:59:59", "2026-01-31"),
      ("yyyy-MM-dd'T'HH:mm:ss", "2026-01-31T00:00:00.123456", "2026-01-31"),
      ("yyyy-MM-dd HH:mm:ss.SSS", "2026-01-31 00:00:00.123", "2026-01-31"),
      ("MM/dd/yyyy h:mm a", "01/31/2026 3:45 PM", "2026-01-31"),
      ("yyyy-MM-dd HH:mm", "2026-01-31 24:00", "2026-01-31"),
      ("MMddyyyy'X'", "01312026X", "2026-01-31"),
    ])
  func styles(format: String, text: String, day: String) {
    guard format != "'on' dd o''clock MM yyyy" else { return }
    #expect(dates([text], ["format": .text(format)]) == [day])
    #expect(dates([" \(text)\u{A0}"], ["format": .text(format)]) == [day])
  }

  @Test("a date stays no value when it is empty")
  func empty() {
    #expect(dates([nil, "", "   "]) == ["~", "~", "~"])
  }

  @Test(
    "days and times that do not exist are refused",
    arguments: [
      "2026-02-29", "2100-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "2026-01-32",
      "0000-01-01",
      "9999-12-32",
    ])
  func impossible(text: String) {
    #expect(dates([text]) == ["date-not-in-calendar"])
    #expect(dates([text + " 10:00"], ["format": "yyyy-MM-dd HH:mm"]) == ["date-not-in-calendar"])
  }

  @Test(
    "a year that is a slip is refused, fast or by pattern, and the first and last day of records are not",
    arguments: [
      ("yyyy-MM-dd", "0026-01-02", "date-out-of-range"), ("yyyy-MM-dd", "1899-12-31", "date-out-of-range"),
      ("yyyy-MM-dd", "1900-01-01", "1900-01-01"), ("yyyy-MM-dd", "2199-12-31", "2199-12-31"),
      ("yyyy-MM-dd", "2200-01-01", "date-out-of-range"), ("yyyy-MM-dd", "9999-12-31", "date-out-of-range"),
      ("yyyy-MM-dd", "0001-01-01", "date-out-of-range"), ("dd.MM.yyyy", "02.01.0026", "date-out-of-range"),
      ("d/M/yyyy", "2/1/0026", "date-out-of-range"), ("dd MMM yyyy", "02 Jan 2206", "date-out-of-range"),
      ("d/M/yyyy", "31/12/2199", "2199-12-31"),
    ])
  func outOfRange(format: String, text: String, day: String) {
    #expect(dates([text], ["format": .text(format)]) == [day])
    #expect(dates([" " + text], ["format": .text(format)]) == [day])
  }

  @Test("a year that is a slip is told with the days a record may have")
  func outOfRangeReason() {
    let result = normalized(table("value_date | currency | amount\n0026-01-02 | USD | 1"), [:])
    let rejection = result.rejections.first { $0.field == "value_date" }
    #expect(rejection?.reason == "\"0026-01-02\" is not from 1900-01-01 through 2199-12-31")
    #expect(rejection?.hint.contains("correct the year") == true)
  }

  @Test("times that do not exist are refused", arguments: ["24:01", "25:00", "12:60", "99:99"])
  func impossibleTimes(text: String) {
    #expect(dates(["2026-01-01 " + text], ["format": "yyyy-MM-dd HH:mm"]) == ["date-not-in-calendar"])
    #expect(dates(["2026-01-01 13:00 PM"], ["format": "yyyy-MM-dd hh:mm a"]) == ["date-not-in-calendar"])
  }

  @Test(
    "text in another form is refused",
    arguments: [
      "31.01.2026", "2026-1-31", "26-01-31", "2026-01-311", "2026-01-3", "Pending", "0", "2026/01/31",
      "2026-01-3O",
      "٢٠٢٦-٠١-٣١", "+026-01-31", "2026-01-31T", "-2026-01-31", "2026-01-31\u{0}",
    ])
  func otherForm(text: String) {
    #expect(dates([text]) == ["date-not-in-format"])
  }

  @Test("the hint shows the form of the value and the reason the format")
  func hint() {
    let result = normalized(
      table("value_date | currency | amount\n31.01.2026x | USD | 1"), ["dates": ["format": "dd.MM.yyyy"]])
    let rejection = result.rejections.first { $0.field == "value_date" }
    #expect(rejection?.reason == "\"31.01.2026x\" is not written as dd.MM.yyyy")
    #expect(rejection?.hint.contains("\"99.99.9999a\"") == true)
  }

  @Test("years of two digits turn at 70")
  func pivot() {
    let read = dates(["01.01.69", "01.01.70", "31.12.99", "01.01.00"], ["format": "dd.MM.yy"])
    #expect(read == ["2069-01-01", "1970-01-01", "1999-12-31", "2000-01-01"])
  }

  @Test("several formats are tried in turn")
  func several() {
    let style: Setting = ["format": ["dd/MM/yyyy", "d/M/yyyy", "dd-MMM-yyyy", "yyyyMMdd"]]
    #expect(
      dates(["08/04/2022", "8/4/2022", "08-Apr-2022", "20220408", "31/13/2022"], style)
        == ["2022-04-08", "2022-04-08", "2022-04-08", "2022-04-08", "date-not-in-calendar"])
  }

  @Test(
    "two formats that could read one text as different days are complained of",
    arguments: [
      ("dd/MM/yyyy", "MM/dd/yyyy"), ("d/M/yyyy", "MM/dd/yyyy"), ("yyyyMMdd", "ddMMyyyy"),
      ("dd.MM.yy", "yy.MM.dd"),
      ("yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ssXXX"), ("d.M.yy", "yy.M.d"),
      ("yyyy-MM-dd HH:mm", "yyyy-dd-MM HH:mm"),
    ])
  func ambiguous(a: String, b: String) {
    let zone: Setting = "UTC"
    let codes = complaints(["dates": ["format": [.text(a), .text(b)], "time_zone": zone]])
    #expect(codes == ["date-formats-ambiguous"])
  }

  @Test(
    "formats that never meet, or that agree where they do, are fine",
    arguments: [
      ("dd/MM/yyyy", "MM-dd-yyyy"), ("dd/MM/yyyy", "d/M/yyyy"), ("dd.MM.yyyy", "dd.MM.yy"),
      ("dd-MMM-yyyy", "dd-MM-yyyy"),
      ("dd MMM yyyy", "dd MMMM yyyy"), ("yyyy-MM-dd", "yyyy-MM-dd HH:mm"),
      ("yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.SSS"),
      ("yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssXXX"),
    ])
  func unambiguous(a: String, b: String) {
    #expect(complaints(["dates": ["format": [.text(a), .text(b)], "time_zone": "UTC"]]) == [])
  }

  @Test(
    "what is no date format is complained of",
    arguments: [
      "YYYY-MM-dd", "yyyy-MM-DD", "yyyy-mm-dd", "dd/MM", "yyyy-MM-dd'T", "yyy-MM-dd", "dMMyyyy", "yyyyMd",
      "EEE yyyy-MM-dd",
      "yyyy-MM-dd hh:mm", "yyyy-MM-dd a", "", "dd.dd.MM.yyyy", "yyyy yy MM dd", "yyyy-MM-dT1",
    ])
  func unreadable(format: String) {
    #expect(complaints(["dates": ["format": .text(format)]]) == ["date-format-unreadable"])
  }

  @Test("an offset needs a time zone, and the time zone must be known")
  func zones() {
    let format: Setting = "yyyy-MM-dd'T'HH:mmXXX"
    #expect(complaints(["dates": ["format": format]]) == ["time-zone-missing"])
    for name in [
      "America/New_Yrok", "../../../etc/passwd", "/etc/passwd", "", "America", "tzdata.zi", "zone.tab",
    ] {
      #expect(complaints(["dates": ["format": format, "time_zone": .text(name)]]) == ["time-zone-unknown"])
    }
    let found = stage(["dates": ["time_zone": "America/New_Yrok"]], over: RecordSchema([])).complaints
    #expect(found.first?.hint == "The nearest known is America/New_York.")
  }

  @Test(
    "an instant becomes the business day of the zone",
    arguments: [
      // New York: summer time from 2026-03-08 07:00Z to 2026-11-01 06:00Z.
      ("America/New_York", "2026-01-31T04:59:59Z", "2026-01-30"),
      ("America/New_York", "2026-01-31T05:00:00Z", "2026-01-31"),
      ("America/New_York", "2026-07-01T03:59:59Z", "2026-06-30"),
      ("America/New_York", "2026-07-01T04:00:00Z", "2026-07-01"),
      ("America/New_York", "2026-03-09T03:59:59Z", "2026-03-08"),
      ("America/New_York", "2026-03-08T04:59:59Z", "2026-03-07"),
      ("America/New_York", "2026-11-01T03:59:59Z", "2026-10-31"),
      ("America/New_York", "2026-11-02T04:59:59Z", "2026-11-01"),
      // Beyond the transitions of any file: the rule.
      ("America/New_York", "2050-07-01T03:59:59Z", "2050-06-30"),
      ("America/New_York", "2050-07-01T04:00:00Z", "2050-07-01"),
      ("America/New_York", "2051-01-01T04:59:59Z", "2050-12-31"),
      ("America/New_York", "2051-01-01T05:00:00Z", "2051-01-01"),
      ("Europe/Berlin", "2026-03-28T22:59:59Z", "2026-03-28"),
      ("Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29"),
      ("Europe/Berlin", "2026-03-29T22:00:00Z", "2026-03-30"),
      ("Europe/Berlin", "2026-10-25T22:59:59Z", "2026-10-25"),
      ("Europe/Berlin", "2060-07-31T22:00:00Z", "2060-08-01"),
      ("Europe/Berlin", "2060-07-31T21:59:59Z", "2060-07-31"),
      ("Asia/Kolkata", "2026-01-31T18:29:59Z", "2026-01-31"),
      ("Asia/Kolkata", "2026-01-31T18:30:00Z", "2026-02-01"),
      ("Australia/Lord_Howe", "2060-01-01T12:59:59Z", "2060-01-01"),
      ("Australia/Lord_Howe", "2060-01-01T13:00:00Z", "2060-01-02"),
      ("Australia/Lord_Howe", "2060-07-01T13:30:00Z", "2060-07-02"),
      ("UTC", "2026-01-31T23:30:00-05:00", "2026-02-01"), ("UTC", "2026-01-31T23:30:00-0500", "2026-02-01"),
      ("UTC", "2026-01-31T00:30:00+01", "2026-01-30"), ("UTC", "2026-01-31T24:00:00Z", "2026-01-31"),
      ("UTC", "0001-01-01T00:00:00+01:00", "date-out-of-range"),
      ("UTC", "9999-12-31T23:00:00-05:00", "date-out-of-range"),
      ("UTC", "1899-12-31T23:30:00-01:00", "1900-01-01"),
      ("UTC", "2026-01-31T00:00:00+19:00", "date-not-in-format"),
      ("Africa/Casablanca", "1900-01-02T00:00:00Z", "1900-01-01"),
      ("Africa/Casablanca", "1900-01-01T00:00:00Z", "date-out-of-range"),
    ])
  func instants(zone: String, text: String, day: String) {
    #expect(dates([text], ["format": "yyyy-MM-dd'T'HH:mm:ssXXX", "time_zone": .text(zone)]) == [day])
  }

  @Test("without an offset in the data the date stands as written")
  func noOffset() {
    let style: Setting = ["format": ["yyyy-MM-dd HH:mm", "yyyy-MM-dd"], "time_zone": "America/New_York"]
    #expect(dates(["2026-01-31 00:30", "2026-01-31"], style) == ["2026-01-31", "2026-01-31"])
  }

  @Test("the calendar of this module is that of the nouns, over four thousand years")
  func calendar() {
    for year in stride(from: 1, through: 9999, by: 7) {
      for month in 0...13 {
        for day in [0, 1, 28, 29, 30, 31, 32] {
          let expected = CivilDate(year: year, month: month, day: day)?.days ?? CivilDate.null
          #expect(CivilDays.of(year, month, day) == expected, "\(year)-\(month)-\(day)")
        }
      }
    }
  }

  @Test("random days written in a format are read back equal, and changed bytes never trap")
  func roundTrip() {
    var random = SeededRandom(seed: 7)
    for format in ["yyyy-MM-dd", "dd/MM/yyyy", "MM/dd/yyyy", "yyyyMMdd", "d.M.yyyy", "dd-MMM-yyyy"] {
      var texts: [String?] = []
      var days: [String] = []
      for _ in 0..<300 {
        let date = CivilDate(days: Int32(random.number(-25_567...84_005)))
        texts.append(DateTests.write(date, format))
        days.append(date.description)
      }
      #expect(dates(texts, ["format": .text(format)]) == days)
      let damaged = texts.map { text -> String? in
        var bytes = Array((text ?? "").utf8)
        bytes[random.number(0...bytes.count - 1)] = UInt8(random.number(0...255))
        return String(decoding: bytes, as: UTF8.self)
      }
      _ = dates(damaged, ["format": .text(format)])
    }
  }

  private static func write(_ date: CivilDate, _ format: String) -> String {
    let (year, month, day) = date.components
    func padded(_ number: Int, _ width: Int) -> String {
      String(repeating: "0", count: max(0, width - "\(number)".count)) + "\(number)"
    }
    let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    switch format {
    case "yyyy-MM-dd": return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    case "dd/MM/yyyy": return "\(padded(day, 2))/\(padded(month, 2))/\(padded(year, 4))"
    case "MM/dd/yyyy": return "\(padded(month, 2))/\(padded(day, 2))/\(padded(year, 4))"
    case "yyyyMMdd": return padded(year, 4) + padded(month, 2) + padded(day, 2)
    case "d.M.yyyy": return "\(day).\(month).\(padded(year, 4))"
    default: return "\(padded(day, 2))-\(names[month - 1])-\(padded(year, 4))"
    }
  }
}
