import Checkpoints
import Components
import Records

extension RunAccount {
  /// What a list of runs has of each.
  var members: [(String, OrderedJSON)] {
    [
      ("run", .integer(Int(run.number))), ("kind", .string(run.kind.rawValue)),
      ("subject", optional(run.subject)), ("undone_by", optional(run.undoneBy)),
      ("pipeline", .string(run.pipeline)), ("company", optional(run.company)), ("status", .string(status)),
      ("fault", run.stop?.json ?? .null), ("request", .string(run.request)),
      ("started_at", .string(run.startedAt)), ("resumed_at", optional(run.resumedAt)),
      ("ended_at", optional(run.endedAt)), ("program", .string(run.program)),
      ("pipeline_sha256", .string(run.specDigest)), ("manifest_sha256", optional(manifest)),
      ("refusals", .integer(refusals.count)),
      ("refusals_retried", .integer(refusals.count { $0.retriedBy != nil })), ("totals", conservation.json),
      ("replaced_rows", run.rowsReplaced.map { .integer($0) } ?? .null),
      ("read_back", run.rowsReadBack.map { .integer($0) } ?? .null),
    ]
  }

  /// Everything.
  var json: OrderedJSON {
    .object(
      members + [
        ("followed_by", .array(followers.map { .integer(Int($0.number)) })),
        ("reasons", .array(reasons.map(\.json))), ("files", .array(files.map(\.json))),
      ])
  }
}

private func optional(_ text: String?) -> OrderedJSON { text.map { .string($0) } ?? .null }

private func optional(_ number: Int64?) -> OrderedJSON { number.map { .integer(Int($0)) } ?? .null }

extension StoredRun.Stop {
  fileprivate var json: OrderedJSON {
    .object([
      ("code", .string(code)), ("message", .string(message)), ("place", .string(place)),
      ("hint", .string(hint)),
    ])
  }
}

extension RunAccount.Reason {
  fileprivate var json: OrderedJSON {
    .object([
      ("code", .string(code)), ("count", .integer(count)), ("retried", .integer(retried)),
      ("first_at", .string(place)), ("reason", .string(reason)), ("hint", .string(hint)),
    ])
  }
}

extension RunAccount.File {
  fileprivate var json: OrderedJSON {
    .object([
      ("path", .string(report.path)), ("format", .string(report.format)), ("sha256", .string(report.digest)),
      ("size", .integer(Int(stored.size))), ("status", .string(status)), ("reason", optional(report.reason)),
      ("statements", .integer(statements.count)), ("proven", .integer(ProofCount(statements).proven)),
      ("proofs", .array(statements.map(\.json))), ("totals", report.conservation.json),
      ("retracted", report.retracted?.json ?? .null), ("stages", .array(report.stages.map(\.json))),
      ("refusals", .integer(report.refused.count)), ("remarks", .strings(report.remarks)),
      ("money", .array(money.map(\.json))),
      ("took_ms", milliseconds.map { .integer(Int($0)) } ?? .null),
      (
        "steps",
        .array(
          steps.map { timing, rows in
            .object([
              ("step", .string(timing.step)), ("took_ms", .integer(Int(timing.milliseconds))),
              ("rows", rows.map { .integer($0) } ?? .null),
              ("rows_per_second", rate(rows, timing.milliseconds).map { .integer($0) } ?? .null),
            ])
          })
      ),
    ])
  }
}

extension MoneyLine {
  fileprivate var json: OrderedJSON {
    .object([
      ("account", optional(account)), ("month", .string(month)),
      ("currency", currency == .none ? .null : .string(currency.description)), ("rows", .integer(rows)),
      ("amount", .string(amount)),
    ])
  }
}

extension ProvenStatement {
  fileprivate var json: OrderedJSON {
    .object([
      ("statement_id", .string(statementID)), ("account_id", .string(accountID)),
      ("currency", currency == .none ? .null : .string(currency.description)), ("starts", optional(starts)),
      ("as_of", optional(asOf)), ("opening", optional(opening)), ("closing", optional(closing)),
      ("records", .integer(records)), ("total", .string(total)), ("disposition", .string(disposition)),
      ("interim", .bool(isInterim)), ("proves", .bool(proves)), ("refused", .bool(isRefused)),
      ("line", .integer(line)),
      (
        "balances",
        .array(
          balances.map {
            .object([
              ("code", .string($0.code)), ("name", .string($0.name)),
              ("amount", optional($0.amount?.description)), ("items", optional($0.itemCount)),
            ])
          })
      ),
      (
        "checks",
        .array(
          checks.map {
            .object([
              ("name", .string($0.name)), ("stated", .string($0.stated)), ("computed", .string($0.computed)),
              ("difference", $0.holds ? .null : optional($0.difference)), ("holds", .bool($0.holds)),
              ("warns", .bool($0.isWarning)), ("line", .integer($0.line)),
            ])
          })
      ),
    ])
  }
}
