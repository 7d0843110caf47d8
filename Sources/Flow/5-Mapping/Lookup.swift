import Components
import Records

/// A mapping file, ready to be asked: from the key of a record to the number of a known value.
struct Lookup: Sendable {
  /// As the user wrote the path, with the table where there is one.
  let name: String
  let key: LookupKey
  /// The column the value stands in.
  let valueColumn: String
  private let index: KeyIndex
  /// By entry of the index; -1 where the file leaves the value empty.
  private let valueOfEntry: [Int32]

  /// The number of each row's value, -1 where the file has none for it.
  func values(of batch: RecordBatch) -> [Int32] {
    var result = index.entries(of: key.keys(of: batch))
    for row in 0..<result.count where result[row] >= 0 { result[row] = valueOfEntry[Int(result[row])] }
    return result
  }

  // MARK: Reading the table

  /// Where the columns of a lookup stand in its table.
  struct Columns {
    /// Of the fields looked up, in their order.
    var keys: [Int]
    var value: Int
  }

  /// Nil when a complaint was added.
  init?(
    _ table: LookupTable, name: String, key: LookupKey, columns: Columns,
    into known: inout KnownValuesBuilder,
    at place: Place, _ complaints: inout [Complaint]
  ) {
    self.name = name
    self.key = key
    valueColumn = table.columns[columns.value]
    var index = KeyIndex(capacity: table.rows.count)
    var valueOfEntry: [Int32] = []
    var rowOfEntry: [Int] = []
    var found: [Complaint] = []
    for (row, cells) in table.rows.enumerated() {
      guard let bytes = key.key(of: columns.keys.map { cells[$0] }) else {
        found.append(Lookup.unreadableKey(table, row, key, columns))
        continue
      }
      let text = cells[columns.value]
      guard let number = text.isEmpty ? -1 : known.add(text, at: table.place(of: row)),
        let (entry, isNew) = index.add(bytes, limit: KnownValuesBuilder.largest)
      else {
        complaints.append(Lookup.tooLarge(name, at: place))
        return nil
      }
      if isNew {
        valueOfEntry.append(number)
        rowOfEntry.append(row)
      } else if valueOfEntry[entry] != number {
        found.append(Lookup.twice(table, rowOfEntry[entry], row, key))
      }
    }
    complaints += Complaint.firstOf(found)
    guard found.isEmpty else { return nil }
    self.index = index
    self.valueOfEntry = valueOfEntry
  }

  private static func unreadableKey(
    _ table: LookupTable, _ row: Int, _ key: LookupKey, _ columns: Columns
  ) -> Complaint {
    let forms = zip(key.fields, columns.keys).filter { $0.0.type != .text }.map { field, column in
      "\(table.columns[column]) as \(Typing.form(of: field.type))"
    }
    return Complaint(
      "key-wrong-type", at: table.place(of: row), "a key that no record can have",
      hint: forms.isEmpty
        ? "A key has at most \(LookupKey.longest) bytes."
        : "Write \(forms.joined(separator: ", and ")).")
  }

  private static func twice(_ table: LookupTable, _ first: Int, _ second: Int, _ key: LookupKey) -> Complaint
  {
    let fields = key.fields.map(\.name).joined(separator: ", ")
    return Complaint(
      "key-twice", at: table.place(of: second),
      "\(table.words(for: first)) and \(table.words(for: second)) give the same \(fields) different values",
      hint: "Keep the row that is right.")
  }

  private static func tooLarge(_ name: String, at place: Place) -> Complaint {
    Complaint(
      "lookup-too-large", at: place, "the keys or values of \(name) have more than 1 GiB of text",
      hint: "Leave out the rows that no record needs.")
  }
}

extension LookupTable {
  /// A row's place, for complaints.
  fileprivate func place(of row: Int) -> Place { Place(file: name, line: lines[row]) }

  /// `line 12` of a file, `row 12` of a database table.
  fileprivate func words(for row: Int) -> String { lines[row] > 0 ? "line \(lines[row])" : "row \(row + 1)" }
}
