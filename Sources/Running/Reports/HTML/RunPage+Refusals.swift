import Components
import Records

/// What was refused, why, and what to do about it.
extension RunPage {
  /// Records of one reason at most; the others are in the file of rejects.
  private static let shown = 50

  var refusals: [HTMLNode] {
    let reasons = account.reasons
    if reasons.isEmpty { return [] }
    let byCode = Dictionary(grouping: account.refusals) { $0.refused.rejection.code }
    let rows = reasons.map { reason in
      PageParts.row([
        .head([.element(.code, [:], reason.code)]), .number(reason.count), .number(reason.retried),
        .data(reason.place), .data(reason.hint),
      ])
    }
    let summary = PageParts.table(
      "Refusals by reason",
      [
        ("Reason", false), ("Refusals", true), ("Processed again since", true), ("First at", false),
        ("What to do", false),
      ], rows)
    return [
      PageParts.section("What was refused", [summary] + reasons.map { card($0, byCode[$0.code] ?? []) })
    ]
  }

  private func card(_ reason: RunAccount.Reason, _ refusals: [RunAccount.Refusal]) -> HTMLNode {
    var nodes: [HTMLNode] = [
      .element(
        .h3, [:], [.element(.code, [:], reason.code), .text(" · \(counted(reason.count, "refusal"))")]),
      .element(.p, [.class: "hint"], [.data(reason.hint)]),
    ]
    nodes += refusals.prefix(RunPage.shown).map(record)
    if refusals.count > RunPage.shown {
      nodes.append(
        .element(
          .p, [.class: "soft"],
          "and \(refusals.count - RunPage.shown) more: daybook rejects lists them all."))
    }
    return .element(.div, [.class: "reason"], nodes)
  }

  private func record(_ refusal: RunAccount.Refusal) -> HTMLNode {
    let rejection = refusal.refused.rejection
    var about: [HTMLNode] = [
      .element(.strong, [:], [.data(refusal.place)]), .text(" · "), .data(rejection.reason),
    ]
    if rejection.origin.record > 0 { about.append(.text(" · record \(rejection.origin.record)")) }
    if !rejection.field.isEmpty { about += [.text(" · field "), .data(rejection.field)] }
    if let run = refusal.retriedBy { about.append(.text(" · processed again by run \(run)")) }
    var nodes: [HTMLNode] = [.element(.p, [:], about)]
    if let line = refusal.refused.line, rejection.origin.line > 0 {
      nodes.append(.element(.pre, [.dir: "ltr"], line))
    }
    return .element(.div, [.class: "record"], nodes)
  }
}
