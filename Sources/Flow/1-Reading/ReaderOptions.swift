import Bytes
import Components
import Records

/// Options that several formats have: how they are declared, and what is read from them.
enum ReaderOptions {
  /// Of a format that does not say how its characters are written.
  static func encoding(example: String) -> OptionSpec {
    OptionSpec(
      "encoding", .choice(TextEncoding.names),
      doc: "Encoding of the file, where it is not UTF-8 and the survey of its bytes cannot tell.",
      example: example)
  }

  /// Of XML, which declares its encoding.
  static let declaredEncoding = OptionSpec(
    "encoding", .choice(TextEncoding.names),
    doc: "Encoding of the file, where it is not the one that the document declares.",
    example: "windows-1252")

  /// - Parameter what: that the description is made of: `several texts`.
  static func textJoin(_ what: String) -> OptionSpec {
    OptionSpec(
      "text_join", .choice(["newline", "space", "none"]), default: "newline",
      doc: "What stands in the description between \(what).", example: "space")
  }

  /// The bytes that `text_join` means.
  static func joint(_ options: Options) -> [UInt8] {
    switch options.text("text_join") {
    case "space": [UInt8(ascii: " ")]
    case "none": []
    default: [UInt8(ascii: "\n")]
    }
  }

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
