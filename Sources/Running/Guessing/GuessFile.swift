import Records

/// What one file is found to be: the format of a pipeline, with what each part of it rests on.
struct GuessFile {
  let path: String
  private(set) var evidence: [String] = []
  private(set) var questions: [GuessQuestion] = []
  private(set) var reader: String
  /// Options of the reader and of `normalize`, as YAML.
  private(set) var options: [(name: String, yaml: String)] = []
  private(set) var amountOptions: [(name: String, yaml: String)] = []
  private(set) var dateFormats: [String] = []
  /// Keys of columns and the fields they become, in the order of the file.
  private(set) var fields: [(key: String, field: String)] = []
  private(set) var constants: [(field: String, text: String)] = []

  private var columns = GuessColumns()
  private var roles: [Int: String] = [:]

  /// - Throws: `guess-not-possible`, `guess-not-needed`, and what reading throws.
  init(path: String, settings: GuessSettings) throws(Fault) {
    self.path = path
    let table = try GuessTable(path: path, settings: settings)
    reader = table.format
    evidence = table.evidence
    questions = table.questions
    if table.rows.isEmpty { return }
    for (name, value) in table.options where !(name == "delimiter" && value == ",") {
      options.append((name, value == "tab" ? value : GuessDraft.quoted(value)))
    }
    let start = try GuessStart(table, settings, path: path)
    columns = start.columns
    options += start.options
    evidence += start.evidence
    questions += start.questions
    evidence.append(counted(columns.rows.count, "record"))
    takeDates(settings)
    takeMoney(settings)
    takeTexts(settings)
    fields = roles.keys.sorted().map { (columns.key($0), roles[$0] ?? "") }
  }

  // MARK: Dates

  /// Different days at least whose order says how they are written: six stand in order by accident once in 360 times.
  private static let daysThatTell = 6

  private mutating func takeDates(_ settings: GuessSettings) {
    guard let booking = columns.dates.first else { return }
    roles[booking] = "booking_date"
    let value = columns.first(GuessColumns.value, among: columns.dates.dropFirst())
    if let value { roles[value] = "value_date" }
    for column in [booking] + (value.map { [$0] } ?? []) {
      guard let format = dateFormat(column, settings) else { continue }
      for one in format where !dateFormats.contains(one) { dateFormats.append(one) }
    }
  }

  /// The form of a column's dates; nil when that stays open.
  private mutating func dateFormat(_ column: Int, _ settings: GuessSettings) -> [String]? {
    let texts = columns.texts(column).filter(GuessDates.isDate)
    let name = columns.key(column)
    if let set = settings["dates.format"] {
      let misfits = texts.count { GuessDates.read($0, set) == nil }
      evidence.append("dates: \"\(name)\" as \(set), as was said; \(misfits) of \(texts.count) do not fit")
      return [set]
    }
    var readings = GuessDates.readings(of: texts)
    var isTimed = false
    if readings.isEmpty {
      readings = GuessDates.readings(of: texts.map { String($0.prefix { $0 != "T" }) })
      isTimed = true
    }
    guard let first = readings.first else {
      questions.append(
        GuessQuestion("dates", "no one form fits every date of \"\(name)\"", "dates.format=dd/MM/yyyy"))
      return nil
    }
    guard readings.count > 1 else {
      evidence.append(
        "dates: \"\(name)\" is \(first.format) in all \(texts.count) records"
          + whyNotTwin(first.format, texts))
      return isTimed ? [first.format, first.format + "'T'HH:mm:ss"] : [first.format]
    }
    let ordered = readings.filter { GuessDates.direction($0.days) != 0 }
    if ordered.count == 1, Set(ordered[0].days).count >= GuessFile.daysThatTell {
      evidence.append(
        "dates: \"\(name)\" is \(ordered[0].format), for only so the entries are in the order of their dates")
      return [ordered[0].format]
    }
    let formats = readings.map(\.format).joined(separator: " and as ")
    questions.append(
      GuessQuestion(
        "dates", "every date of \"\(name)\" can be read as \(formats): \(texts.first ?? "")",
        "dates.format=\(first.format)"))
    return nil
  }

  /// How many dates forbid the other order of day and month.
  private func whyNotTwin(_ format: String, _ texts: [String]) -> String {
    let twin = String(format.map { $0 == "d" ? "M" : $0 == "M" ? "d" : $0 })
    guard GuessDates.formats.contains(twin) else { return "" }
    return "; \(texts.count { GuessDates.read($0, twin) == nil }) of them cannot be \(twin)"
  }

  // MARK: Money

  private mutating func takeMoney(_ settings: GuessSettings) {
    let column = currencyColumn()
    let named = columns.header?.lazy.compactMap(GuessFile.code).first
    let known = settings["constants.currency"] ?? named
    let codes = column.map { Set(columns.texts($0)) } ?? Set(known.map { [$0] } ?? [])
    let money = GuessMoney(
      columns, settings, decimals: codes.compactMap { Currency($0)?.minorUnits }.max() ?? 2)
    evidence += money.evidence
    questions += money.questions
    amountOptions = money.options
    switch money.source {
    case .one(let amount)?: roles[amount] = "amount"
    case .debitAndCredit(let debit, let credit)?: (roles[debit], roles[credit]) = ("debits", "credits")
    case nil: break
    }
    if let balance = money.balance { roles[balance] = "running_balance" }
    if let direction = money.direction { roles[direction] = "direction" }
    let signs = ["€": "EUR", "£": "GBP", "₹": "INR", "zł": "PLN", "Kč": "CZK"]
    let beside = money.beside.compactMap { signs[$0] ?? (Currency($0)?.minorUnits == nil ? nil : $0) }
    if let column {
      roles[column] = "currency"
      evidence.append("currency: \"\(columns.key(column))\" holds nothing but codes of ISO 4217")
    } else if let known {
      constants.append(("currency", known))
      if settings["constants.currency"] == nil { evidence.append("currency: \(known), from the header") }
    } else if Set(beside).count == 1 {
      constants.append(("currency", beside[0]))
      evidence.append("currency: \(beside[0]), beside the amounts")
    } else {
      questions.append(
        GuessQuestion("currency", "nothing in the file says the currency", "constants.currency=EUR"))
    }
  }

  private func currencyColumn() -> Int? {
    let all = (0..<columns.width).filter { at in
      let texts = columns.texts(at)
      return texts.count == columns.rows.count && texts.allSatisfy { Currency($0)?.minorUnits != nil }
    }
    return columns.first(GuessColumns.currency, among: all) ?? all.first
  }

  /// A currency in a column's name: `Amount (EUR)`.
  private static func code(_ name: String) -> String? {
    name.split { !$0.isLetter }.map(String.init).first {
      $0.count == 3 && $0.allSatisfy(\.isUppercase) && Currency($0)?.minorUnits != nil
    }
  }

  // MARK: Texts

  private mutating func takeTexts(_ settings: GuessSettings) {
    let free = (0..<columns.width).filter {
      roles[$0] == nil && columns.header?[$0].isEmpty != true && !columns.texts($0).isEmpty
    }
    if let account = settings["constants.account_id"] {
      constants.append(("account_id", account))
    } else if let column = columns.first(GuessColumns.account, among: free, but: GuessColumns.other),
      Set(columns.texts(column)).count == 1, columns.texts(column).count == columns.rows.count
    {
      roles[column] = "account_id"
      evidence.append("account: \"\(columns.key(column))\" has one value in every record")
    } else {
      questions.append(
        GuessQuestion("account", "no column says which account the file is of", "constants.account_id=NUMBER")
      )
    }
    let unused = free.filter { roles[$0] == nil }
    let identities = unused.filter { at in
      let texts = columns.texts(at)
      return texts.count == columns.rows.count && Set(texts).count == texts.count
    }
    if let column = columns.first(GuessColumns.identity, among: identities) {
      roles[column] = "external_id"
      evidence.append("id: \"\(columns.key(column))\" is another one in every record")
    } else {
      evidence.append(
        "id: no column tells every entry from the others; they are known by what the bank never changes of them"
      )
    }
    takeDetails(
      among: unused.filter {
        roles[$0] == nil && !columns.numbers.contains($0) && !columns.dates.contains($0)
      })
  }

  /// The bank's text and the other party, among columns of text.
  private mutating func takeDetails(among texts: [Int]) {
    let details =
      columns.first(GuessColumns.details, among: texts)
      ?? texts.max { length($0) < length($1) }
    if let details { roles[details] = "description" }
    if let other = columns.first(
      GuessColumns.other, among: texts.filter { $0 != details }, but: ["iban", "account"])
    {
      roles[other] = "counterparty_name"
    }
  }

  private func length(_ column: Int) -> Int { columns.texts(column).reduce(0) { $0 + $1.count } }
}
