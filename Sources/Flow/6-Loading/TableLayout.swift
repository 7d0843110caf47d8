import Components
import Databases
import Records

/// How the fields of a plan lie in a table: their columns, what SQLite stores in each, and the key.
struct TableLayout {
  struct StoredField {
    var name: String
    var type: FieldType
    /// Of money: the field that holds its currency.
    var currencyField: String?
    /// Money as whole minor units of its currency.
    var isMinor: Bool
    /// NOT NULL.
    var isRequired: Bool
    /// Another value makes it another version of the record.
    var isCompared: Bool

    var storesInteger: Bool { isMinor || type == .integer }

    var affinity: SQLiteTable.Affinity { storesInteger ? .integer : .text }
  }

  /// The columns that say where a row comes from, in the order `BatchEncoder` gives them.
  static let stampColumns: [(name: String, affinity: SQLiteTable.Affinity)] = [
    ("_run", .integer), ("_file", .text), ("_line", .integer), ("_content_hash", .text),
  ]

  var fields: [StoredField]
  /// Positions in `fields`.
  var key: [Int]
  var hasStamps: Bool
  /// Columns that others fill, made with the table and required of one that is there.
  var locks: [String] = []

  init(_ plan: LoadPlan, key: [String], minorUnits: Bool, stamps: Bool) {
    fields = plan.schema.fields.map { field in
      let rule = plan.contract.field(field.name)
      var isDecimal = false
      if case .decimal = field.type { isDecimal = true }
      return StoredField(
        name: field.name, type: field.type, currencyField: rule?.currencyField,
        isMinor: minorUnits && isDecimal && rule?.currencyField != nil,
        isRequired: rule?.isRequired == true || key.contains(field.name), isCompared: rule?.isCompared ?? true
      )
    }
    self.key = key.compactMap { plan.schema.index(of: $0) }
    hasStamps = stamps
  }

  /// Positions in `fields` that are written but never compared.
  var uncompared: [Int] { fields.indices.filter { !fields[$0].isCompared } }

  var keyNames: [String] { key.map { fields[$0].name } }

  var stamps: [String] { hasStamps ? TableLayout.stampColumns.map(\.name) : [] }

  /// Every column with what it must store.
  var columns: [(name: String, affinity: SQLiteTable.Affinity, isRequired: Bool)] {
    fields.map { ($0.name, $0.affinity, $0.isRequired) }
      + (hasStamps ? TableLayout.stampColumns.map { ($0.name, $0.affinity, true) } : [])
  }

  /// The statement that makes the table. With a key, rows lie in its order, in the one tree that finds them too: records
  /// come sorted by key, so this is the quickest form to fill and to compare with.
  func creation(of table: String) -> String {
    var lines = columns.map {
      "\(quotedName($0.name)) \($0.affinity.rawValue)\($0.isRequired ? " NOT NULL" : "")"
    }
    lines += locks.map(quotedName)
    if !key.isEmpty { lines.append("PRIMARY KEY (\(keyNames.map(quotedName).joined(separator: ", ")))") }
    return "CREATE TABLE \(quotedName(table)) (\n  \(lines.joined(separator: ",\n  "))\n)"
      + (key.isEmpty ? "" : " WITHOUT ROWID")
  }

  /// Every way in which an existing table cannot take these records, with the SQL that mends it.
  func differences(from table: SQLiteTable) -> [(fact: String, mend: String)] {
    let name = quotedName(table.name)
    let anew = "ALTER TABLE \(name) RENAME TO \(quotedName(table.name + "_before"));"
    var found: [(fact: String, mend: String)] = []
    for wanted in columns {
      guard let column = table.column(wanted.name) else {
        found.append(
          (
            "column \(wanted.name) is missing",
            "ALTER TABLE \(name) ADD COLUMN \(quotedName(wanted.name)) \(wanted.affinity.rawValue);"
          ))
        continue
      }
      if column.isGenerated {
        found.append(("column \(wanted.name) is computed by the table", anew))
      } else if !keeps(wanted.affinity, in: column.affinity) {
        let kind = column.affinity.rawValue
        found.append(("column \(wanted.name) stores \(kind), not \(wanted.affinity.rawValue)", anew))
      }
    }
    for lock in locks where table.column(lock) == nil {
      found.append(
        ("column \(lock) of locked_by is missing", "ALTER TABLE \(name) ADD COLUMN \(quotedName(lock));"))
    }
    let ours = Set(columns.map { $0.name.lowercased() })
    for column in table.columns where column.isRequired && !column.hasDefault && !column.isGenerated {
      guard !ours.contains(column.name.lowercased()) else { continue }
      found.append(("column \(column.name) must have a value, and no field fills it", anew))
    }
    if !key.isEmpty, !table.isUnique(over: keyNames) {
      let columns = keyNames.map(quotedName).joined(separator: ", ")
      found.append(
        (
          "no unique index over \(keyNames.joined(separator: ", "))",
          "CREATE UNIQUE INDEX \(quotedName(table.name + "_key")) ON \(name) (\(columns));"
        ))
    }
    return found
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
