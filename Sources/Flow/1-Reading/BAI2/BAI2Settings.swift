import Records

/// What a pipeline can set for a BAI2 file.
struct BAI2Settings: Sendable {
  /// Minor units a bank uses against ISO 4217, 0 to 4.
  var exponents: [Currency: Int] = [:]
  /// Stands between the lines of a text.
  var joint: [UInt8] = [BAI2Byte.lineFeed]

  /// Decimal places of amounts in this currency; nil when nobody says.
  func minorUnits(of currency: Currency) -> Int? { exponents[currency] ?? currency.minorUnits }
}
