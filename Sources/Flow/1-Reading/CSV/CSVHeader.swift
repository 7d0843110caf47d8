import Records

/// The names of a file's columns, and which of them the pipeline asks for.
struct CSVHeader {
  /// Columns at most: as many as the widest spreadsheets have.
  static let mostColumns = 16_384

  /// Trimmed of blanks, in the order of the file. Positions instead, counted from 1, where there is no header.
  var names: [String]
  /// Line of the file it stands on, from 1.
  var line: Int

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

  /// Index of the column of that name: the name itself, or `Name#2` for the second column called `Name`.
  ///
  /// - Throws: `header-missing`, `header-ambiguous`.
  func index(of wanted: String, in file: String) throws(Fault) -> Int {
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
      let number = CSVHeader.position(String(wanted[wanted.index(after: mark)...]))
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
      ? "This line has no column names: check skip_lines and the delimiter."
      : "The columns of this line are \(shown)."
  }

  /// Field names made of the column names: `Booking Date` gives `booking_date`, an empty one in third place
  /// `column_3`, a second `amount` `amount_2`.
  func fieldNames(taken: [String]) -> [String] {
    var used = Set(taken)
    return names.indices.map { at in
      let base = CSVHeader.snakeCase(names[at])
      let name = base.isEmpty ? "column_\(at + 1)" : base
      var unique = name
      var number = 2
      while !used.insert(unique).inserted {
        unique = "\(name)_\(number)"
        number += 1
      }
      return unique
    }
  }

  private static func snakeCase(_ name: String) -> String {
    var result = ""
    var wasLower = false
    for character in name {
      guard character.isLetter || character.isNumber else {
        if !result.isEmpty, result.last != "_" { result.append("_") }
        wasLower = false
        continue
      }
      if character.isUppercase, wasLower { result.append("_") }
      wasLower = character.isLowercase || character.isNumber
      result += character.lowercased()
    }
    if result.last == "_" { result.removeLast() }
    return result
  }
}
