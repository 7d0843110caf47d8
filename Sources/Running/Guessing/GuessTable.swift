import Bytes
import Components
import Reading
import Records

/// The rows of a file as they are before anything is known of them, and what had to be found out to have them.
struct GuessTable {
  struct Row {
    /// From 1.
    var line: Int
    var cells: [String]
  }

  /// Name of the reader.
  var format: String
  /// Rows with anything in them, in the order of the file.
  var rows: [Row] = []
  /// Options of the reader that were found: name and text.
  var options: [(name: String, value: String)] = []
  var evidence: [String] = []
  var questions: [GuessQuestion] = []

  /// Bytes of text that are looked at, and columns of a sheet.
  private static let mostBytes = 16 << 20
  private static let mostColumns = 64
  private static let delimiters: [(byte: UInt8, name: String)] = [
    (UInt8(ascii: ","), ","), (UInt8(ascii: ";"), ";"), (9, "tab"), (UInt8(ascii: "|"), "|"),
  ]

  /// - Throws: `guess-not-possible` for what is neither delimited text nor a workbook; what reading throws.
  init(path: String, settings: GuessSettings) throws(Fault) {
    let survey = try FileSurvey.of(path: path, declared: nil)
    if survey.compression == .package {
      format = "xlsx"
      try readSheet(path, survey, settings)
      return
    }
    format = "csv"
    let source = try ByteSource(path: path, survey: survey)
    var text: [UInt8] = []
    while text.count < GuessTable.mostBytes,
      try source.read(into: &text, atMost: GuessTable.mostBytes - text.count) > 0
    {}
    if text.count == GuessTable.mostBytes, let end = text.lastIndex(of: 10) {
      text.removeLast(text.count - end - 1)
      evidence.append("only the first \(GuessTable.mostBytes >> 20) MiB were looked at")
    }
    try checkIsText(text, path)
    if survey.encoding != .utf8 {
      options.append(("encoding", survey.encoding.rawValue))
      evidence.append("encoding: \(survey.encoding.rawValue); " + survey.remarks.joined(separator: "; "))
    }
    chooseDelimiter(text, settings)
  }

  private func checkIsText(_ text: [UInt8], _ path: String) throws(Fault) {
    let name = String(path.split(separator: "/").last ?? "")
    if case .one(let reader) = Readers.detect(head: Array(text.prefix(Readers.headSize)), name: name),
      reader.spec.name != "csv"
    {
      throw Fault(
        "guess-not-needed", "the file is \(reader.spec.name), which says itself how it is read",
        at: Place(file: path), hint: "daybook read \(path) shows its records.", status: .dataRefused)
    }
    if text.isEmpty || text.contains(0) {
      throw Fault(
        "guess-not-possible", text.isEmpty ? "there is nothing in the file" : "the file is no text",
        at: Place(file: path), hint: "guess looks at CSV files and workbooks.", status: .dataRefused)
    }
  }

  // MARK: Workbooks

  private mutating func readSheet(_ path: String, _ survey: FileSurvey, _ settings: GuessSettings)
    throws(Fault)
  {
    guard let factory = Readers.named(format) else { preconditionFailure("a format of the program") }
    let place = Place(file: path)
    var values: [String: Options.Value] = ["header": Options.Value(.flag(false), at: place)]
    let positions = (1...GuessTable.mostColumns).map { number in
      Options.Value.Entry(
        key: "\(number)", keyPlace: place, value: Options.Value(.text("column_\(number)"), at: place))
    }
    values["columns"] = Options.Value(.map(positions), at: place)
    if let sheet = settings["sheet"] {
      values["sheet"] = Options.Value(.text(sheet), at: place)
      options.append(("sheet", sheet))
    }
    let contract = ContractLibrary.builtIn("bank_transaction/1")
    let source = try ByteSource(path: path, survey: survey)
    var reader = try factory.make(Options(values, at: place), RecordSchema([]), source, contract)
    var refused: [Rejection] = []
    while let batch = try reader.nextBatch(rejecting: &refused), rows.count < 200_000 {
      for row in 0..<batch.count {
        let cells = batch.columns.map { $0.string(at: row) ?? "" }
        rows.append(Row(line: Int(batch.origins[row].line), cells: cells))
      }
    }
    evidence += reader.remarks.filter { $0.contains("sheet") }
    if !refused.isEmpty {
      evidence.append("\(counted(refused.count, "cell")) with errors, in rows that are left out here")
    }
  }

  // MARK: Delimited text

  /// The delimiter under which most columns are dates and numbers, and then most lines are of one width.
  private mutating func chooseDelimiter(_ text: [UInt8], _ settings: GuessSettings) {
    let set = settings["delimiter"]
    var best: [(score: (typed: Int, share: Int), name: String, rows: [Row])] = []
    for (byte, name) in GuessTable.delimiters where set == nil || set == name {
      let head = GuessTable.split(text, by: byte, most: 1000)
      let score = GuessTable.score(head)
      if score.share == 0 && set == nil { continue }
      if let first = best.first, first.score > score { continue }
      if let first = best.first, first.score < score { best = [] }
      best.append((score, name, GuessTable.split(text, by: byte, most: .max)))
    }
    guard let first = best.first else {
      questions.append(
        GuessQuestion("delimiter", "nothing parts the lines into columns of one number", "delimiter=\",\""))
      return
    }
    if best.count > 1 {
      let names = best.map { "`\($0.name)`" }.joined(separator: " and ")
      questions.append(
        GuessQuestion("delimiter", "\(names) part the lines equally well", "delimiter=\"\(first.name)\""))
    }
    rows = first.rows
    options.append(("delimiter", first.name))
    let width = GuessTable.usualWidth(rows)
    evidence.append(
      "delimiter `\(first.name)`: \(rows.count { $0.cells.count == width }) of \(counted(rows.count, "line")) have "
        + "\(counted(width, "field")), and \(counted(first.score.typed, "column")) of dates or numbers")
  }

  /// How many columns hold dates or numbers alone, and how many of a thousand lines are of the usual width.
  private static func score(_ rows: [Row]) -> (typed: Int, share: Int) {
    let width = usualWidth(rows)
    guard width > 1 else { return (0, 0) }
    let usual = rows.filter { $0.cells.count == width }.dropFirst()
    let typed = (0..<width).count { at in
      let cells = usual.map { $0.cells[at] }.filter { !$0.isEmpty }
      return !cells.isEmpty
        && cells.count { GuessDates.isDate($0) || GuessAmounts.isNumber($0) } * 10 >= cells.count * 9
    }
    return (typed, (usual.count + 1) * 1000 / rows.count)
  }

  /// The number of fields that most lines have.
  static func usualWidth(_ rows: [Row]) -> Int {
    var counts: [Int: Int] = [:]
    for row in rows { counts[row.cells.count, default: 0] += 1 }
    return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
  }

  /// Lines with anything on them, parted where a delimiter is not within quotes.
  static func split(_ text: [UInt8], by delimiter: UInt8, most: Int) -> [Row] {
    var rows: [Row] = []
    var cells: [String] = []
    var cell: [UInt8] = []
    var (line, start, isQuoted) = (1, 1, false)
    func end() {
      cells.append(String(decoding: cell, as: UTF8.self))
      cell.removeAll(keepingCapacity: true)
    }
    for (at, byte) in text.enumerated() {
      if byte == UInt8(ascii: "\""), isQuoted || cell.allSatisfy({ $0 == 32 }) {
        isQuoted.toggle()
      } else if byte == delimiter, !isQuoted {
        end()
      } else if byte == 10 || byte == 13 && !(at + 1 < text.count && text[at + 1] == 10) {
        line += 1
        if isQuoted { cell.append(10) }
        if isQuoted { continue }
        end()
        if cells.contains(where: { !$0.allSatisfy(\.isWhitespace) }) {
          rows.append(Row(line: start, cells: cells))
        }
        cells = []
        start = line
        if rows.count == most { return rows }
      } else if byte != 13 {
        cell.append(byte)
      }
    }
    end()
    if cells.contains(where: { !$0.allSatisfy(\.isWhitespace) }) {
      rows.append(Row(line: start, cells: cells))
    }
    return rows
  }
}
