import Components
import Mapping
import Records
import Support

/// Options as a pipeline would have them, written by hand. A value's place is the path to it: `gl_account.by.0`.
indirect enum Written: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  case text(String)
  case flag(Bool)
  case integer(Int)
  case list([Written])
  case group([(String, Written)])
  case map([(String, Written)])

  init(stringLiteral text: String) { self = .text(text) }
  init(booleanLiteral flag: Bool) { self = .flag(flag) }
  init(integerLiteral number: Int) { self = .integer(number) }
  init(arrayLiteral values: Written...) { self = .list(values) }
  init(dictionaryLiteral options: (String, Written)...) { self = .group(options) }

  func value(at path: String) -> Options.Value {
    func under(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
    let place = Place(file: path)
    switch self {
    case .text(let text): return Options.Value(.text(text), at: place)
    case .flag(let flag): return Options.Value(.flag(flag), at: place)
    case .integer(let number): return Options.Value(.integer(number), at: place)
    case .list(let values):
      return Options.Value(.list(values.enumerated().map { $1.value(at: under("\($0)")) }), at: place)
    case .group(let options):
      let values = options.map { name, value in (name, value.value(at: under(name))) }
      return Options.Value(.group(Options(Dictionary(uniqueKeysWithValues: values), at: place)), at: place)
    case .map(let entries):
      let made = entries.map { key, value in
        Options.Value.Entry(key: key, keyPlace: Place(file: under(key)), value: value.value(at: under(key)))
      }
      return Options.Value(.map(made), at: place)
    }
  }
}

/// The contract of the tests: a text, a text of two values, a required text, and one field of each other type.
let contract = Contract(
  name: "posting", version: 1, summary: "A posting for tests.",
  fields: [
    rule("gl_account", .text, isRequired: true),
    rule("side", .text, allowed: ["debit", "credit"]),
    rule("fee", .decimal(scale: 2)),
    rule("due", .date),
    rule("count", .integer),
    rule("currency", .currency),
    rule("memo", .text),
  ], key: [], fingerprintField: nil, effectiveDate: nil, footingAmount: nil)

private func rule(_ name: String, _ type: FieldType, isRequired: Bool = false, allowed: [String] = [])
  -> Contract.FieldRule
{
  Contract.FieldRule(
    name: name, type: type, isRequired: isRequired, allowed: allowed, isFingerprint: false,
    currencyField: nil,
    description: "")
}

/// A `map` stage over batches like `batch`; `files` are mapping files by path, cells between commas.
func made(_ rules: KeyValuePairs<String, Written>, of batch: RecordBatch, files: [String: String] = [:])
  -> (stage: MapStage, complaints: [String])
{
  let surroundings = Surroundings(contract: contract) { (path, table) throws(Fault) in
    guard let text = files[table.map { "\(path):\($0)" } ?? path] else {
      throw Fault("file-not-found", "no file \(path)", hint: "Write the file.", status: .inputMissing)
    }
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return LookupTable(
      name: path, columns: lines[0], rows: Array(lines.dropFirst()),
      lines: lines.indices.dropFirst().map { table == nil ? $0 + 1 : 0 })
  }
  var complaints: [Complaint] = []
  let value = Written.map(rules.map { ($0, $1) }).value(at: "")
  let stage = MapStage(
    options: Options(["": value], at: Place(file: "map")), schema: batch.schema, surroundings: surroundings,
    complaints: &complaints)
  return (stage, complaints.map(\.description))
}

/// What comes out of a map of these rules: the batch, then the rejections, or the complaints.
func mapped(_ rules: KeyValuePairs<String, Written>, _ batch: RecordBatch, files: [String: String] = [:])
  -> String
{
  let (stage, complaints) = made(rules, of: batch, files: files)
  if !complaints.isEmpty { return complaints.joined(separator: "\n") }
  let (result, fates, rejections) = run(stage, batch)
  guard result.schema == stage.schema else { return "the schema is not the one that was promised" }
  guard fates.allSatisfy({ $0 == .kept || $0 == .rejected }) else { return "another fate" }
  guard Set(rejections.map(\.origin.record)).count == fates.count(where: { $0 == .rejected }) else {
    return "refused rows without a rejection"
  }
  return text(result) + (rejections.isEmpty ? "" : "\n" + text(rejections))
}
