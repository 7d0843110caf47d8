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
}
