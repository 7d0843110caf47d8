import Records

extension [Statement] {
  /// The checks that fail, each once: those of a group or a file stand in every statement they cover.
  var failedChecks: [Statement.Check] {
    var seen: Set<Statement.Check> = []
    return indices.filter { !self[$0].proves }.flatMap { at in
      self[at].checks.filter { !$0.holds && seen.insert($0).inserted }
    }
  }
}

extension Statement.Check {
  /// For programs; amounts are exact decimals, as text.
  var json: OrderedJSON {
    .object([
      ("name", .string(name)), ("stated", .string(stated)), ("computed", .string(computed)),
      ("difference", difference.map { .string($0) } ?? .null),
      ("currency", currency == .none ? .null : .string(currency.description)), ("holds", .bool(holds)),
      ("line", .integer(Int(line))),
    ])
  }
}
