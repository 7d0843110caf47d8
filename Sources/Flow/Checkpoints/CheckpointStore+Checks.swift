import Databases
import Records

/// The checks of a file's statements, each once with the first and the last of the statements it was made for: what a
/// group or a file states of itself is a check of all its statements.
struct CheckRanges {
  /// A check, and where it stands.
  struct Line {
    var first: Int
    var last: Int
    /// Number among the checks of each of its statements, from 0.
    var number: Int
    var check: Statement.Check
  }

  let run: Int64
  let file: Int
  /// In the order in which they end.
  private(set) var lines: [Line] = []
  /// By number; the checks of the statement that was added last.
  private var open: [Line] = []

  init(run: Int64, file: Int) {
    self.run = run
    self.file = file
  }

  /// Adds the checks of the next statement. Statements come in the order of the file; some may be left out.
  mutating func add(_ checks: [Statement.Check], of statement: Int) {
    for number in checks.indices {
      // The line tells most of them apart.
      if number < open.count, open[number].last == statement - 1,
        open[number].check.line == checks[number].line, open[number].check == checks[number]
      {
        open[number].last = statement
        continue
      }
      let line = Line(first: statement, last: statement, number: number, check: checks[number])
      if number < open.count {
        lines.append(open[number])
        open[number] = line
      } else {
        open.append(line)
      }
    }
  }

  /// All of them.
  var all: [Line] { lines + open }
}

extension CheckpointStore {
  /// Keeps the checks of a file's statements.
  func save(_ checks: CheckRanges) throws(Fault) {
    let rows = try RowInserter(database, table: "daybook_checks", columns: CheckpointStore.checkColumns)
    for line in checks.all {
      let check = line.check
      let place = [checks.run, Int64(checks.file), Int64(line.first), Int64(line.number), Int64(line.last)]
      for number in place { rows.add(number) }
      let currency = check.currency == .none ? nil : check.currency.description
      for text in [check.name, check.stated, check.computed, check.kind.rawValue, currency] { rows.add(text) }
      for number in [check.holds ? 1 : 0, check.isWarning ? 1 : 0, Int64(check.line)] { rows.add(number) }
      try rows.endRow()
    }
    try rows.finish()
  }

  private static let checkColumns: [(name: String, storage: SQLiteStatement.Storage)] = [
    ("run", .integer), ("file", .integer), ("first_statement", .integer), ("check", .integer),
    ("last_statement", .integer), ("name", .text), ("stated", .text), ("computed", .text), ("kind", .text),
    ("currency", .text), ("holds", .integer), ("warns", .integer), ("line", .integer),
  ]

  /// The checks of every statement of a file, by its number, in the order of the file.
  func checks(run: Int64, file: Int) throws(Fault) -> [Int: [ProvenStatement.Check]] {
    let lines = try database.query(
      """
      SELECT first_statement, last_statement, name, stated, computed, holds, line, currency, warns
      FROM daybook_checks WHERE run = ? AND file = ? ORDER BY "check", first_statement
      """, .integer(run), SQLiteValue(file)
    ) { row in
      (
        first: Int(row.integer(0) ?? 0), last: Int(row.integer(1) ?? -1),
        check: ProvenStatement.Check(
          name: row.text(2) ?? "", stated: row.text(3) ?? "", computed: row.text(4) ?? "",
          line: Int(row.integer(6) ?? 0), currency: row.text(7).flatMap { Currency($0) } ?? .none,
          holds: row.integer(5) == 1, isWarning: row.integer(8) == 1)
      )
    }
    var found: [Int: [ProvenStatement.Check]] = [:]
    for line in lines where line.first <= line.last {
      for statement in line.first...line.last { found[statement, default: []].append(line.check) }
    }
    return found
  }
}
