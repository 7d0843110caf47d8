import Records

/// How a pipeline wants OFX to be read.
struct OFXSettings: Sendable {
  /// Of statements that name none.
  var currency = Currency.none
  /// Whether the cash of trades is read, beside what the broker calls bank transactions.
  var readsTrades = false
}
