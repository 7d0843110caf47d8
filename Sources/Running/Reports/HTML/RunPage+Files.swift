import Checkpoints
import Components
import Records

/// What came in, and what it proves.
extension RunPage {
  var files: [HTMLNode] {
    if account.files.isEmpty { return [] }
    let rows = account.files.flatMap { file -> [HTMLNode] in
      let total = file.report.conservation
      let loaded = ["inserted", "updated"].reduce(0) { $0 + (total.parts[$1]?.rows ?? 0) }
      let rejected = total.parts["rejected"]?.rows ?? 0
      var rows = [
        PageParts.row([
          .head([.data(file.report.path)]), .data(file.report.format),
          .number(Int(file.stored.size)),
          PageParts.Cell(content: [PageParts.badge(file.status, file.mood)]), .number(total.read.rows),
          .number(loaded), .number(rejected),
        ])
      ]
      var more: [HTMLNode] = [.element(.span, [.class: "soft"], "SHA-256 "), .element(.code, [:], file.report.digest)]
      if let reason = file.report.reason {
        more = [.element(.div, [.class: "bad"], [.text("because of "), .data(reason)])] + more
      }
      if let retracted = file.report.retracted {
        more.append(
          .element(.div, [:], "taken out by a deleting or replacing statement: \(retracted.text)"))
      }
      rows.append(PageParts.detail(7, more))
      return rows
    }
    return [
      PageParts.section(
        "What came in",
        [
          PageParts.table(
            "Files of the run in their order, each with the digest of its bytes",
            [
              ("File", false), ("Format", false), ("Bytes", true), ("Outcome", false), ("Read", true),
              ("Inserted or updated", true), ("Rejected", true),
            ], rows)
        ])
    ]
  }

  var statements: [HTMLNode] {
    let stating = account.files.filter { !$0.statements.isEmpty }
    if stating.isEmpty { return [] }
    let tables = stating.flatMap { file -> [HTMLNode] in
      [
        .element(.h3, [:], [.data(file.report.path)]),
        PageParts.table(
          "Statements, what each states of itself, and what its records come to",
          [
            ("Account", false), ("Period", false), ("Currency", false), ("Opening", true), ("Records", true),
            ("Sum of records", true), ("Closing", true), ("Proof", false),
          ], file.statements.flatMap(rows)),
      ]
    }
    return [PageParts.section("What it proves", tables)]
  }

  private func rows(of statement: ProvenStatement) -> [HTMLNode] {
    func amount(_ text: String?) -> PageParts.Cell {
      text.map { .number(PageParts.money($0, statement.currency)) } ?? .text("")
    }
    var account: [HTMLNode] = [.data(statement.accountID)]
    if !statement.statementID.isEmpty, statement.statementID != statement.accountID {
      account.append(.element(.div, [.class: "soft"], [.data(statement.statementID)]))
    }
    var rows = [
      PageParts.row([
        .head(account), PageParts.Cell(content: [.text(statement.period)], style: "w"),
        .text(statement.currency == .none ? "" : statement.currency.description), amount(statement.opening),
        .number(statement.records), amount(statement.total), amount(statement.closing),
        PageParts.Cell(content: [statement.badge]),
      ])
    ]
    if !statement.checks.isEmpty {
      rows.append(PageParts.detail(8, [.element(.ul, [.class: "plain"], statement.checks.map(line))]))
    }
    return rows
  }

  /// `account-control-total, line 4: stated 500.00, computed 500.00`, with the difference where there is one.
  private func line(of check: ProvenStatement.Check) -> HTMLNode {
    let unit = check.currency == .none ? "" : " \(check.currency)"
    func shown(_ text: String) -> [HTMLNode] { [.data(PageParts.grouped(text)), .text(unit)] }
    var words: [HTMLNode] = [.element(.code, [:], check.name), .text(", line \(check.line): stated ")]
    words += shown(check.stated) + [.text(", computed ")] + shown(check.computed)
    if check.holds { return .element(.li, [:], words + [.element(.span, [.class: "good"], " · holds")]) }
    if let difference = check.difference {
      words += [.text(", "), .element(.strong, [:], [.text("difference ")] + shown(difference))]
    }
    let mood = check.isWarning ? "warn" : "bad"
    return .element(.li, [:], words + [.element(.strong, [.class: mood], " · \(check.verdict)")])
  }
}

extension RunAccount.File {
  fileprivate var mood: String {
    switch stored.status {
    case .loaded: "good"
    case .refused: "bad"
    default: "warn"
    }
  }
}

extension ProvenStatement {
  fileprivate var badge: HTMLNode {
    if checks.isEmpty { return PageParts.badge("nothing to prove", "soft") }
    let failed = checks.count { !$0.holds }
    if failed == 0 { return PageParts.badge("proven by \(counted(checks.count, "check"))", "good") }
    let words = "\(failed) of \(checks.count) failed"
    return PageParts.badge(isRefused ? "\(words): refused" : words, isRefused ? "bad" : "warn")
  }
}
