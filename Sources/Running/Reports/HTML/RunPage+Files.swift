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
      var more: [HTMLNode] = []
      // The books that were mapped again are no file with a digest.
      if !file.report.digest.isEmpty {
        more = [.element(.span, [.class: "soft"], "SHA-256 "), .element(.code, [:], file.report.digest)]
      }
      if let reason = file.report.reason {
        more = [.element(.div, [.class: "bad"], [.text("because of "), .data(reason)])] + more
      }
      if let retracted = file.report.retracted {
        more.append(
          .element(.div, [:], "taken out by a deleting or replacing statement: \(retracted.text)"))
      }
      if !more.isEmpty { rows.append(PageParts.detail(7, more)) }
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
          ], file.statements.map(row)),
      ] + checks(file.statements)
    }
    return [PageParts.section("What it proves", tables)]
  }

  private func row(of statement: ProvenStatement) -> HTMLNode {
    func amount(_ text: String?) -> PageParts.Cell {
      text.map { .number(PageParts.money($0, statement.currency)) } ?? .text("")
    }
    var account: [HTMLNode] = [.data(statement.accountID)]
    if !statement.statementID.isEmpty, statement.statementID != statement.accountID {
      account.append(.element(.div, [.class: "soft"], [.data(statement.statementID)]))
    }
    return PageParts.row([
      .head(account), PageParts.Cell(content: [.text(statement.period)], style: "w"),
      .text(statement.currency == .none ? "" : statement.currency.description), amount(statement.opening),
      .number(statement.records), amount(statement.total), amount(statement.closing),
      PageParts.Cell(content: [statement.badge]),
    ])
  }

  /// The arithmetic of every check, each once: those of a group or a file stand in every statement they cover.
  private func checks(_ statements: [ProvenStatement]) -> [HTMLNode] {
    var seen: Set<ProvenStatement.Check> = []
    let checks = statements.flatMap(\.checks).filter { seen.insert($0).inserted }.sorted { $0.line < $1.line }
    if checks.isEmpty { return [] }
    let rows = checks.map { check in
      let unit = check.currency == .none ? "" : " \(check.currency)"
      func amount(_ text: String) -> PageParts.Cell {
        PageParts.Cell(content: [.data(PageParts.grouped(text)), .text(unit)], style: "n")
      }
      let mood = check.holds ? "good" : check.isWarning ? "warn" : "bad"
      return PageParts.row([
        .head([.element(.code, [:], check.name)]), .number(check.line), amount(check.stated),
        amount(check.computed), check.holds ? .text("") : check.difference.map(amount) ?? .text(""),
        PageParts.Cell(content: [.element(.strong, [.class: mood], check.verdict)], style: "w"),
      ])
    }
    return [
      PageParts.table(
        "The arithmetic of the proof, in the order of the file",
        [
          ("Check", false), ("Line", true), ("Stated", true), ("Computed", true), ("Difference", true),
          ("Result", false),
        ], rows)
    ]
  }
}

extension RunAccount.File {
  fileprivate var mood: String {
    switch stored.status {
    case .loaded: report.refused.isEmpty ? "good" : "warn"
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
