import Components
import Records

extension ReaderFactory {
  /// The option `currency` of a format that may not name one; none where it is left out or, with a complaint, where ISO
  /// 4217 does not list it.
  static func currency(_ options: Options, _ complaints: inout [Complaint]) -> Currency {
    guard let text = options.text("currency") else { return .none }
    if let currency = Currency(text), currency.minorUnits != nil { return currency }
    complaints.append(
      Complaint(
        "currency-unknown", at: options.place(of: "currency"), "\(text) is not a currency of ISO 4217",
        hint: "Write its three letters: currency: USD."))
    return .none
  }
}
