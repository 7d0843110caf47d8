import Components
import Records
import Support
import Testing

@testable import Normalizing

@Suite("What holds for all values")
struct PropertyTests {
  /// How a country writes its amounts.
  struct Locale: Sendable, CustomStringConvertible {
    var description: String
    var setting: Setting
    var mark: String
    var group: String
    var isIndian = false
    var negative: @Sendable (String) -> String
  }

  static let locales: [Locale] = [
    Locale(
      description: "American, in parentheses",
      setting: ["group_mark": ",", "negative": "parentheses", "currency_sign": "$"], mark: ".", group: ","
    ) { "($\($0))" },
    Locale(
      description: "German", setting: ["decimal_mark": ",", "group_mark": ".", "negative": "trailing_minus"],
      mark: ",",
      group: "."
    ) { "\($0)-" },
    Locale(
      description: "French", setting: ["decimal_mark": ",", "group_mark": " "], mark: ",", group: "\u{202F}"
    ) { "\u{2212}\($0)" },
    Locale(
      description: "Swiss", setting: ["group_mark": "'"], mark: ".", group: "\u{2019}"
    ) { "-\($0)" },
    Locale(
      description: "Indian", setting: ["group_mark": ",", "grouping": "indian", "negative": "cr_dr"],
      mark: ".",
      group: ",", isIndian: true
    ) { "\($0) Dr" },
  ]

  @Test("random amounts written as a country writes them are read back equal", arguments: locales)
  func roundTrip(locale: Locale) {
    var random = SeededRandom(seed: 2026)
    for (code, decimals) in [("USD", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4)] {
      var texts: [String?] = []
      var expected: [String] = []
      for _ in 0..<400 {
        let magnitude = Int64(bitPattern: random.next() >> UInt64(random.number(1...60)))
        guard let value = ScaledDecimal(unscaled: magnitude, scale: decimals).rescaled(to: 4) else {
          continue
        }
        let isNegative = random.number(0...1) == 1 && magnitude != 0
        let text = PropertyTests.write(magnitude, decimals, locale)
        texts.append(isNegative ? locale.negative(text) : text)
        expected.append((isNegative ? "-" : "") + value.description)
      }
      #expect(amounts(texts, locale.setting, currency: code) == expected)
    }
  }

  private static func write(_ magnitude: Int64, _ decimals: Int, _ locale: Locale) -> String {
    let plain = ScaledDecimal(unscaled: magnitude, scale: decimals).description.split(separator: ".")
    var groups: [String] = []
    var rest = plain[0]
    var size = 3
    while rest.count > size {
      groups.insert(String(rest.suffix(size)), at: 0)
      rest = rest.dropLast(size)
      size = locale.isIndian ? 2 : 3
    }
    groups.insert(String(rest), at: 0)
    return groups.joined(separator: locale.group) + (decimals == 0 ? "" : locale.mark + plain[1])
  }

  @Test("bytes of any kind are read or refused, never both, and never trap")
  func hostile() {
    var random = SeededRandom(seed: 99)
    let pieces: [[UInt8]] = [
      [0x31], [0x2C], [0x2E], [0x2D], [0x28], [0x29], [0x20], [0x43, 0x52], [0x24], [0xE2, 0x88, 0x92],
      [0xE2], [0xC2],
      [0xA0], [0xC2, 0xA0], [0xFF], [0xF4, 0x90], [0xED, 0xA0, 0x80], [0x00], [0xCC, 0x88], [0x75], [0x2F],
      [0x39],
    ]
    let setting: Setting = [
      "amount": [
        "group_mark": [",", " "], "negative": ["minus", "trailing_minus", "parentheses", "cr_dr"],
        "currency_sign": ["$", "USD", "−"],
      ],
      "dates": [
        "format": ["d/M/yyyy", "yyyy-MM-dd'T'HH:mm:ssXXX", "dd.MM.yy"], "time_zone": "Europe/Berlin",
      ],
      "fields": ["description": ["case": "upper"], "status": ["values": ["a": "booked"]]],
    ]
    let names = bankContract.fields.map(\.name) + ["other"]
    var columns: [Column] = []
    for _ in names {
      var column = TextColumn(bytes: [], views: [])
      for _ in 0..<2000 {
        let start = column.bytes.count
        for _ in 0..<random.number(0...8) { column.bytes += pieces[random.number(0...pieces.count - 1)] }
        column.views.append(TextView(start: UInt32(start), length: Int32(column.bytes.count - start)))
      }
      columns.append(.text(column))
    }
    let origins = (0..<2000).map { Origin(offset: 0, length: 0, line: $0 + 1, record: $0) }
    let batch = RecordBatch(
      schema: RecordSchema(names.map { Field($0, .text) }), columns: columns, origins: origins)
    let result = normalized(batch, setting)
    #expect(result.complaints == [])
    let refused = Set(result.rejections.map { Int($0.origin.record) })
    for row in 0..<2000 { #expect((result.fates[row] == .rejected) == refused.contains(row)) }
    let known = Set(NormalizeStage.spec.reasons.map(\.code))
    #expect(
      result.rejections.allSatisfy {
        known.contains($0.code) && !$0.hint.isEmpty && !$0.reason.hasSuffix(".")
      })
  }

  @Test("a damaged zone file is refused or read, and never traps")
  func damagedZone() throws {
    let bytes = try #require(ZoneFile.bytes(of: "\(ZoneFile.folder)/America/New_York"))
    var random = SeededRandom(seed: 5)
    for _ in 0..<3000 {
      var damaged = bytes
      for _ in 0..<random.number(1...4) {
        damaged[random.number(0...min(random.number(0...1) == 0 ? 60 : 100_000, damaged.count - 1))] = UInt8(
          random.number(0...255))
      }
      if random.number(0...2) == 0 { damaged.removeLast(random.number(1...damaged.count)) }
      let zone = ZoneFile(damaged)
      for year in [-100, 0, 56, 90, 8000] { _ = zone?.offset(at: Int64(year) * 31_556_952) }
    }
  }

  @Test(
    "rules of POSIX give the offset of the instant",
    arguments: [
      ("EST5EDT,M3.2.0,M11.1.0", 1_772_953_199, -18_000), ("EST5EDT,M3.2.0,M11.1.0", 1_772_953_200, -14_400),
      ("<+0330>-3:30", 0, 12_600), ("UTC0", 0, 0), ("XXX3EDT4,0/0,J365/23", 0, -14_400),
      ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1_780_000_000, -3600),
      ("IST-1GMT0,M10.5.0,M3.5.0/1", 1_768_000_000, 0),
      ("AEST-10AEDT,M10.1.0,M4.1.0/3", 1_768_000_000, 39_600), ("A3", 0, -1), ("EST", 0, -1),
      ("EST5EDT", 0, -1),
      ("EST5EDT,M13.1.0,M11.1.0", 0, -1), ("EST5EDT,M3.2.0", 0, -1),
      ("EST5EDT,J60,J300", 1_772_323_199, -18_000),
      ("EST5EDT,J60,J300", 1_772_434_800, -14_400),
    ])
  func rules(rule: String, instant: Int64, offset: Int32) {
    #expect(ZoneRule(Array(rule.utf8))?.offset(at: instant) ?? -1 == offset)
  }
}
