import Components
import Records

/// What must hold between the parts of a contract once each is well formed.
struct ContractCheck {
  private let options: Options
  var complaints: [Complaint] = []

  init(_ options: Options) { self.options = options }

  /// The contract; complete only when no complaint was added.
  mutating func contract() -> Contract {
    let (name, version) = title()
    var fields: [Contract.FieldRule] = []
    for value in options.list("fields") {
      let rule = field(value.group)
      if fields.contains(where: { $0.name == rule.name }) {
        complain(
          "field-twice", at: value.group.place(of: "name"), "the field \(rule.name) stands here a second time"
        )
      }
      fields.append(rule)
    }
    if fields.count > ContractFile.maximumFields {
      complain(
        "fields-too-many", at: options.place(of: "fields"),
        "\(fields.count) fields are more than the \(ContractFile.maximumFields) a contract may have")
    }
    references(fields)
    return Contract(
      name: name, version: version, summary: options.text("summary") ?? "", fields: fields,
      key: options.list("key").map(\.text), fingerprintField: options.text("fingerprint_field"),
      effectiveDate: options.text("effective_date"), footingAmount: options.text("footing"),
      debitIsPositive: options.text("debit") == "positive")
  }

  private mutating func title() -> (name: String, version: Int) {
    guard let title = ContractTitle(options.text("contract") ?? "") else {
      complain(
        "contract-name-malformed", at: options.place(of: "contract"),
        "\"\(options.text("contract") ?? "")\" is not a name and a version",
        hint: "Write the name in snake_case, a slash and the version: bank_transaction/1.")
      return ("", 0)
    }
    return (title.name, title.version)
  }

  private mutating func field(_ options: Options) -> Contract.FieldRule {
    let type = options.text("type") ?? ""
    let scale = options.integer("scale")
    if type == "decimal", scale == nil {
      complain(
        "scale-missing", at: options.place(of: "type"), "a decimal needs its scale", hint: "Add scale: 4.")
    }
    for (option, owner) in [("scale", "decimal"), ("currency", "decimal"), ("enum", "text")] {
      if type != owner, options[option] != nil {
        complain(
          "option-out-of-place", at: options.place(of: option),
          "\(option) is for a field of type \(owner), not \(type)",
          hint: "Take it out.")
      }
    }
    let types: [String: FieldType] = [
      "decimal": .decimal(scale: scale ?? 0), "date": .date, "integer": .integer, "currency": .currency,
    ]
    return Contract.FieldRule(
      name: options.text("name") ?? "", type: types[type] ?? .text, isRequired: options.flag("required"),
      allowed: options.list("enum").map(\.text), isFingerprint: options.flag("fingerprint"),
      currencyField: options.text("currency"), isCompared: options.flag("compare"),
      description: options.text("description") ?? "")
  }

  /// Fields named by other parts exist and have the type that part needs.
  private mutating func references(_ fields: [Contract.FieldRule]) {
    func expect(_ option: String, _ words: String, _ fits: (FieldType) -> Bool) {
      for value in options.list(option) { reference(value, fields, words, fits) }
    }
    expect("key", "a field") { _ in true }
    expect("fingerprint_field", "text") { $0 == .text }
    expect("effective_date", "a date") { $0 == .date }
    expect("footing", "a decimal") { if case .decimal = $0 { true } else { false } }
    for value in options.list("fields") {
      if let currency = value.group["currency"] {
        reference(currency, fields, "a currency") { $0 == .currency }
      }
    }
    if options["fingerprint_field"] != nil, !fields.contains(where: \.isFingerprint) {
      complain(
        "fingerprint-empty", at: options.place(of: "fingerprint_field"), "no field has fingerprint: true",
        hint: "Mark the fields the source never changes.")
    }
  }

  private mutating func reference(
    _ value: Options.Value, _ fields: [Contract.FieldRule], _ words: String, _ fits: (FieldType) -> Bool
  ) {
    guard let field = fields.first(where: { $0.name == value.text }) else {
      complain(
        "field-unknown", at: value.place, "the contract has no field \"\(value.text)\"",
        hint: nearest(to: value.text, among: fields.map(\.name)).map { "Did you mean \($0)?" })
      return
    }
    if !fits(field.type) {
      complain("field-wrong-type", at: value.place, "\(field.name) is \(field.type); expected \(words)")
    }
  }

  private mutating func complain(_ code: String, at place: Place, _ message: String, hint: String? = nil) {
    complaints.append(Complaint(code, at: place, message, hint: hint))
  }
}

/// `bank_transaction/1`, taken apart.
struct ContractTitle {
  let name: String
  /// From 1.
  let version: Int

  /// Nil unless it is a name in snake_case, a slash and a version without leading zeros.
  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, OptionDecoder.isFieldName(parts[0]), let version = Int(parts[1]), version >= 1,
      String(version) == parts[1]
    else { return nil }
    name = parts[0]
    self.version = version
  }
}
