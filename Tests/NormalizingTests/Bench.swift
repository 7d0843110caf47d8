import Components
import Normalizing
import Records
import Support

/// Options as a test writes them.
indirect enum Setting: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByBooleanLiteral
{
  case text(String)
  case flag(Bool)
  case list([Setting])
  case map([(String, Setting)])

  init(stringLiteral value: String) { self = .text(value) }

  init(booleanLiteral value: Bool) { self = .flag(value) }

  init(arrayLiteral elements: Setting...) { self = .list(elements) }

  init(dictionaryLiteral elements: (String, Setting)...) { self = .map(elements) }

  /// The place of every option in these tests.
  static let place = Place(file: "test.yaml", line: 1, column: 1)

  /// Checked as the pipeline's parser would, defaults filled in.
  func options(_ specs: [OptionSpec]) -> Options {
    guard case .map(let entries) = self else { preconditionFailure("not a map") }
    var values: [String: Options.Value] = [:]
    for spec in specs {
      if let text = spec.defaultValue { values[spec.name] = Setting.written(text).value(spec.type) }
    }
    for (name, setting) in entries {
      guard let spec = specs.first(where: { $0.name == name }) else {
        preconditionFailure("no option \(name)")
      }
      values[name] = setting.value(spec.type)
    }
    return Options(values, at: Setting.place)
  }

  private func value(_ type: OptionType) -> Options.Value {
    let kind: Options.Value.Kind
    switch (type, self) {
    case (.oneOrMore(let type), .list(let list)), (.list(let type), .list(let list)):
      kind = .list(list.map { $0.value(type) })
    case (.oneOrMore(let type), _): return value(type)
    case (.group(let specs), _): kind = .group(options(specs))
    case (.map(_, let type), .map(let entries)):
      kind = .map(
        entries.map { Options.Value.Entry(key: $0.0, keyPlace: Setting.place, value: $0.1.value(type)) })
    case (.flag, .text(let text)): kind = .flag(text == "true")
    case (_, .flag(let flag)): kind = .flag(flag)
    case (_, .text(let text)): kind = .text(text)
    default: preconditionFailure("not \(type.words)")
    }
    return Options.Value(kind, at: Setting.place)
  }

  /// A default as it would be written in YAML.
  private static func written(_ text: String) -> Setting {
    func plain(_ text: some StringProtocol) -> String {
      let isQuoted = text.count >= 2 && text.first == "\"" && text.last == "\""
      return String(isQuoted ? text.dropFirst().dropLast() : text[...])
    }
    guard text.first == "[" else { return .text(plain(text)) }
    return .list(text.dropFirst().dropLast().split(separator: ", ").map { .text(plain($0)) })
  }
}

/// A contract with every type of field.
let bankContract: Contract = {
  func field(
    _ name: String, _ type: FieldType, required: Bool = false, allowed: [String] = [], currency: String? = nil
  ) -> Contract.FieldRule {
    Contract.FieldRule(
      name: name, type: type, isRequired: required, allowed: allowed, isFingerprint: false,
      currencyField: currency,
      description: "")
  }
  return Contract(
    name: "bank_test", version: 1, summary: "",
    fields: [
      field("account_id", .text, required: true),
      field("booking_date", .date, required: true),
      field("value_date", .date),
      field("amount", .decimal(scale: 4), required: true, currency: "currency"),
      field("currency", .currency, required: true),
      field("status", .text, allowed: ["booked", "pending"]),
      field("description", .text),
      field("running_balance", .decimal(scale: 4), currency: "currency"),
      field("item_count", .integer),
      field("rate", .decimal(scale: 6)),
      field("external_id", .text, required: true),
    ],
    key: ["account_id", "external_id"], fingerprintField: "external_id", effectiveDate: "booking_date",
    footingAmount: "amount")
}()

/// A stage with the complaints it made.
func stage(
  _ setting: Setting, over schema: RecordSchema, contract: Contract = bankContract
) -> (stage: NormalizeStage, complaints: [Complaint]) {
  var complaints: [Complaint] = []
  let surroundings = Surroundings(contract: contract) { (path, _) throws(Fault) -> LookupTable in
    throw Fault("file-not-found", path, status: .inputMissing)
  }
  let stage = NormalizeStage(
    options: setting.options(NormalizeStage.spec.options), schema: schema, surroundings: surroundings,
    complaints: &complaints)
  return (stage, complaints)
}

/// What comes out, refused rows and all, and the rejections.
func normalized(
  _ batch: RecordBatch, _ setting: Setting = [:], contract: Contract = bankContract
) -> (batch: RecordBatch, fates: [Fate], rejections: [Rejection], complaints: [Complaint]) {
  let (stage, complaints) = stage(setting, over: batch.schema, contract: contract)
  var batch = batch
  var fates = [Fate](repeating: .kept, count: batch.count)
  var rejections: [Rejection] = []
  stage.apply(to: &batch, fates: &fates, rejecting: &rejections)
  return (batch, fates, rejections, complaints)
}

/// One field's texts, each a row, read in a currency; per row the canonical value or the code of the refusal.
func read(
  _ field: String, _ texts: [String?], _ setting: Setting = [:], currency: String = "USD"
) -> [String] {
  let batch = RecordBatch(
    schema: RecordSchema([Field(field, .text), Field("currency", .text)]),
    columns: [.text(TextColumn(texts)), .constant(currency, count: texts.count)],
    origins: texts.indices.map { Origin(offset: 0, length: 0, line: Int32($0 + 1), record: Int32($0)) })
  let result = normalized(batch, setting)
  precondition(result.complaints.isEmpty, "\(result.complaints)")
  return texts.indices.map { row in
    let codes = result.rejections.filter { $0.origin.record == Int32(row) }.map(\.code)
    return codes.isEmpty ? result.batch.column(field)?.string(at: row) ?? "~" : codes.joined(separator: " ")
  }
}

func amounts(_ texts: [String?], _ amount: Setting = [:], currency: String = "USD") -> [String] {
  read("running_balance", texts, ["amount": amount], currency: currency)
}

func dates(_ texts: [String?], _ dates: Setting = [:]) -> [String] {
  read("value_date", texts, ["dates": dates])
}

/// The codes of the complaints over a schema with every field as text.
func complaints(_ setting: Setting, fields: [String]? = nil) -> [String] {
  let names = fields ?? bankContract.fields.map(\.name)
  return stage(setting, over: RecordSchema(names.map { Field($0, .text) })).complaints.map(\.code)
}
