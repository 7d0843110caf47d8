import Bytes
import Components
import Reading
import Records

@testable import Running

/// A catalog of small components, so that the tests of the language do not depend on real ones.
extension Catalog {
  static let sample = Catalog(
    readers: [sampleReader("csv", allTyped: false), sampleReader("bank", allTyped: true)],
    stages: [.stage(TypingStage.self), .stage(CutStage.self), .dedup, .stage(LookupStage.self)],
    loaders: [Catalog.LoaderKind(sampleLoader)])
}

/// Gives the fields its columns name, as text or as the contract has them.
private func sampleReader(_ name: String, allTyped: Bool) -> ReaderFactory {
  let spec = ComponentSpec(
    kind: .reader, name: name, summary: "Reads a sample.",
    options: [
      OptionSpec(
        "columns", .map(key: "header", .fieldName), required: true, doc: "Fields by header.",
        example: "{ Amount: amount }"),
      OptionSpec("delimiter", .character, default: "\",\"", doc: "Between values.", example: "tab"),
      OptionSpec("header_lines", .integer(0...100), default: "1", doc: "Lines above.", example: "2"),
      OptionSpec("strict", .flag, default: "true", doc: "Refuse ragged rows.", example: "false"),
      OptionSpec("since", .date, doc: "A day.", example: "2026-01-31"),
      OptionSpec("totals", .oneOrMore(.text), doc: "Words of a totals row.", example: "[Total, Sum]"),
      OptionSpec(
        "quote", .group([OptionSpec("mark", .character, required: true, doc: "The mark.", example: "'\"'")]),
        doc: "Quoting.", example: "{ mark: '\"' }"),
      OptionSpec(
        "time", .either(.text, .map(key: "zone", .text)), doc: "A zone.", example: "Europe/Berlin"),
    ],
    examples: ["{ columns: { Amount: amount }, delimiter: tab }"])
  return ReaderFactory(
    spec: spec,
    schema: { options, contract, _ in
      RecordSchema(
        options.map("columns").map { entry in
          let name = entry.value.text
          return Field(name, allTyped ? contract.field(name)?.type ?? .text : .text)
        })
    },
    make: { _, _, _, _ throws(Fault) in preconditionFailure("nothing is read here") },
    recognizes: { _, _ in .no })
}

private let sampleLoader = ComponentSpec(
  kind: .loader, name: "sqlite", summary: "Loads a sample.",
  options: [
    OptionSpec("path", .path, required: true, doc: "The file.", example: "books.db"),
    OptionSpec("mode", .choice(["upsert", "append"]), default: "upsert", doc: "How.", example: "append"),
  ],
  examples: ["{ path: books.db }"])

/// `normalize: { amount: decimal }`.
struct TypingStage: Stage {
  static let spec = ComponentSpec(
    kind: .stage, name: "normalize", summary: "Types fields.",
    shape: .mapOf(key: "field", .choice(["decimal", "date", "currency"])), examples: ["{ amount: decimal }"])

  let schema: RecordSchema

  init(options: Options, schema: RecordSchema, surroundings: Surroundings, complaints: inout [Complaint]) {
    var output = schema
    for entry in options.map("") {
      guard schema.index(of: entry.key) != nil else {
        complaints.append(
          Complaint("field-unknown", at: entry.keyPlace, "no earlier stage yields the field \(entry.key)"))
        continue
      }
      output.set(
        Field(entry.key, ["date": .date, "currency": .currency][entry.value.text] ?? .decimal(scale: 4)))
    }
    self.schema = output
  }

  func apply(to batch: inout RecordBatch, fates: inout [Fate], rejecting rejections: inout [Rejection]) {}
}

/// `cut_off: { from: 2026-01-01 }`.
struct CutStage: Stage {
  static let spec = ComponentSpec(
    kind: .stage, name: "cut_off", summary: "Cuts.",
    options: [
      OptionSpec("field", .fieldName, default: "booking_date", doc: "A date.", example: "value_date"),
      OptionSpec("from", .date, required: true, doc: "First day.", example: "2026-01-01"),
    ],
    examples: ["{ from: 2026-01-01 }"])

  let schema: RecordSchema

  init(options: Options, schema: RecordSchema, surroundings: Surroundings, complaints: inout [Complaint]) {
    let field = options.text("field") ?? ""
    if let type = schema.type(of: field), type != .date {
      complaints.append(
        Complaint("field-wrong-type", at: options.place, "\(field) is \(type); cut_off needs a date"))
    }
    self.schema = schema
  }

  func apply(to batch: inout RecordBatch, fates: inout [Fate], rejecting rejections: inout [Rejection]) {}
}

/// `map: { gl_account: accounts.csv }`.
struct LookupStage: Stage {
  static let spec = ComponentSpec(
    kind: .stage, name: "map", summary: "Looks up.", shape: .mapOf(key: "field", .path),
    examples: ["{ gl_account: accounts.csv }"])

  let schema: RecordSchema

  init(options: Options, schema: RecordSchema, surroundings: Surroundings, complaints: inout [Complaint]) {
    var output = schema
    for entry in options.map("") {
      do throws(Fault) {
        _ = try surroundings.lookupTable(entry.value.text, nil)
      } catch {
        complaints.append(Complaint(error.code, at: entry.value.place, error.message))
      }
      output.set(Field(entry.key, .text))
    }
    self.schema = output
  }

  func apply(to batch: inout RecordBatch, fates: inout [Fate], rejecting rejections: inout [Rejection]) {}
}

/// Compiles `text` as `/books/bank.yaml`, named `bank.yaml`; there is one mapping file, `accounts.csv`.
func compile(
  _ text: String, overrides: [String] = [], environment: [String: String] = [:], account: String = "1000",
  catalog: Catalog = .sample
) -> (pipeline: Pipeline?, complaints: [Complaint]) {
  var compiler = PipelineCompiler(path: "/books/bank.yaml", catalog: catalog) { path, _ throws(Fault) in
    guard path == "/books/accounts.csv" else {
      throw Fault("file-not-found", "no such file", status: .inputMissing)
    }
    return LookupTable(name: path, columns: ["account_id", "gl"], rows: [["1", account]], lines: [2])
  }
  let pipeline = compiler.compile(
    Array(text.utf8), file: "bank.yaml", overrides: overrides, environment: environment)
  return (pipeline, compiler.complaints)
}

/// The complaints as they are printed, hints and all.
func complaints(
  _ text: String, overrides: [String] = [], environment: [String: String] = [:]
) -> [String] {
  compile(text, overrides: overrides, environment: environment).complaints.map(\.description)
}
