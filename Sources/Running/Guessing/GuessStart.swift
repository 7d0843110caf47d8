import Records

/// Where the records of a file begin and end.
struct GuessStart {
  var columns = GuessColumns()
  /// Options of the reader, as YAML.
  var options: [(name: String, yaml: String)] = []
  var evidence: [String] = []
  var questions: [GuessQuestion] = []

  private static let mostBefore = 100

  /// - Parameter settings: may name the column of booking dates.
  /// - Throws: `guess-not-possible` when there is no column of dates.
  init(_ table: GuessTable, _ settings: GuessSettings, path: String) throws(Fault) {
    let rows = table.rows
    let filled = { (row: GuessTable.Row) in
      (row.cells.lastIndex { !$0.trimmedBlanks.isEmpty } ?? -1) + 1
    }
    columns.width =
      table.format == "csv" ? GuessTable.usualWidth(rows) : rows.map(filled).max() ?? 0
    let width = columns.width
    let fits = { (row: GuessTable.Row) in
      table.format != "csv" || row.cells.count == width
        || filled(row) <= width && row.cells.count == width + 1
    }
    let hasDate = { (row: GuessTable.Row) in fits(row) && row.cells.contains { GuessDates.isDate($0) } }
    let names = rows.indices.prefix(GuessStart.mostBefore).first { at in
      let cells = rows[at].cells.filter { !$0.trimmedBlanks.isEmpty }
      return fits(rows[at]) && cells.count >= 2 && cells.count * 2 >= width
        && !cells.contains { GuessDates.isDate($0) || GuessAmounts.isNumber($0) }
        && rows[(at + 1)...].prefix(3).contains(where: hasDate)
    }
    guard let first = names ?? rows.indices.prefix(GuessStart.mostBefore).first(where: { hasDate(rows[$0]) })
    else { throw GuessStart.noDates(path) }
    if names != nil {
      columns.header = (0..<width).map {
        $0 < rows[first].cells.count ? rows[first].cells[$0].trimmedBlanks : ""
      }
      evidence.append("header: line \(rows[first].line) names \(width) columns, and dates follow it")
    } else {
      options.append(("header", "false"))
      evidence.append("no header: the first line with dates names nothing")
    }
    skip(Array(rows[..<first]), rows[first], hasHeader: names != nil)
    let body = Array(rows[(names == nil ? first : first + 1)...])
    try takeRecords(body, body.filter(fits), settings, path)
  }

  /// What stands before the header or the first record.
  private mutating func skip(_ before: [GuessTable.Row], _ row: GuessTable.Row, hasHeader: Bool) {
    if before.isEmpty { return }
    let texts = before.flatMap(\.cells)
    let telling = row.cells.map(\.trimmedBlanks).filter { cell in
      cell.count > 2 && !cell.contains("\"") && !texts.contains { $0.contains(cell) }
    }.max { $0.count < $1.count }
    if hasHeader, let telling {
      options.append(("header_line_contains", GuessDraft.quoted(telling)))
    } else {
      options.append(("skip_lines", "\(row.line - 1)"))
    }
    evidence.append("\(counted(before.count, "line")) before it")
  }

  /// Finds the columns of dates, and by them the records and the footer.
  private mutating func takeRecords(
    _ body: [GuessTable.Row], _ whole: [GuessTable.Row], _ settings: GuessSettings, _ path: String
  ) throws(Fault) {
    columns.dates = (0..<columns.width).filter { at in
      let dates = whole.count { GuessDates.isDate(columns.text($0, at)) }
      return dates > 0 && dates * 10 >= whole.count * 6
    }
    guard let main = bookingDate(settings) else { throw GuessStart.noDates(path) }
    columns.dates = [main] + columns.dates.filter { $0 != main }
    let lines = Set(whole.filter { GuessDates.isDate(columns.text($0, main)) }.map(\.line))
    columns.rows = whole.filter { lines.contains($0.line) }
    guard let last = body.lastIndex(where: { lines.contains($0.line) }) else {
      throw GuessStart.noDates(path)
    }
    let odd = body[...last].count - columns.rows.count
    if odd > 0 {
      evidence.append(
        "\(counted(odd, "line")) among the records \(odd == 1 ? "has" : "have") no date or another width: they will be refused"
      )
    }
    footer(Array(body[(last + 1)...]))
    columns.numbers = (0..<columns.width).filter { at in
      let texts = columns.texts(at)
      let numbers = texts.count(where: GuessAmounts.isNumber)
      // One in twenty may be a slip, which the run will refuse.
      return !columns.dates.contains(at) && numbers > 0 && (texts.count - numbers) * 20 <= texts.count + 10
    }
    for column in columns.numbers {
      let slips = columns.texts(column).count { !GuessAmounts.isNumber($0) }
      if slips > 0 {
        evidence.append(
          "\"\(columns.key(column))\" has \(counted(slips, "value")) that \(slips == 1 ? "is" : "are") no number"
        )
      }
    }
  }

  /// The column with the day of booking: by what was said, by its name, or because there is no other.
  private mutating func bookingDate(_ settings: GuessSettings) -> Int? {
    if let named = settings["columns.booking_date"].flatMap({ columns.column($0) }) { return named }
    if let booking = columns.first(GuessColumns.booking, among: columns.dates, but: GuessColumns.value) {
      return booking
    }
    let others = columns.dates.filter { columns.first(GuessColumns.value, among: [$0]) == nil }
    if others.count > 1 {
      let names = others.map { "\"\(columns.key($0))\"" }.joined(separator: ", ")
      questions.append(
        GuessQuestion(
          "dates", "several columns may be the day of booking: \(names)", "columns.booking_date=NAME"))
    }
    return others.first ?? columns.dates.first
  }

  /// Lines behind the last record: known by how they begin where that is telling, else by their number.
  private mutating func footer(_ rows: [GuessTable.Row]) {
    if rows.isEmpty { return }
    let begins = rows.map { row in
      String((row.cells.first ?? "").prefix { !$0.isNumber }).trimmedBlanks
    }
    let isTelling = begins.allSatisfy { begin in
      begin.count > 3 && !columns.rows.contains { ($0.cells.first ?? "").hasPrefix(begin) }
    }
    if isTelling {
      let all = begins.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      options.append(("footer_starts_with", "[\(all.map(GuessDraft.quoted).joined(separator: ", "))]"))
    } else {
      options.append(("footer_lines", "\(rows.count)"))
    }
    evidence.append("footer: \(counted(rows.count, "line")) without a date behind the last record")
  }

  private static func noDates(_ path: String) -> Fault {
    .refusing(
      path, "guess-not-possible", "no column holds dates",
      hint:
        "guess looks for a table of entries with their dates; write the pipeline by hand for anything else.")
  }
}
