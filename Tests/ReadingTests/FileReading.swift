import Bytes
import Components
import Reading
import Records

/// Everything a reader gave of one file, in the forms goldens are written in.
struct FileReading {
  var schema = RecordSchema([])
  var batches: [RecordBatch] = []
  var rejections: [Rejection] = []
  var statements: [Statement] = []
  var remarks: [String] = []
  var recordsRead = 0
  /// What stopped it; nothing else is of use then.
  var fault: Fault?

  /// A reading by the factory's own reader.
  init(_ factory: ReaderFactory, _ options: Options, _ bytes: [UInt8], name: String, chunk: Int = Int.max) {
    self.init { () throws(Fault) in
      let encoding = options.text("encoding").flatMap(TextEncoding.init(named:))
      let source = try ByteSource(bytes: bytes, name: name, encoding: encoding, chunk: chunk)
      let contract = FileReading.contract(
        factory.usualContract(Array(bytes.prefix(Readers.headSize))))
      var complaints: [Complaint] = []
      let schema = factory.schema(options, contract, &complaints)
      return try factory.make(options, schema, source, contract)
    }
  }

  /// A reading of documents: of each one as a whole or by lines.
  ///
  /// - Parameter title: of the contract that they fill.
  init(
    _ factory: ReaderFactory, _ bytes: [UInt8], name: String, of title: String, grain: String, chunk: Int
  ) {
    self.init { () throws(Fault) in
      let place = Place(file: "options.yaml", line: 1)
      let options = Options(["records": Options.Value(.text(grain), at: place)], at: place)
      let contract = FileReading.contract(title)
      var complaints: [Complaint] = []
      return try factory.make(
        options, factory.schema(options, contract, &complaints),
        ByteSource(bytes: bytes, name: name, chunk: chunk), contract)
    }
  }

  /// A reading by any reader.
  init(_ make: () throws(Fault) -> any Reader) {
    do throws(Fault) {
      var reader = try make()
      schema = reader.schema
      while let batch = try reader.nextBatch(rejecting: &rejections) { batches.append(batch) }
      statements = reader.statements
      remarks = reader.remarks
      recordsRead = reader.recordsRead
    } catch {
      fault = error
    }
  }

  /// Readers may look at what a pipeline promises to deliver; the samples promise a contract by its title, and no
  /// field of it.
  static func contract(_ title: String) -> Contract {
    let parts = title.split(separator: "/")
    return Contract(
      name: String(parts[0]), version: Int(parts[1]) ?? 0, summary: "", fields: [], key: [],
      fingerprintField: nil, effectiveDate: nil, footingAmount: nil)
  }

  /// The records by some of their fields; `~` where there is no value.
  func values(_ names: [String]) -> [[String]] {
    batches.flatMap { batch in
      (0..<batch.count).map { row in names.map { batch.column($0)?.string(at: row) ?? "~" } }
    }
  }

  /// The expected files that the reading makes, by name.
  var goldens: [(name: String, text: String)] {
    if let fault { return [("expected.fault.txt", fault.description + "\n")] }
    var files = [("expected.records.csv", recordsText)]
    if !rejections.isEmpty { files.append(("expected.rejects.csv", rejectsText)) }
    if !statements.isEmpty { files.append(("expected.statements.csv", statementsText)) }
    if !remarks.isEmpty { files.append(("expected.remarks.txt", remarks.map { $0 + "\n" }.joined())) }
    return files
  }

  /// Number and line of each record, then its fields; no value is nothing, an empty text is two quotes.
  var recordsText: String {
    var text = line(["record", "line"] + schema.names)
    for batch in batches {
      for row in 0..<batch.count {
        let origin = batch.origins[row]
        text += line([String(origin.record), String(origin.line)] + batch.columns.map { $0.string(at: row) })
      }
    }
    return text
  }

  var rejectsText: String {
    rejections.reduce(line(["record", "line", "field", "code", "value"])) { text, rejection in
      let origin = rejection.origin
      let field = rejection.field.isEmpty ? nil : rejection.field
      return text
        + line([String(origin.record), String(origin.line), field, rejection.code, rejection.value])
    }
  }

  /// One line for each statement, with its balances, and its checks as `name stated=computed`.
  var statementsText: String {
    let head = [
      "line", "statement_id", "account_id", "currency", "as_of", "opening", "closing", "record_count",
      "records_total",
      "disposition", "interim", "balances", "checks",
    ]
    return statements.reduce(line(head)) { text, statement in
      let balances = statement.balances.map { balance in
        [balance.code, balance.amount?.description, balance.itemCount.map { "(\($0))" }].compactMap(\.self)
          .joined(separator: " ")
      }
      let checks = statement.checks.map { "\($0.name) \($0.stated)\($0.holds ? "=" : "!=")\($0.computed)" }
      return text
        + line([
          String(statement.line), statement.statementID, statement.accountID,
          statement.currency == .none ? nil : statement.currency.description, statement.asOf?.description,
          statement.opening?.description, statement.closing?.description, String(statement.recordCount),
          statement.recordsTotal.description, statement.disposition.rawValue, String(statement.isInterim),
          balances.joined(separator: "; "), checks.joined(separator: "; "),
        ])
    }
  }

  private func line(_ cells: [String?]) -> String {
    cells.map { cell in
      guard let cell else { return "" }
      let mustQuote =
        cell.isEmpty || cell.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }
      guard mustQuote else { return cell }
      return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        + "\""
    }.joined(separator: ",") + "\n"
  }
}

/// Hundredths as a record shows them that has four decimals.
func money(_ cents: Int) -> String { ScaledDecimal(unscaled: Int64(cents) * 100, scale: 4).description }
