import Components
import Records

/// Works out, before any data, what becomes of each field; collects what cannot be.
struct NormalizePlan {
  /// Every incoming field, and the amount behind them when it is made of two.
  private(set) var outgoing: RecordSchema
  /// Fields that end here: the amount was made of them, and the contract does not have them.
  private(set) var spent: Set<Int> = []
  private(set) var tidying: [TextTidying?] = []
  private(set) var currencies: [(index: Int, column: CurrencyColumn)] = []
  private(set) var dates: [(index: Int, field: String)] = []
  private(set) var integers: [(index: Int, column: IntegerColumn)] = []
  private(set) var decimals: [(index: Int, columns: DecimalColumns)] = []
  private(set) var allowed: [(index: Int, values: AllowedValues)] = []
  private(set) var required: [Int] = []
  private(set) var dateStyle = DateStyle()

  private let options: Options
  private let incoming: RecordSchema
  private let contract: Contract
  private var rules: [String: FieldRule] = [:]
  private var amountStyle = AmountStyle()

  init(options: Options, schema: RecordSchema, contract: Contract) {
    self.options = options
    self.contract = contract
    incoming = schema
    outgoing = schema
  }

  mutating func make(_ complaints: inout [Complaint]) {
    if let group = options.group("amount") { amountStyle = AmountStyle(group, complaints: &complaints) }
    amountStyle.debitIsPositive = contract.debitIsPositive
    if let group = options.group("dates") { dateStyle = DateStyle(group, complaints: &complaints) }
    readRules(&complaints)
    for (index, field) in incoming.fields.enumerated() { take(field, index, &complaints) }
    combineAmount(&complaints)
    for (index, field) in outgoing.fields.enumerated() where isRequired(field.name) { required.append(index) }
  }

  /// A field that must have a value; a fingerprint may still be made by a later stage.
  private func isRequired(_ name: String) -> Bool {
    if let explicit = rules[name]?.isRequired { return explicit }
    if name == contract.footingAmount, amountStyle.empty == .reject { return true }
    return contract.field(name)?.isRequired == true && contract.fingerprintField != name
  }

  /// A pipeline may have several formats with one `normalize`: a field of the contract that this format lacks
  /// is fine.
  private mutating func readRules(_ complaints: inout [Complaint]) {
    let known = incoming.names + contract.fields.map(\.name)
    for entry in options.map("fields") {
      if !known.contains(entry.key) {
        complaints.append(unknownField(entry.key, at: entry.keyPlace))
      }
      rules[entry.key] = FieldRule(
        entry.value.group, field: contract.field(entry.key), complaints: &complaints)
    }
  }

  /// A field of this format, or one that the contract could have had.
  private func unknownField(_ name: String, at place: Place) -> Complaint {
    var known = incoming
    for field in contract.fields where incoming.index(of: field.name) == nil {
      known.set(Field(field.name, field.type))
    }
    return .unknownField(name, at: place, among: known)
  }

  /// One incoming field.
  private mutating func take(_ field: Field, _ index: Int, _ complaints: inout [Complaint]) {
    var rule = rules[field.name] ?? FieldRule()
    guard let wanted = contract.field(field.name) else {
      tidying.append(field.type == .text ? TextTidying(rule: rule, field: field.name) : nil)
      return
    }
    guard field.type == .text else {
      tidying.append(nil)
      if field.type != wanted.type {
        complaints.append(
          Complaint(
            "field-type-differs", at: options.place,
            "\(field.name) comes as \(field.type), the contract \(contract.title) has \(wanted.type)",
            hint: "Give the reader's field another name, or take it as text."))
      }
      return
    }
    let isTyped = wanted.type != .text
    if isTyped { rule.trims = true }
    tidying.append(isTyped && rule.isPlain ? nil : TextTidying(rule: rule, field: field.name))
    outgoing.set(Field(field.name, wanted.type))
    switch wanted.type {
    case .text:
      if !wanted.allowed.isEmpty {
        allowed.append((index, AllowedValues(field: field.name, values: wanted.allowed)))
      }
    case .currency: currencies.append((index, CurrencyColumn(field: field.name)))
    case .date: dates.append((index, field.name))
    case .integer: integers.append((index, IntegerColumn(field: field.name)))
    case .decimal(let scale):
      let columns = decimal(wanted, .one(index), scale: scale, &complaints)
      decimals.append((index, columns))
    }
    checkDefault(field.name, rule, wanted, &complaints)
  }

  private func decimal(
    _ field: Contract.FieldRule, _ source: DecimalColumns.Source, scale: Int, _ complaints: inout [Complaint]
  ) -> DecimalColumns {
    var currency: (index: Int, field: String)?
    if let name = field.currencyField {
      if let index = incoming.index(of: name) {
        currency = (index, name)
      } else {
        let complaint = Complaint(
          "currency-field-missing", at: options.place,
          "\(field.name) needs its currency in a field \(name), which no earlier stage yields",
          hint: "Name the column of the currency, or add `constants: { \(name): USD }` to the reader.")
        if !complaints.contains(complaint) { complaints.append(complaint) }
      }
    } else if amountStyle.implied == .minor {
      complaints.append(
        Complaint(
          "implied-decimals-unknown",
          at: options.group("amount")?.place(of: "implied_decimals") ?? options.place,
          "\(field.name) has no currency in the contract \(contract.title) whose decimals could be implied",
          hint: "Say how many of the last digits are decimals: implied_decimals: 2."))
    }
    let isFooting = field.name == contract.footingAmount
    return DecimalColumns(
      field: field.name, source: source, scale: scale, currency: currency, style: amountStyle,
      isTurned: isFooting && amountStyle.isMoneyOut,
      emptyIsZero: isFooting && amountStyle.empty == .zero, names: incoming.names)
  }

  /// The footing amount out of two columns, or with its direction in another one.
  private mutating func combineAmount(_ complaints: inout [Complaint]) {
    guard let group = options.group("amount") else { return }
    let isTwo = group["debit"] != nil || group["credit"] != nil
    guard isTwo || group["direction"] != nil, let name = contract.footingAmount,
      let field = contract.field(name),
      case .decimal(let scale) = field.type
    else { return }
    // A format whose reader gives the amount typed has no use for these options.
    if case .decimal? = incoming.type(of: name) { return }
    let hasOwn = isTwo && incoming.index(of: name) != nil
    if hasOwn || (isTwo && group["direction"] != nil) || amountStyle.isMoneyOut {
      complaints.append(
        Complaint(
          "amount-source-twice", at: group.place, "\(name) has more than one source, or its sign has",
          hint: """
            Keep one of `debit` with `credit`, `direction`, `positive: money_out`, and a column \(name) of \
            the reader.
            """))
    }
    if isTwo, let rule = rules[name], !rule.isPlain {
      complaints.append(
        Complaint(
          "field-not-read", at: options.place(of: "fields"), "\(name) is made of debit and credit",
          hint: "Give the rules to the two columns; under `fields`, \(name) itself takes only `required`."))
    }
    let source: DecimalColumns.Source?
    if isTwo {
      source = twoColumns(group, &complaints)
    } else {
      source = directed(name, group, &complaints)
    }
    guard let source else { return }
    spent = Set(source.columns.filter { contract.field(incoming.fields[$0].name) == nil })
    let index = outgoing.set(Field(name, field.type))
    decimals.removeAll { $0.index == index }
    decimals.append((index, decimal(field, source, scale: scale, &complaints)))
  }

  private func twoColumns(_ group: Options, _ complaints: inout [Complaint]) -> DecimalColumns.Source? {
    guard group["debit"] != nil, group["credit"] != nil else {
      complaints.append(
        Complaint(
          "amount-columns-incomplete", at: group.place, "of debit and credit only one is given",
          hint: "Name both columns, or use `amount` with `direction`."))
      return nil
    }
    guard let debit = textColumn("debit", group, &complaints),
      let credit = textColumn("credit", group, &complaints)
    else { return nil }
    let isPositive = contract.debitIsPositive
    return .two(
      negative: isPositive ? credit : debit, positive: isPositive ? debit : credit,
      isSigned: group.text("debit_sign") == "as_is")
  }

  private func directed(_ name: String, _ group: Options, _ complaints: inout [Complaint]) -> DecimalColumns
    .Source?
  {
    guard let options = group.group("direction") else { return nil }
    let direction = AmountDirection(options, complaints: &complaints)
    guard let words = textColumn("field", options, &complaints) else { return nil }
    guard let amount = incoming.index(of: name) else {
      complaints.append(unknownField(name, at: group.place(of: "direction")))
      return nil
    }
    return .directed(amount, by: words, direction)
  }

  /// The index of the text column that an option names.
  private func textColumn(_ option: String, _ group: Options, _ complaints: inout [Complaint]) -> Int? {
    let name = group.text(option) ?? ""
    let place = group.place(of: option)
    guard let index = incoming.index(of: name) else {
      complaints.append(unknownField(name, at: place))
      return nil
    }
    guard incoming.fields[index].type == .text, contract.field(name).map({ $0.type == .text }) ?? true else {
      complaints.append(
        Complaint(
          "field-type-differs", at: place, "\(name) is not text in this place",
          hint: "Name a column that the reader gives as text and the contract does not have."))
      return nil
    }
    return index
  }

  /// A default is read once as its data would be.
  private func checkDefault(
    _ name: String, _ rule: FieldRule, _ field: Contract.FieldRule, _ complaints: inout [Complaint]
  ) {
    guard let text = rule.standIn, field.type != .text else { return }
    let column = TextColumn([String(decoding: text, as: UTF8.self)])
    let origins = [Origin(offset: 0, length: 0, line: 0, record: 0)]
    var refusals = Refusals()
    switch field.type {
    case .text: return
    case .date:
      _ = dateStyle.read(column, raw: .text(column), field: name, origins: origins, refusals: &refusals)
    case .integer:
      _ = IntegerColumn(field: name).read(column, raw: .text(column), origins: origins, refusals: &refusals)
    case .currency:
      _ = CurrencyColumn(field: name).read(column, raw: .text(column), origins: origins, refusals: &refusals)
    case .decimal(let scale):
      let plan = DecimalColumns(
        field: name, source: .one(0), scale: scale, currency: nil, style: amountStyle, isTurned: false,
        emptyIsZero: false, names: [name])
      var none: Set<Int> = []
      _ = plan.read(
        [.text(column)], raw: [.text(column)], origins: origins, noCurrency: &none, refusals: &refusals)
    }
    if refusals.isEmpty { return }
    let entry = options.map("fields").first { $0.key == name }
    complaints.append(
      Complaint(
        "default-unreadable", at: entry?.value.group.place(of: "default") ?? options.place,
        "the default of \(name) cannot be read as \(field.type)",
        hint: "Write it as it would stand in the data of this source."))
  }
}
