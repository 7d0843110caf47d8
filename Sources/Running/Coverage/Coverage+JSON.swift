import Records

extension Coverage {
  /// For programs, on one line.
  public var json: String {
    OrderedJSON.object([
      ("pipeline", .string(pipeline.name)), ("as_of", .string(asOf.description)),
      ("from", range.map { .string($0.lowerBound.description) } ?? .null),
      ("through", range.map { .string($0.upperBound.description) } ?? .null),
      ("complete", .bool(isComplete)),
      ("accounts", .array(range.map { range in accounts.map { $0.json(of: range) } } ?? [])),
      (
        "overdue",
        .array(
          overdue.map {
            .object([
              ("account", .string($0.account)), ("period", .string($0.period.description)),
              ("from", .string($0.period.first.description)),
              ("through", .string($0.period.last.description)),
              ("due", .string($0.due.description)),
            ])
          })
      ),
    ]).text() + "\n"
  }
}

extension AccountCoverage {
  /// The days as stretches of one status each, those of which nothing is to be said left out.
  fileprivate func json(of range: ClosedRange<CivilDate>) -> OrderedJSON {
    var stretches: [(mark: CoverageMark, first: CivilDate, last: CivilDate)] = []
    for (at, mark) in marks(of: range).enumerated() {
      let day = range.lowerBound.adding(days: at)
      if let last = stretches.last, last.mark == mark {
        stretches[stretches.count - 1].last = day
      } else {
        stretches.append((mark, day, day))
      }
    }
    return .object([
      ("account", .string(account)),
      ("currency", currency == .none ? .null : .string(currency.description)),
      ("statements", .integer(standing.count)), ("findings", .array(findings.map(\.json))),
      (
        "days",
        .array(
          stretches.filter { $0.mark != .none }.map {
            .object([
              ("from", .string($0.first.description)), ("through", .string($0.last.description)),
              ("status", .string($0.mark.rawValue)),
            ])
          })
      ),
    ])
  }
}

extension CoverageFinding {
  fileprivate var json: OrderedJSON {
    .object([
      ("status", .string(kind.rawValue)), ("from", .string(days.lowerBound.description)),
      ("through", .string(days.upperBound.description)),
      (kind == .gap ? "business_days" : "days", .integer(count)), ("files", .strings(files)),
      ("closing", closing.map { .string($0.description) } ?? .null),
      ("opening", opening.map { .string($0.description) } ?? .null), ("refused", .strings(refused)),
    ])
  }
}
