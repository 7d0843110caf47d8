import Records

extension FileInspection {
  private static let header = [
    "statement_id", "account_id", "currency", "as_of", "opening", "closing", "records", "total",
    "disposition", "interim",
    "proves",
  ]

  private func cells(_ statement: Statement) -> [String] {
    [
      statement.statementID, statement.accountID, statement.currency.description,
      statement.asOf?.description ?? "",
      text(statement.opening, statement) ?? "", text(statement.closing, statement) ?? "",
      "\(statement.recordCount)", text(statement.recordsTotal, statement) ?? "",
      statement.disposition.rawValue, statement.isInterim ? "yes" : "no",
      statement.checks.isEmpty ? "" : statement.proves ? "yes" : "NO",
    ]
  }

  /// An amount with no more decimals than needed, but those of the statement's currency.
  private func text(_ amount: ScaledDecimal?, _ statement: Statement) -> String? {
    amount.map {
      ScaledDecimal.text(
        Int128($0.unscaled), scale: $0.scale, least: min($0.scale, statement.currency.minorUnits ?? $0.scale))
    }
  }

  /// Every statement with its balances and checks; a table shows one line each, balances below.
  public func statementText(as form: Form) -> String {
    switch form {
    case .csv:
      var csv = CSVText()
      csv.row(FileInspection.header)
      for statement in statements { csv.row(cells(statement)) }
      return String(decoding: csv.bytes, as: UTF8.self)
    case .ndjson: return statements.map { json($0).text() + "\n" }.joined()
    case .table:
      return statements.map { statement in
        let head = zip(FileInspection.header, cells(statement)).map { "\($0) \($1.isEmpty ? "-" : $1)" }
        let balances = statement.balances.map { balance in
          "  \(balance.code) \(balance.name): \(text(balance.amount, statement) ?? "-")"
            + (balance.itemCount.map { " (\(counted(Int(clamping: $0), "item")))" } ?? "")
        }
        let checks = statement.checks.map { check in
          "  \(check.holds ? "holds" : "FAILS") \(check.name): \(check.arithmetic)"
        }
        return ([head.joined(separator: "  ")] + balances + checks).joined(separator: "\n") + "\n"
      }.joined()
    }
  }

  private func json(_ statement: Statement) -> OrderedJSON {
    let values = zip(FileInspection.header, cells(statement)).map { name, cell -> (String, OrderedJSON) in
      switch name {
      case "records": (name, .integer(statement.recordCount))
      case "interim": (name, .bool(statement.isInterim))
      case "proves": (name, statement.checks.isEmpty ? .null : .bool(statement.proves))
      default: (name, cell.isEmpty ? .null : .string(cell))
      }
    }
    let balances = statement.balances.map { balance in
      OrderedJSON.object([
        ("code", .string(balance.code)), ("name", .string(balance.name)),
        ("amount", text(balance.amount, statement).map { .string($0) } ?? .null),
        ("items", balance.itemCount.map { .integer(Int(clamping: $0)) } ?? .null),
      ])
    }
    return .object(
      values + [("balances", .array(balances)), ("checks", .array(statement.checks.map(\.json)))])
  }

  /// One line for each check that fails: `line: remark: … does not hold: …`.
  public var unproven: [String] {
    statements.failedChecks.map { "\($0.line): remark: \($0.name) does not hold: \($0.arithmetic)" }
  }
}
