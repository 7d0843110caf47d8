import Records

/// How a pipeline wants QIF to be read.
struct QIFSettings: Sendable {
  /// Nil where the file's own dates decide.
  var order: QIFDate.Order?
  var currency = Currency.none
  /// Of entries before which no account is named.
  var account = ""
  /// Whether an entry that is split is one record for each part.
  var readsParts = false
  /// Whether the cash side of investments is read.
  var readsTrades = false
}
