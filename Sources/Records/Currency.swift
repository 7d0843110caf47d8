/// A three-letter currency code, held in two bytes: 1 + the code read as a number in base 26. Zero is "none".
///
/// Standard: ISO 4217:2015; the list and its minor units are in `Currency+Table.swift`.
public struct Currency: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// 0 for none, else 1 to 17,576.
  public let rawValue: UInt16

  /// Stands for "no currency".
  public static let none = Currency(rawValue: 0)

  /// From the two bytes of a currency column; at most 17,576.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Nil unless the text is exactly three letters; lower case is accepted, as banks write `cad`.
  /// Three letters are not yet a currency that ISO 4217 knows: see `minorUnits`.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 3, let code = Currency(bytes[0], bytes[1], bytes[2]) else { return nil }
    self = code
  }

  /// From three ASCII letters of either case.
  public init?(_ a: UInt8, _ b: UInt8, _ c: UInt8) {
    func index(_ byte: UInt8) -> UInt16? {
      let upper = byte & 0xDF
      return upper >= 65 && upper <= 90 ? UInt16(upper - 65) : nil
    }
    guard let x = index(a), let y = index(b), let z = index(c) else { return nil }
    rawValue = 1 + (x * 26 + y) * 26 + z
  }

  /// Three ASCII letters, or none.
  public var bytes: [UInt8] {
    guard rawValue > 0 else { return [] }
    let value = rawValue - 1
    return [UInt8(65 + value / 676), UInt8(65 + value / 26 % 26), UInt8(65 + value % 26)]
  }

  /// Three letters, upper case; empty for none.
  public var description: String { String(decoding: bytes, as: UTF8.self) }

  /// In the order of the alphabet, none first.
  public static func < (a: Currency, b: Currency) -> Bool { a.rawValue < b.rawValue }

  /// Decimal places of the minor unit, 0 to 4; nil when ISO 4217 does not list the code or gives it none.
  public var minorUnits: Int? {
    let units = Currency.minorUnitsByRawValue[Int(rawValue)]
    return units == Currency.unknown ? nil : Int(units)
  }

  /// In `minorUnitsByRawValue`: not a currency with minor units.
  public static let unknown: UInt8 = 255

  /// Minor units indexed by `rawValue`, for loops that want the table whole: 17,577 entries, `unknown` where
  /// there is none.
  public static let minorUnitsByRawValue: [UInt8] = {
    var table = [UInt8](repeating: unknown, count: 17_577)
    for (code, units) in minorUnitsTable {
      if let currency = Currency(code) { table[Int(currency.rawValue)] = units }
    }
    return table
  }()
}
