import Records

/// The names of a file's columns, and where a pipeline finds those it asks for.
struct ColumnHeader {
  /// Columns at most: as many as the widest spreadsheets have.
  static let mostColumns = 16_384

  /// Trimmed of blanks, in the order of the file; `column_1`, `column_2`… where nothing names them.
  var names: [String]
  /// Line of the file it stands on, from 1.
  var line: Int
  /// Whether the file names its columns; else they are asked for by their positions from 1.
  var isNamed: Bool
  /// What to look at when there are no columns: `check the delimiter`.
  var advice: String

  /// A position from 1; nil when the text is none.
  static func position(_ text: String) -> Int? {
    guard let number = Int(text), (1...mostColumns).contains(number), String(number) == text else {
      return nil
    }
    return number
  }

  /// Without the blanks and tabs around it.
  static func trimmed(_ text: String) -> String {
    var bytes = Array(text.utf8)[...]
    while let first = bytes.first, first == 0x20 || first == 9 { bytes.removeFirst() }
    while let last = bytes.last, last == 0x20 || last == 9 { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Complains of every column wanted that is no position, where there is no header.
  static func checkPositions(_ columns: Columns, complaints: inout [Complaint]) {
    for wanted in columns.wanted ?? [] where position(wanted.column) == nil {
      complaints.append(
        Complaint(
          "column-not-a-position", at: wanted.place,
          "column \"\(wanted.column)\" is not a position from 1 to \(mostColumns)",
          hint: "Without a header, columns are counted from 1 at the left."))
    }
  }

  /// Index of the column that each one wanted is.
  ///
  /// - Throws: `header-missing`, `header-ambiguous`, `column-missing`.
  func indices(of wanted: [Columns.Wanted], in file: String) throws(Fault) -> [Int] {
    var indices: [Int] = []
    for column in wanted {
      guard !isNamed, let position = ColumnHeader.position(column.column) else {
        indices.append(try index(of: column.column, in: file))
        continue
      }
      guard position <= names.count else {
        throw Fault(
          "column-missing", "no column \(position): the first record has \(names.count)",
          at: Place(file: file, line: line), hint: "Columns are counted from 1 at the left: \(advice).",
          status: .dataRefused)
      }
      indices.append(position - 1)
    }
    return indices
  }

  /// Index of the column of that name: the name itself, or `Name#2` for the second column called `Name`.
  private func index(of wanted: String, in file: String) throws(Fault) -> Int {
    let named = names.indices.filter { names[$0] == wanted }
    if named.count == 1 { return named[0] }
    let place = Place(file: file, line: line)
    if named.count > 1 {
      throw Fault(
        "header-ambiguous", "\(named.count) columns are called \"\(wanted)\"", at: place,
        hint: "Write `\(wanted)#1` for the first of them, `\(wanted)#2` for the second.", status: .dataRefused
      )
    }
    if let mark = wanted.lastIndex(of: "#"),
      let number = ColumnHeader.position(String(wanted[wanted.index(after: mark)...]))
    {
      let base = String(wanted[..<mark])
      let same = names.indices.filter { names[$0] == base }
      if same.indices.contains(number - 1) { return same[number - 1] }
    }
    throw Fault(
      "header-missing", "no column is called \"\(wanted)\"", at: place, hint: missingHint(wanted),
      status: .dataRefused)
  }

  private func missingHint(_ wanted: String) -> String {
    if let near = nearest(to: wanted, among: names) { return "The nearest column is `\(near)`." }
    let shown = names.filter { !$0.isEmpty }.prefix(20).map { "`\($0)`" }.joined(separator: ", ")
    return shown.isEmpty
      ? "This line has no column names: \(advice)." : "The columns of this line are \(shown)."
  }
}
