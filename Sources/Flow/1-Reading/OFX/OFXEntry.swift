/// An entry while it is read: its fields as they stand in the block.
struct OFXEntry {
  typealias Value = OFXFramer.Value

  /// The tag it began with.
  var tag = OFXTag.entry
  var start = OFXFramer.Mark()
  var type = Value()
  var day = Value()
  var valueDay = Value()
  var amount = Value()
  /// Of what its amount is in, where that is not the currency of the statement.
  var currency = Value()
  var id = Value()
  var correctedID = Value()
  var correction = Value()
  var serverID = Value()
  var reference = Value()
  var checkNumber = Value()
  var name = Value()
  var extendedName = Value()
  var payeeName = Value()
  var account = Value()
  var memo = Value()
  var security = Value()
  /// It states more than one amount.
  var isContradicted = false

  /// The element within the entry that is open.
  enum Part {
    case own, payee, account, currency, originalCurrency
  }

  var part = Part.own

  /// Takes a text that stands in the entry; the first one of a kind stays.
  mutating func take(_ tag: OFXTag, _ value: Value) {
    switch tag {
    case .type: OFXEntry.keep(&type, value)
    case .incomeType: OFXEntry.keep(&type, value)
    case .posted where !self.tag.isTrade: OFXEntry.keep(&day, value)
    case .begun where !self.tag.isTrade: OFXEntry.keep(&day, value)
    case .traded where self.tag.isTrade: OFXEntry.keep(&day, value)
    case .available where !self.tag.isTrade: OFXEntry.keep(&valueDay, value)
    case .settled where self.tag.isTrade: OFXEntry.keep(&valueDay, value)
    case .amount where !self.tag.isTrade: setAmount(value)
    case .total where self.tag.isTrade: setAmount(value)
    case .entryCurrency: OFXEntry.keep(&currency, value)
    case .currencySymbol where part == .currency: OFXEntry.keep(&currency, value)
    case .id: OFXEntry.keep(&id, value)
    case .correctedID: OFXEntry.keep(&correctedID, value)
    case .correction: OFXEntry.keep(&correction, value)
    case .serverID: OFXEntry.keep(&serverID, value)
    case .reference: OFXEntry.keep(&reference, value)
    case .checkNumber: OFXEntry.keep(&checkNumber, value)
    case .name where part == .payee: OFXEntry.keep(&payeeName, value)
    case .name: OFXEntry.keep(&name, value)
    case .payee: OFXEntry.keep(&payeeName, value)
    case .extendedName: OFXEntry.keep(&extendedName, value)
    case .accountID where part == .account: OFXEntry.keep(&account, value)
    case .memo: OFXEntry.keep(&memo, value)
    case .security: OFXEntry.keep(&security, value)
    default: break
    }
  }

  mutating func begin(_ tag: OFXTag) {
    switch tag {
    case .payee: part = .payee
    case .bankAccountTo, .cardAccountTo: part = .account
    case .entryCurrency: part = .currency
    case .originalCurrency: part = .originalCurrency
    default: break
    }
  }

  mutating func end(_ tag: OFXTag) {
    switch tag {
    case .payee, .bankAccountTo, .cardAccountTo, .entryCurrency, .originalCurrency: part = .own
    default: break
    }
  }

  private mutating func setAmount(_ value: Value) {
    if !amount.isEmpty { isContradicted = true }
    OFXEntry.keep(&amount, value)
  }

  private static func keep(_ field: inout Value, _ value: Value) { if field.isEmpty { field = value } }
}
