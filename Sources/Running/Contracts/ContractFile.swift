import Components
import Records

/// Reads and checks a contract: a versioned record schema written in YAML.
///
///     contract: bank_transaction/1
///     fields:
///       - { name: amount, type: decimal, scale: 4, currency: currency, required: true, description: ... }
///     key: [account_id, external_id]
enum ContractFile {
  static let maximumFields = 500

  static let options: [OptionSpec] = [
    OptionSpec(
      "contract", .text, required: true, doc: "Name in snake_case, a slash, and the version.",
      example: "bank_transaction/1"),
    OptionSpec(
      "summary", .text, default: "''", doc: "What one record is, in one sentence.", example: "One sale."),
    OptionSpec(
      "fields", .list(.group(fieldOptions)), required: true, doc: "The fields in their order.",
      example: "[{ name: account_id, type: text, description: The account. }]"),
    OptionSpec(
      "key", .list(.fieldName), doc: "The fields that identify a record.",
      example: "[account_id, external_id]"),
    OptionSpec(
      "fingerprint_field", .fieldName,
      doc: "The text field that takes a fingerprint where the source has no identifier.",
      example: "external_id"),
    OptionSpec(
      "effective_date", .fieldName, doc: "The date that decides whether a record is before the cut-off.",
      example: "booking_date"),
    OptionSpec("footing", .fieldName, doc: "The decimal field whose sums must foot.", example: "amount"),
    OptionSpec(
      "debit", .choice(["negative", "positive"]), default: "negative",
      doc: "The sign of a debit: negative at a bank, where it is money out; positive in a ledger.",
      example: "positive"),
  ]

  private static let fieldOptions: [OptionSpec] = [
    OptionSpec("name", .fieldName, required: true, doc: "The field's name.", example: "amount"),
    OptionSpec(
      "type", .choice(["text", "decimal", "date", "integer", "currency"]), required: true,
      doc: "What it holds.",
      example: "decimal"),
    OptionSpec("scale", .integer(0...18), doc: "Of a decimal: its decimal places.", example: "4"),
    OptionSpec(
      "currency", .fieldName, doc: "Of a decimal: the field with its currency.", example: "currency"),
    OptionSpec(
      "required", .flag, default: "false", doc: "A record without a value is refused.", example: "true"),
    OptionSpec(
      "enum", .list(.text), doc: "Of a text: the only values allowed.", example: "[booked, pending]"),
    OptionSpec(
      "fingerprint", .flag, default: "false",
      doc: "Part of a record's identity where the source has no identifier; never changes at the source.",
      example: "true"),
    OptionSpec(
      "compare", .flag, default: "true",
      doc:
        "Whether another value makes it another version of the record; false for what only says how it came.",
      example: "false"),
    OptionSpec("description", .text, required: true, doc: "What it means.", example: "In major units."),
  ]

  /// The contract; nil when any complaint was added.
  ///
  /// - Parameter file: its path as the user wrote it.
  static func parse(_ bytes: [UInt8], file: String, complaints: inout [Complaint]) -> Contract? {
    let before = complaints.count
    guard let root = YAMLParser.parse(bytes, file: file, complaints: &complaints) else { return nil }
    var decoder = OptionDecoder(directory: "/")
    let decoded = decoder.options(root, options, of: "a contract", at: root.place)
    complaints += decoder.complaints
    guard let decoded, complaints.count == before else { return nil }
    var check = ContractCheck(decoded)
    let contract = check.contract()
    complaints += check.complaints
    return complaints.count == before ? contract : nil
  }
}
