import Records
import Support
import Testing

@Suite("An exact decimal")
struct ScaledDecimalTests {
  @Test(
    "reads what it writes",
    arguments: [
      ("0", 0, 0), ("-0.01", -1, 2), ("12.30", 1230, 2), ("00012.5", 125, 1),
      ("9223372036854775807", Int64.max, 0),
      ("-9.223372036854775807", -Int64.max, 18), ("0.000000000000000001", 1, 18), ("-0", 0, 0),
    ])
  func reading(_ text: String, _ unscaled: Int64, _ scale: Int) {
    #expect(ScaledDecimal(text) == ScaledDecimal(unscaled: unscaled, scale: scale))
  }

  @Test(
    "anything but plain digits is refused, and so is what does not fit",
    arguments: [
      "", "-", ".", ".5", "5.", "1.2.3", "+1", " 1", "1 ", "1,000", "1e3", "--1", "0x10", "１", "NaN",
      "9223372036854775808", "-9223372036854775808", "0.0000000000000000001", "92233720368547758070",
    ])
  func refusing(_ text: String) {
    #expect(ScaledDecimal(text) == nil)
  }

  @Test("is written with all its decimals, the sign in front")
  func writing() {
    #expect(ScaledDecimal(unscaled: -5, scale: 2).description == "-0.05")
    #expect(ScaledDecimal(unscaled: 1_230_000, scale: 4).description == "123.0000")
    #expect(ScaledDecimal(unscaled: 7, scale: 0).description == "7")
    #expect(ScaledDecimal(unscaled: .max, scale: 18).description == "9.223372036854775807")
    #expect(ScaledDecimal.text(Int128.max, scale: 4) == "17014118346046923173168730371588410.5727")
    #expect(ScaledDecimal.text(Int128.min, scale: 0) == "-170141183460469231731687303715884105728")
  }

  @Test("is shown with no more decimals than needed, but with those of its currency")
  func showing() {
    #expect(ScaledDecimal.text(1_230_000, scale: 4, least: 2) == "123.00")
    #expect(ScaledDecimal.text(1_234_560, scale: 4, least: 2) == "123.456")
    #expect(ScaledDecimal.text(-1_230_000, scale: 4, least: 0) == "-123")
    #expect(ScaledDecimal.text(0, scale: 4, least: 2) == "0.00")
    #expect(ScaledDecimal.text(0, scale: 0, least: 0) == "0")
    #expect(ScaledDecimal.text(5, scale: 0, least: 2) == "5.00")
    #expect(ScaledDecimal.text(1, scale: 4, least: 2) == "0.0001")
  }

  @Test("changes its scale only when nothing is lost")
  func rescaling() {
    func at(_ text: String, _ scale: Int) -> String? { ScaledDecimal(text)?.rescaled(to: scale)?.description }
    #expect(at("12.3", 4) == "12.3000")
    #expect(at("12.3000", 1) == "12.3")
    #expect(at("12.3000", 0) == nil)
    #expect(at("-0.0001", 3) == nil)
    #expect(at("0.00", 18) == "0.000000000000000000")
    #expect(at("922337203685477.5807", 4) == "922337203685477.5807")
    #expect(at("922337203685477.581", 4) == nil)
    #expect(at("10", 18) == nil)
    #expect(ScaledDecimal(unscaled: ScaledDecimal.null, scale: 2).rescaled(to: 2) == nil)
  }

  @Test("random decimals survive being written, read and rescaled")
  func roundTrip() {
    var random = SeededRandom(seed: 4217)
    for _ in 0..<20_000 {
      let value = Int64(truncatingIfNeeded: random.next()) >> random.next(64)
      if value == ScaledDecimal.null { continue }
      let decimal = ScaledDecimal(unscaled: value, scale: random.next(19))
      #expect(ScaledDecimal(decimal.description) == decimal)
      let target = random.next(19)
      guard let other = decimal.rescaled(to: target) else { continue }
      #expect(other.scale == target)
      #expect(other.rescaled(to: decimal.scale) == decimal)
      let wide = Int128(other.unscaled) * Int128(ScaledDecimal.power(decimal.scale))
      #expect(wide == Int128(decimal.unscaled) * Int128(ScaledDecimal.power(target)))
    }
  }

  @Test("the powers of ten are those of ten")
  func powers() {
    #expect(ScaledDecimal.powers.count == 19)
    #expect(
      ScaledDecimal.powers.enumerated().allSatisfy { "\($1)" == "1" + String(repeating: "0", count: $0) })
  }
}
