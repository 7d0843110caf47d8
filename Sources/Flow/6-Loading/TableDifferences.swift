import Databases
import Records

/// Every way in which an existing table cannot take the records of a layout, and the SQL that mends it.
struct TableDifferences {
  /// One fact each; empty for a table that takes them.
  private(set) var facts: [String] = []
  /// False when a column is there and cannot stay as it is: then the table has to make room for a new one.
  private(set) var canBeMended = true
  private var mends: [String] = []
  private let setAside: String

  init(_ layout: TableLayout, _ table: SQLiteTable) {
    setAside = "ALTER TABLE \(quotedName(table.name)) RENAME TO \(quotedName(table.name + "_before"));"
    for wanted in layout.columns { compare(wanted.name, wanted.affinity, with: table) }
    for lock in layout.locks where table.column(lock) == nil {
      facts.append("column \(lock) of locked_by is missing")
      mends.append("ALTER TABLE \(quotedName(table.name)) ADD COLUMN \(quotedName(lock));")
    }
    let ours = Set(layout.columns.map { $0.name.lowercased() })
    for column in table.columns where column.isRequired && !column.hasDefault && !column.isGenerated {
      guard !ours.contains(column.name.lowercased()) else { continue }
      cannotStay("column \(column.name) must have a value, and no field fills it")
    }
    if !layout.key.isEmpty, !table.isUnique(over: layout.keyNames) {
      let columns = layout.keyNames.map(quotedName).joined(separator: ", ")
      facts.append("no unique index over \(layout.keyNames.joined(separator: ", "))")
      mends.append(
        "CREATE UNIQUE INDEX \(quotedName(table.name + "_key")) ON \(quotedName(table.name)) (\(columns));")
    }
  }

  /// To be run as it is.
  var sql: String { canBeMended ? mends.joined(separator: " ") : setAside }

  private mutating func compare(
    _ name: String, _ wanted: SQLiteTable.Affinity, with table: SQLiteTable
  ) {
    guard let column = table.column(name) else {
      facts.append("column \(name) is missing")
      mends.append("ALTER TABLE \(quotedName(table.name)) ADD COLUMN \(quotedName(name)) \(wanted.rawValue);")
      return
    }
    if column.isGenerated {
      cannotStay("column \(name) is computed by the table")
    } else if !keeps(wanted, in: column.affinity) {
      cannotStay("column \(name) stores \(column.affinity.rawValue), not \(wanted.rawValue)")
    }
  }

  private mutating func cannotStay(_ fact: String) {
    facts.append(fact)
    canBeMended = false
  }

  /// Whether a column gives values back exactly as they were put in: digits in a NUMERIC column would become binary
  /// floats.
  private func keeps(_ wanted: SQLiteTable.Affinity, in stored: SQLiteTable.Affinity) -> Bool {
    switch wanted {
    case .integer: stored == .integer || stored == .numeric || stored == .blob
    default: stored == .text || stored == .blob
    }
  }
}
