import Components
import Records

/// The layouts of a format's options, and the fields that their records have together.
struct FixedWidthPlan: Sendable {
  private(set) var layouts: [FixedLayout] = []
  /// In the order in which layouts name them.
  private(set) var fields: [Field] = []
  private(set) var complaints: [Complaint] = []
  let skippedLines: Int
  private let contract: Contract

  init(_ options: Options, _ contract: Contract) {
    self.contract = contract
    skippedLines = options.integer("skip_lines") ?? 0
    if options["columns"] == nil {
      for value in options.list("layout") { add(layout: value.group) }
    } else {
      addColumns(options)
    }
    for at in layouts.indices { addConstants(options, to: at) }
  }

  private mutating func addColumns(_ options: Options) {
    if options.place(of: "layout") != options.place {
      complain(
        "option-out-of-place", at: options.place(of: "columns"), "columns stand beside a layout",
        hint: "Take one of the two out.")
    }
    let record = FixedRecord(
      role: .record, code: [], fields: fields(options.map("columns")), states: [], isCounted: true)
    layouts.append(FixedLayout(name: "", length: options.integer("length"), records: [record]))
  }

  private mutating func add(layout options: Options) {
    var records: [FixedRecord] = []
    for value in options.list("records") { records.append(record(value.group)) }
    let layout = FixedLayout(
      name: options.text("layout") ?? "", length: options.integer("length"), records: records)
    if !layout.has(.record) {
      complain(
        "record-missing", at: options.place(of: "records"), "no kind of record of the layout is a record",
        hint: "Leave out `is` for the one that becomes a record.")
    }
    layouts.append(layout)
    addConstants(options, to: layouts.count - 1)
  }

  private mutating func addConstants(_ options: Options, to layout: Int) {
    for entry in options.map("constants") {
      let isCurrency = contract.field(entry.key)?.type == .currency
      let column = column(entry.key, isCurrency ? .currency : .text, at: entry.keyPlace)
      if fields[column].type == .currency, Currency(entry.value.text) == nil {
        complain(
          "currency-unknown", at: entry.value.place, "\(entry.value.text) is not a currency code",
          hint: "Write three capital letters: EUR.")
      }
      layouts[layout].constants.removeAll { $0.column == column }
      layouts[layout].constants.append((column, Array(entry.value.text.utf8)))
    }
  }

  private mutating func record(_ options: Options) -> FixedRecord {
    var code: [(places: FixedPlaces, texts: [[UInt8]])] = []
    for entry in options.map("code") {
      guard let places = places(entry.key, at: entry.keyPlace) else { continue }
      code.append((places, texts(entry.value)))
    }
    var states: [FixedState] = []
    for entry in options.map("states") {
      guard let what = FixedState.What(rawValue: entry.key) else {
        complain(
          "state-unknown", at: entry.keyPlace, "nothing is called \"\(entry.key)\" that a record can state",
          hint: nearest(to: entry.key, among: FixedState.What.allCases.map(\.rawValue)).map {
            "Did you mean \($0)?"
          })
        continue
      }
      guard let field = field(entry, isStated: true) else { continue }
      states.append(FixedState(what: what, field: field))
    }
    return FixedRecord(
      role: FixedRecord.Role(rawValue: options.text("is") ?? "") ?? .record, code: code,
      fields: fields(options.map("fields")), states: states, isCounted: options.flag("counted"))
  }

  private mutating func fields(_ entries: [Options.Value.Entry]) -> [FixedField] {
    var found: [FixedField] = []
    for entry in entries {
      if let field = field(entry, isStated: false) { found.append(field) }
    }
    return found
  }

  /// The column of a field; the same name is the same column in all records of all layouts.
  private mutating func column(_ name: String, _ kind: FixedField.Kind, at place: Place) -> Int {
    let type: FieldType
    switch kind {
    case .text: type = .text
    case .number(let scale): type = .decimal(scale: scale)
    case .integer: type = .integer
    case .date: type = .date
    case .currency: type = .currency
    }
    guard let at = fields.firstIndex(where: { $0.name == name }) else {
      fields.append(Field(name, type))
      return fields.count - 1
    }
    // A constant is of the type that the file's own field has.
    if fields[at].type == .text, type == .currency { fields[at].type = type }
    if fields[at].type != type, !(type == .text && fields[at].type == .currency) {
      complain(
        "field-two-types", at: place, "\(name) is \(fields[at].type) in one record and \(type) in another",
        hint: "Give it the same type everywhere.")
    }
    return at
  }

  // MARK: One field

  /// - Parameter isStated: of a statement, so that it has no column.
  private mutating func field(_ entry: Options.Value.Entry, isStated: Bool) -> FixedField? {
    let (name, value) = (entry.key, entry.value)
    if case .text(let text) = value.kind {
      guard let places = places(text, at: value.place) else { return nil }
      let column = isStated ? -1 : column(name, .text, at: entry.keyPlace)
      return FixedField(
        name: name, column: column, places: [places], kind: .text, joint: UInt8(ascii: " "))
    }
    let options = value.group
    let places = options.list("at").compactMap { self.places($0.text, at: $0.place) }
    guard places.count == options.list("at").count else { return nil }
    let figures = figures(options)
    let date = date(options)
    var values = FixedValues()
    for entry in options.map("values") { values.add(Array(entry.key.utf8), Array(entry.value.text.utf8)) }
    var kind = kind(name, options.text("type") ?? "")
    // Totals are held against sums of amounts.
    if isStated, case .number = kind { kind = self.kind("amount", "number") }
    return FixedField(
      name: name, column: isStated ? -1 : column(name, kind, at: entry.keyPlace), places: places, kind: kind,
      figures: figures, date: date, values: values, joint: joint(options))
  }

  private func joint(_ options: Options) -> UInt8? {
    switch options.text("join") {
    case "none": nil
    case "newline": UInt8(ascii: "\n")
    default: UInt8(ascii: " ")
    }
  }

  private mutating func figures(_ options: Options) -> FixedField.Figures {
    var figures = FixedField.Figures(
      decimals: options.integer("decimals") ?? 0, isOverpunched: options.flag("overpunch"),
      negative: options["negative"].map(texts) ?? [], positive: options["positive"].map(texts) ?? [])
    if let at = options["decimals_at"] { figures.decimalsAt = self.places(at.text, at: at.place) }
    if let at = options["sign_at"] { figures.signAt = self.places(at.text, at: at.place) }
    if figures.signAt != nil, figures.negative.isEmpty {
      complain(
        "option-missing", at: options.place(of: "sign_at"),
        "sign_at needs negative: what stands there below zero",
        hint: "Write for instance: negative: \"1\"")
    }
    return figures
  }

  private mutating func date(_ options: Options) -> FixedDateFormat {
    if let date = FixedDateFormat(options.text("date_format") ?? "") { return date }
    complain(
      "date-format-malformed", at: options.place(of: "date_format"),
      "a date needs two or four y, two M and two d", hint: "Write for instance: date_format: ddMMyy")
    return FixedDateFormat()
  }

  private func kind(_ name: String, _ type: String) -> FixedField.Kind {
    switch type {
    case "number":
      if case .decimal(let scale)? = contract.field(name)?.type { return .number(scale: scale) }
      return .number(scale: BankRow.scale)
    case "integer": return .integer
    case "date": return .date
    case "currency": return .currency
    default: return .text
    }
  }

  private func texts(_ value: Options.Value) -> [[UInt8]] {
    var members = [value]
    if case .list(let list) = value.kind { members = list }
    return members.map { member in
      let bytes = Array(member.text.utf8)
      return Array(bytes[bytes.span.trimmed(0..<bytes.count)])
    }
  }

  private mutating func places(_ text: String, at place: Place) -> FixedPlaces? {
    if let places = FixedPlaces(text) { return places }
    complain(
      "places-malformed", at: place, "\"\(text)\" is not the first and last place of a field",
      hint: "Write both with a dash, counted from 1: 29-42; one place alone as 28. Places end at 10000.")
    return nil
  }

  private mutating func complain(_ code: String, at place: Place, _ message: String, hint: String?) {
    complaints.append(Complaint(code, at: place, message, hint: hint))
  }
}
