import Components
import Databases
import Loading
import Records
import Support

/// A folder of its own for one test, taken away afterwards, and a small bank contract.
final class Bench {
  private let temporary = TemporaryFolder()
  var folder: String { temporary.path }
  var path: String { folder + "/books.db" }

  static let contract = Contract(
    name: "entry", version: 1, summary: "",
    fields: [
      rule("account_id", .text, required: true), rule("booking_date", .date, required: true),
      rule("amount", .decimal(scale: 4), currency: "currency"), rule("currency", .currency),
      rule("description", .text), rule("external_id", .text, required: true),
    ], key: ["account_id", "external_id"], fingerprintField: "external_id", effectiveDate: "booking_date",
    footingAmount: "amount")

  static let header =
    "account_id | booking_date:date | amount:decimal(4) | currency:currency | description | external_id"

  /// What is in the folder.
  var files: [String] {
    ["books.db", "books.db-wal", "books.db-shm"].filter { SQLiteDatabase.exists(at: folder + "/" + $0) }
  }

  func options(_ values: [String: String]) -> Options {
    let place = Place(file: "test.yaml", line: 1, column: 1)
    var all = ["path": Options.Value(.text(path), at: place), "table": .init(.text("entries"), at: place)]
    all["amounts"] = .init(.text("decimal"), at: place)
    for (name, value) in values {
      switch name {
      case "provenance": all[name] = .init(.flag(value == "true"), at: place)
      case "key", "locked_by":
        all[name] = .init(
          .list(value.split(separator: " ").map { .init(.text(String($0)), at: place) }), at: place)
      default: all[name] = .init(.text(value), at: place)
      }
    }
    return Options(all, at: place)
  }

  func plan(key: [String]? = nil, keepsFirst: Bool = false, run: Int64 = 1, resumed: Bool = false) -> LoadPlan
  {
    LoadPlan(
      pipeline: "monthly", contract: Bench.contract, schema: rows("").schema, key: key ?? Bench.contract.key,
      keepsFirst: keepsFirst, run: run, isResumed: resumed)
  }

  /// Rows under the contract's header.
  func rows(_ text: String) -> RecordBatch { table(Bench.header + "\n" + text) }

  /// One run of one batch, from opening to the end; outcomes as letters: `i`, `u`, `=`, `d`.
  @discardableResult
  func load(
    _ text: String, _ values: [String: String] = [:], key: [String]? = nil, keepsFirst: Bool = false,
    run: Int64 = 1
  ) throws(Fault) -> String {
    let loader = SQLiteLoader(options: options(values))
    try loader.prepare(plan(key: key, keepsFirst: keepsFirst, run: run), writing: true)
    try loader.begin()
    let outcomes = try loader.load(rows(text), from: Provenance(run: run, file: "Inbox/a.csv"))
    try loader.commit(LoadMark(pipeline: "monthly", run: run, file: 0, rows: 1)) {}
    try loader.finish {}
    return letters(outcomes)
  }

  func classify(_ text: String, _ values: [String: String] = [:], keepsFirst: Bool = false) throws(Fault)
    -> String
  {
    let loader = SQLiteLoader(options: options(values))
    try loader.prepare(plan(keepsFirst: keepsFirst, run: 0), writing: false)
    return letters(try loader.classify(rows(text)))
  }

  /// A query's rows, one a line; `~` is NULL.
  func select(_ sql: String) throws(Fault) -> String {
    let database = try SQLiteDatabase(path: path, access: .reading)
    return try database.query(sql) { row in
      (0..<row.columnCount).map { row.text($0) ?? "~" }.joined(separator: "|")
    }.joined(separator: "\n")
  }

  func execute(_ sql: String) throws(Fault) {
    try SQLiteDatabase(path: path, access: .writing).execute(sql)
  }
}

func letters(_ outcomes: [Outcome]) -> String {
  outcomes.map { outcome in
    switch outcome {
    case .inserted: "i"
    case .updated: "u"
    case .unchanged: "="
    case .duplicate: "d"
    }
  }.joined()
}

/// The fault that `work` throws, or nil.
func fault(_ work: () throws(Fault) -> Void) -> Fault? {
  do {
    try work()
    return nil
  } catch {
    return error
  }
}

private func rule(_ name: String, _ type: FieldType, required: Bool = false, currency: String? = nil)
  -> Contract.FieldRule
{
  Contract.FieldRule(
    name: name, type: type, isRequired: required, allowed: [], isFingerprint: false, currencyField: currency,
    description: "")
}
