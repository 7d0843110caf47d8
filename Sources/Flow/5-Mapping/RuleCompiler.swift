import Components
import Records

/// Turns the rules of `map` as written into rules that run, one target after the other.
struct RuleCompiler {
  /// As it is after the targets so far.
  private(set) var schema: RecordSchema
  private(set) var complaints: [Complaint] = []
  private let surroundings: Surroundings
  /// By path and table: a mapping file is read once, however many targets ask it.
  private var tables: [[String]: LookupTable] = [:]

  init(schema: RecordSchema, surroundings: Surroundings) {
    self.schema = schema
    self.surroundings = surroundings
  }

  /// Nil when a complaint was added. The target is in the schema afterwards all the same, so that what is wrong with
  /// later targets is told too.
  mutating func rule(for name: String, _ options: Options) -> (target: TargetField, rule: MapRule)? {
    let before = complaints.count
    let way = way(of: options)
    let target = TargetField(
      name, contract: surroundings.contract, otherwise: untypedTarget(name, way, options))
    var rule: MapRule?
    switch way {
    case "from": rule = copy(target, options)
    case "constant": rule = constant(target, options)
    case "lookup": rule = lookup(target, options)
    case "rules": rule = rules(target, options)
    case .some(let way): rule = text(way, target, options)
    case nil: break
    }
    schema.set(Field(name, target.type))
    guard let rule, complaints.count == before else { return nil }
    return (target, rule)
  }

  /// The one way the rule has.
  private mutating func way(of options: Options) -> String? {
    let given = MapRule.ways.filter { options[$0.name] != nil }
    let names = MapRule.ways.map(\.name).joined(separator: ", ")
    guard let way = given.first else {
      complain("rule-missing", options.place, "a rule that gives no value", hint: "Give one of \(names).")
      return nil
    }
    if given.count > 1 {
      complain(
        "rule-ambiguous", options.place(of: given[1].name),
        "one way to give the value expected, but \(given.map(\.name).joined(separator: " and ")) are given",
        hint: "Keep one of them.")
      return nil
    }
    for option in MapRule.options.map(\.name)
    where options[option] != nil && option != way.name && !way.options.contains(option) {
      let owners = MapRule.ways.filter { $0.options.contains(option) }.map(\.name).joined(separator: " or ")
      complain(
        "option-misplaced", options.place(of: option), "\(option) belongs to \(owners), not to \(way.name)",
        hint: "Take it out.")
    }
    return way.name
  }

  /// The type of a target that the contract does not have.
  private func untypedTarget(_ name: String, _ way: String?, _ options: Options) -> FieldType {
    if way == "from" { return options.text("from").flatMap { schema.type(of: $0) } ?? .text }
    let keeps = options.text("on_missing") == "keep" || options.text("otherwise") == "keep"
    return keeps ? schema.type(of: name) ?? .text : .text
  }

  private mutating func complain(_ code: String, _ place: Place, _ message: String, hint: String) {
    complaints.append(Complaint(code, at: place, message, hint: hint))
  }

  // MARK: Copies, constants, rules

  private mutating func copy(_ target: TargetField, _ options: Options) -> MapRule? {
    guard let field = field(options["from"]) else { return nil }
    if !Typing.allows(field.type, as: target.type) {
      complain(
        "field-wrong-type", options.place(of: "from"),
        "\(target.name) is \(target.type), which \(field.type) of \(field.name) cannot become",
        hint: "Copy a field that is \(target.type) or text.")
    }
    return .copy(field: field.name)
  }

  private mutating func constant(_ target: TargetField, _ options: Options) -> MapRule? {
    guard let value = options["constant"] else { return nil }
    var known = KnownValuesBuilder()
    _ = known.add(value.text, at: value.place)
    return .choice(
      Choice(chooser: .constant, values: known.values(for: target, &complaints), missing: .reject))
  }

  private mutating func rules(_ target: TargetField, _ options: Options) -> MapRule? {
    var known = KnownValuesBuilder()
    var rules: [(when: [Condition], value: Int32)] = []
    for rule in options.list("rules").map(\.group) {
      guard let set = rule["set"] else { preconditionFailure("a rule's set is required") }
      let conditions = rule.list("when").compactMap {
        Condition(options: $0.group, schema: schema, complaints: &complaints)
      }
      if rule.list("when").isEmpty {
        complain(
          "condition-missing", rule.place(of: "when"), "a rule without a condition",
          hint: "For what is left after the other rules, use otherwise: default.")
      }
      if let value = known.add(set.text, at: set.place) { rules.append((conditions, value)) }
    }
    if rules.isEmpty {
      complain(
        "rule-missing", options.place(of: "rules"), "an empty list of rules", hint: "Give at least one rule.")
    }
    let missing = missing("otherwise", target, options, &known)
    return .choice(
      Choice(
        chooser: .rules(rules), values: known.values(for: target, &complaints), missing: missing ?? .reject))
  }

  /// Nil when a complaint was added.
  private mutating func missing(
    _ option: String, _ target: TargetField, _ options: Options, _ known: inout KnownValuesBuilder
  ) -> Choice.Missing? {
    let written = options.text(option) ?? "reject"
    let fallback = options["default"]
    if written == "default", let fallback {
      return known.add(fallback.text, at: fallback.place).map { .value($0) }
    }
    if written == "default" {
      complain(
        "option-missing", options.place(of: option), "\(option): default without a default",
        hint: "Add default.")
      return nil
    }
    if let fallback {
      complain(
        "option-misplaced", fallback.place, "a default that is never given, because \(option) is \(written)",
        hint: "Say \(option): default, or take the default out.")
      return nil
    }
    guard written == "keep" else { return .reject }
    if schema.type(of: target.name) == target.type { return .keep }
    let existing = schema.type(of: target.name)
    complain(
      existing == nil ? "field-unknown" : "field-wrong-type", options.place(of: option),
      existing.map { "keep would leave \(target.name) \($0), but it is \(target.type) in the contract" }
        ?? "keep has nothing to keep: no earlier stage yields \(target.name)",
      hint: "Use reject or default, or give \(target.name) a value in an earlier rule.")
    return nil
  }

  /// Nil when a complaint was added.
  private mutating func field(_ value: Options.Value?) -> Field? {
    guard let value else { preconditionFailure("an option that was found is there") }
    if let type = schema.type(of: value.text) { return Field(value.text, type) }
    complaints.append(.unknownField(value.text, at: value.place, among: schema))
    return nil
  }

  // MARK: Text

  private mutating func text(_ way: String, _ target: TargetField, _ options: Options) -> MapRule? {
    if way == "concatenate" { return concatenation(options).map { .text($0) } }
    guard let field = field(options[way]) else { return nil }
    switch way {
    case "substring":
      let start = (options.integer("start") ?? 1) - 1
      return .text(.substring(field: field.name, start: start, length: options.integer("length")))
    case "upper": return .text(.upper(field: field.name))
    default: return .text(.lower(field: field.name))
    }
  }

  private mutating func concatenation(_ options: Options) -> TextRule? {
    var parts: [TextRule.Part] = []
    var hasField = false
    for value in options.list("concatenate") {
      if case .group(let group) = value.kind {
        parts.append(.text(Array((group.text("text") ?? "").utf8)))
      } else if let field = field(value) {
        parts.append(.field(field.name))
        hasField = true
      } else {
        return nil
      }
    }
    guard hasField else {
      complain(
        "field-missing", options.place(of: "concatenate"), "a concatenation without a field",
        hint: "Name at least one field; for a fixed text use constant.")
      return nil
    }
    return .concatenate(parts, separator: Array((options.text("separator") ?? "").utf8))
  }

  // MARK: Lookups

  private mutating func lookup(_ target: TargetField, _ options: Options) -> MapRule? {
    let by = by(options)
    guard let table = table(options), let by else { return nil }
    let place = options.place(of: "lookup")
    let columns = columns(of: table, by, target, options)
    var known = KnownValuesBuilder()
    let missing = missing("on_missing", target, options, &known)
    guard let columns, let missing else { return nil }
    let name = options.text("table").map { "table \($0) of \(table.name)" } ?? table.name
    guard
      let lookup = Lookup(
        table, name: name, key: LookupKey(fields: by.map(\.field)), columns: columns, into: &known, at: place,
        &complaints)
    else { return nil }
    let values = known.values(for: target, &complaints)
    return .choice(Choice(chooser: .lookup(lookup), values: values, missing: missing))
  }

  /// The fields that are looked up, each with its column and where that was written; nil when a complaint was added.
  private mutating func by(_ options: Options) -> [(field: Field, column: String, place: Place)]? {
    var found: [(field: Field, column: String, place: Place)] = []
    let before = complaints.count
    if case .map(let entries)? = options["by"]?.kind {
      for entry in entries {
        let name = Options.Value(.text(entry.key), at: entry.keyPlace)
        if let field = field(name) { found.append((field, entry.value.text, entry.value.place)) }
      }
    } else {
      for value in options.list("by") {
        if let field = field(value) { found.append((field, field.name, value.place)) }
      }
    }
    if found.isEmpty, complaints.count == before {
      complain(
        "option-missing", options.place(of: "by"), "a lookup without the fields that are looked up",
        hint: "Name them: by: [account_id].")
    }
    return complaints.count == before ? found : nil
  }

  private mutating func table(_ options: Options) -> LookupTable? {
    guard let path = options.text("lookup") else { return nil }
    let table = options.text("table")
    let key = [path] + (table.map { [$0] } ?? [])
    if let known = tables[key] { return known }
    do {
      let read = try surroundings.lookupTable(path, table)
      tables[key] = read
      return read
    } catch {
      complaints.append(
        Complaint(error.code, at: error.place ?? options.place(of: "lookup"), error.message, hint: error.hint)
      )
      return nil
    }
  }

  private mutating func columns(
    of table: LookupTable, _ by: [(field: Field, column: String, place: Place)], _ target: TargetField,
    _ options: Options
  ) -> Lookup.Columns? {
    let keys = by.map { column($0.column, of: table, at: $0.place) }
    if let value = options["value"] {
      let at = column(value.text, of: table, at: value.place)
      guard let at, !keys.contains(nil) else { return nil }
      return Lookup.Columns(keys: keys.compactMap(\.self), value: at)
    }
    guard !keys.contains(nil) else { return nil }
    let others = table.columns.indices.filter { !keys.contains($0) }
    if let at = others.first(where: { table.columns[$0] == target.name })
      ?? (others.count == 1 ? others[0] : nil)
    {
      return Lookup.Columns(keys: keys.compactMap(\.self), value: at)
    }
    complain(
      "column-unknown", options.place(of: "lookup"),
      "\(table.name) has no column \"\(target.name)\" and not exactly one column besides the key",
      hint: others.isEmpty
        ? "Add the column to the file."
        : "Say which with value: \(others.map { table.columns[$0] }.joined(separator: ", ")).")
    return nil
  }

  private mutating func column(_ name: String, of table: LookupTable, at place: Place) -> Int? {
    if let at = table.columns.firstIndex(of: name) { return at }
    complain(
      "column-unknown", place, "\(table.name) has no column \"\(name)\"",
      hint: nearest(to: name, among: table.columns).map { "Did you mean \($0)?" }
        ?? "Its columns are \(table.columns.joined(separator: ", ")).")
    return nil
  }
}
