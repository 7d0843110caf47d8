public import Components
import Databases
public import Records

/// What is in the table already of an account and its days, for deciding what a new file says anew.
extension SQLiteLoader {
  /// Notes the keys of records, for `unmatched` and `removeUnmatched`.
  ///
  /// - Parameter numbers: for each row, that of its statement in the file.
  public func note(_ batch: RecordBatch, rows: [Int32], of numbers: [Int32]) throws(Fault) {
    guard let encoder, let database, !rows.isEmpty else { return }
    let columns = try encoder.columns(of: batch.gathering(rows), from: nil)
    let marks = encoder.layout.key.map { _ in "?" }.joined(separator: ", ")
    try database.withTemporaryTables { () throws(Fault) in
      let insert = try database.prepare(
        "INSERT OR IGNORE INTO temp.daybook_noted VALUES (?, json_array(\(marks)))")
      for row in rows.indices {
        try insert.run([.integer(Int64(numbers[row]))] + encoder.layout.key.map { columns[$0].value(row) })
      }
    }
  }

  /// Looks up once what the table has of these accounts and days: a table whose key begins with something else would
  /// be read from end to end for each question. Forgets every noted key.
  public func gather(_ accounts: [String: ClosedRange<CivilDate>]) throws(Fault) {
    guard let database else { return }
    gathered = [:]
    try database.withTemporaryTables { () throws(Fault) in
      try database.execute(
        """
        DROP TABLE IF EXISTS temp.daybook_noted;
        CREATE TEMP TABLE daybook_noted (
          statement INTEGER NOT NULL, key TEXT NOT NULL, PRIMARY KEY (statement, key)) WITHOUT ROWID;
        DROP TABLE IF EXISTS temp.daybook_near;
        DROP TABLE IF EXISTS temp.daybook_accounts;
        """)
      guard !accounts.isEmpty, let fields = identityFields, try database.hasTable(table) else { return }
      try database.execute(
        """
        CREATE TEMP TABLE daybook_accounts (
          id TEXT PRIMARY KEY, first TEXT NOT NULL, last TEXT NOT NULL) WITHOUT ROWID
        """)
      let insert = try database.prepare("INSERT INTO temp.daybook_accounts VALUES (?, ?, ?)")
      for (id, days) in accounts {
        try insert.run([
          .text(id), .text(days.lowerBound.description), .text(days.upperBound.description),
        ])
      }
      let date = quotedName(fields.date)
      try database.execute(
        """
        CREATE TEMP TABLE daybook_near AS SELECT e.* FROM \(quotedName(table)) e
          JOIN temp.daybook_accounts a ON e.account_id = a.id AND e.\(date) BETWEEN a.first AND a.last;
        CREATE INDEX temp.daybook_near_by_day ON daybook_near (account_id, \(date));
        """)
      gathered = accounts
    }
  }

  /// Where these rows are looked up.
  private func place(of rows: StatementRows) -> String {
    guard let days = gathered[rows.accountID], days.contains(rows.days.lowerBound),
      days.contains(rows.days.upperBound)
    else { return quotedName(table) }
    return "temp.daybook_near"
  }

  /// The statement's rows in the table that none of the noted keys names.
  public func unmatched(_ rows: StatementRows, of number: Int) throws(Fault) -> Tally {
    try unmatched(rows, number) { key, place, condition in
      "SELECT \(money) FROM \(place) WHERE \(condition)"
    }
  }

  /// Takes them out, in the open transaction.
  public func removeUnmatched(_ rows: StatementRows, of number: Int) throws(Fault) -> Tally {
    try unmatched(rows, number) { key, place, condition in
      """
      DELETE FROM \(quotedName(table)) WHERE (\(key)) IN (SELECT \(key) FROM \(place) WHERE \(condition))
      RETURNING \(money)
      """
    }
  }

  private func unmatched(
    _ rows: StatementRows, _ number: Int,
    _ sql: (_ key: String, _ place: String, _ condition: String) -> String
  ) throws(Fault) -> Tally {
    guard let encoder, let database, let fields = identityFields,
      rows.statementID == nil || fields.names.contains("statement_id"), try database.hasTable(table)
    else { return Tally(scale: plan?.contract.footingScale ?? 0) }
    let key = encoder.layout.keyNames.map(quotedName).joined(separator: ", ")
    let (condition, values) = condition(rows, fields)
    let isNoted =
      "EXISTS (SELECT 1 FROM temp.daybook_noted n WHERE n.statement = ? AND n.key = json_array(\(key)))"
    return try money(
      of: sql(key, place(of: rows), "\(condition) AND NOT \(isNoted)"), values + [SQLiteValue(number)])
  }

  /// What picks these rows out of the table.
  private func condition(_ rows: StatementRows, _ fields: IdentityFields) -> (sql: String, [SQLiteValue]) {
    var sql = "account_id = ? AND \(quotedName(fields.date)) BETWEEN ? AND ?"
    var values: [SQLiteValue] = [
      .text(rows.accountID), .text(rows.days.lowerBound.description),
      .text(rows.days.upperBound.description),
    ]
    if let id = rows.statementID {
      sql += " AND statement_id = ?"
      values.append(.text(id))
    } else if fields.names.contains("status") {
      // What is only pending goes by itself when something booked comes.
      sql += " AND status IS NOT 'pending'"
    }
    if rows.currency != .none, let field = plan?.contract.footingCurrency, fields.names.contains(field) {
      sql += " AND \(quotedName(field)) = ?"
      values.append(.text(rows.currency.description))
    }
    return (sql, values)
  }

  /// Whether the table has a row that is only pending.
  public func holdsProvisional() throws(Fault) -> Bool {
    guard let database, let fields = identityFields, fields.names.contains("status"),
      try database.hasTable(table)
    else { return false }
    return try !database.query("SELECT 1 FROM \(quotedName(table)) WHERE status = 'pending' LIMIT 1") { _ in
      true
    }
    .isEmpty
  }

  /// Takes out what is provisional of an account and its days, in the open transaction.
  public func removeProvisional(_ accountID: String, _ days: ClosedRange<CivilDate>) throws(Fault) -> Tally {
    guard let database, let fields = identityFields, fields.names.contains("status"),
      try database.hasTable(table)
    else { return Tally(scale: plan?.contract.footingScale ?? 0) }
    return try money(
      of: "DELETE FROM \(quotedName(table)) WHERE \(provisional(fields)) RETURNING \(money)",
      [.text(accountID), .text(days.lowerBound.description), .text(days.upperBound.description)])
  }

  private func provisional(_ fields: IdentityFields) -> String {
    "account_id = ? AND status = 'pending' AND \(quotedName(fields.date)) BETWEEN ? AND ?"
  }

  /// How many of these rows the table has, day by day.
  public func loadedDays(_ rows: StatementRows) throws(Fault) -> [CivilDate: Int] {
    guard let database, let fields = identityFields, try database.hasTable(table) else { return [:] }
    let date = quotedName(fields.date)
    let (condition, values) = condition(rows, fields)
    let select = try database.prepare(
      "SELECT \(date), count(*) FROM \(place(of: rows)) WHERE \(condition) GROUP BY \(date)")
    try select.bind(values)
    var counts: [CivilDate: Int] = [:]
    while try select.step() {
      if let day = CivilDate(iso: select.text(0) ?? "") { counts[day] = Int(select.integer(1) ?? 0) }
    }
    return counts
  }

  /// These rows, as the table has them.
  public func records(_ rows: StatementRows) throws(Fault) -> [LoadedRecord] {
    guard let database, let encoder, let fields = identityFields, try database.hasTable(table) else {
      return []
    }
    let key = encoder.layout.keyNames
    let names = (key + fields.content + fields.balance).map(quotedName)
    let (condition, wanted) = condition(rows, fields)
    let select = try database.prepare(
      "SELECT \(names.joined(separator: ", ")) FROM \(place(of: rows)) WHERE \(condition)")
    try select.bind(wanted)
    var found: [LoadedRecord] = []
    while try select.step() {
      let values = names.indices.map { select.text($0) }
      found.append(
        LoadedRecord(
          key: values.prefix(key.count).map { $0 ?? "" },
          content: Array(values[key.count..<key.count + fields.content.count]),
          balance: fields.balance.isEmpty ? nil : values[values.count - 1]))
    }
    return found
  }

  /// What the table has under the keys of these records: nil where nothing, or nothing but a provisional row.
  public func booked(_ batch: RecordBatch, rows: [Int32]) throws(Fault) -> [LoadedRecord?] {
    guard let database, let encoder, let fields = identityFields, try database.hasTable(table) else {
      return rows.map { _ in nil }
    }
    let layout = encoder.layout
    let columns = try encoder.columns(of: batch.gathering(rows), from: nil)
    let names = (layout.keyNames + fields.content).map(quotedName)
    let isKey = layout.keyNames.map { "\(quotedName($0)) = ?" }.joined(separator: " AND ")
    let isBooked = fields.names.contains("status") ? " AND status IS NOT 'pending'" : ""
    let select = try database.prepare(
      "SELECT \(names.joined(separator: ", ")) FROM \(quotedName(table)) WHERE \(isKey)\(isBooked)")
    var found: [LoadedRecord?] = []
    for row in rows.indices {
      select.reset()
      try select.bind(layout.key.map { columns[$0].value(row) })
      guard try select.step() else {
        found.append(nil)
        continue
      }
      let values = names.indices.map { select.text($0) }
      found.append(
        LoadedRecord(
          key: values.prefix(layout.keyNames.count).map { $0 ?? "" },
          content: Array(values.dropFirst(layout.keyNames.count)), balance: nil))
    }
    select.reset()
    return found
  }

  /// Records as they would lie in the table.
  public func records(_ batch: RecordBatch, rows: [Int32]) throws(Fault) -> [LoadedRecord] {
    guard let encoder, let fields = identityFields else { return [] }
    let columns = try encoder.columns(of: batch.gathering(rows), from: nil)
    func column(_ name: String) -> Column? {
      encoder.layout.fields.firstIndex { $0.name == name }.map { columns[$0] }
    }
    let content = fields.content.map(column)
    let balance = fields.balance.first.flatMap(column)
    return rows.indices.map { row in
      LoadedRecord(
        key: encoder.layout.key.map { columns[$0].value(row).description },
        content: content.map { $0?.value(row).textIfAny }, balance: balance?.value(row).textIfAny)
    }
  }

  // MARK: Fields

  private struct IdentityFields {
    var names: Set<String>
    var date: String
    /// What the bank never changes of a record, without its own number.
    var content: [String]
    /// The running balance, or nothing.
    var balance: [String]
  }

  /// Nil where records have no account and day by which rows could be found.
  private var identityFields: IdentityFields? {
    guard let plan, let layout = encoder?.layout, let date = plan.contract.effectiveDate else { return nil }
    let names = layout.fields.map(\.name)
    guard names.contains(date), names.contains("account_id") else { return nil }
    let marked = plan.contract.fields.filter { $0.isFingerprint && names.contains($0.name) }.map(\.name)
    return IdentityFields(
      names: Set(names), date: date, content: marked, balance: names.filter { $0 == "running_balance" })
  }

  private var money: String {
    guard let plan, let names = encoder?.layout.fields.map(\.name) else { return "NULL, NULL" }
    let shown = [plan.contract.footingAmount, plan.contract.footingCurrency].map { name in
      name.flatMap { names.contains($0) ? quotedName($0) : nil } ?? "NULL"
    }
    return shown.joined(separator: ", ")
  }

  /// Rows and money of a statement that gives amount and currency.
  private func money(of sql: String, _ values: [SQLiteValue]) throws(Fault) -> Tally {
    guard let plan, let database, let encoder else { preconditionFailure("prepared") }
    let isMinor = encoder.layout.fields.first { $0.name == plan.contract.footingAmount }?.isMinor == true
    let scale = plan.contract.footingScale
    var tally = Tally(scale: scale)
    let statement = try database.prepare(sql)
    try statement.bind(values)
    while try statement.step() {
      tally.rows += 1
      let currency = statement.text(1).flatMap { Currency($0) } ?? .none
      let stored =
        isMinor
        ? statement.integer(0).flatMap { value in
          currency.minorUnits.map { ScaledDecimal(unscaled: value, scale: $0) }
        } : statement.text(0).flatMap { ScaledDecimal($0) }
      if statement.isNull(0) { continue }
      guard let amount = stored?.rescaled(to: scale)?.unscaled else {
        throw Retractor.unreadable(table, database.path)
      }
      if amount != 0 { tally.amounts[currency, default: 0] += Int128(amount) }
    }
    return tally
  }
}

extension Column {
  /// A row's value as the table stores it.
  func value(_ row: Int) -> SQLiteValue {
    switch self {
    case .integers(let values): return values[row] == Column.nullInteger ? .null : .integer(values[row])
    case .text(let text): return text.views[row].isNull ? .null : .text(text.string(at: row) ?? "")
    default: preconditionFailure("a table stores text and whole numbers")
    }
  }
}

extension SQLiteValue {
  fileprivate var textIfAny: String? { if case .null = self { nil } else { description } }
}
