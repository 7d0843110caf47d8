import Checkpoints
import Components
import Records

/// What the run brought by account and month, one table a currency.
extension RunPage {
  /// Lines of a table at most; what is beyond is summed in one.
  private static let shown = 200

  private struct Group {
    var account: String?
    var month: String
    var rows: Int
    var amount: Int128
  }

  var money: [HTMLNode] {
    let lines = account.files.flatMap(\.money)
    let currencies = Set(lines.map(\.currency)).sorted()
    if lines.isEmpty { return [] }
    let tables = currencies.flatMap { currency in table(lines.filter { $0.currency == currency }, currency) }
    return [
      PageParts.section(
        "Money by account and month",
        [
          .element(
            .p, [.class: "soft"],
            "All records that came as far as the books, whether they were new there or not; the month is that of the "
              + "effective date. Money into the account is positive, and its bar goes to the right.")
        ] + tables)
    ]
  }

  private func table(_ lines: [MoneyLine], _ currency: Currency) -> [HTMLNode] {
    var groups = merged(lines)
    if groups.count > RunPage.shown {
      var rest = Group(account: nil, month: "", rows: 0, amount: 0)
      for group in groups.dropFirst(RunPage.shown - 1) {
        rest.rows += group.rows
        rest.amount += group.amount
      }
      groups = Array(groups.prefix(RunPage.shown - 1)) + [rest]
    }
    let largest = groups.map { Int128($0.amount.magnitude) }.max() ?? 0
    let rows = groups.enumerated().map { at, group in
      let isRepeated = at > 0 && groups[at - 1].account == group.account && group.account != nil
      let amount = text(group.amount, currency)
      let name: HTMLNode = group.account.map { .data($0.isEmpty ? "no account" : $0) } ?? .text("all others")
      let words = "\(group.account ?? "all others") \(group.month): \(amount) \(currency)"
      return PageParts.row([
        PageParts.Cell(
          content: isRepeated ? [.element(.span, [.class: "soft"], [name])] : [name], style: "wide",
          isHead: true),
        PageParts.Cell(content: [.text(group.month)], style: "w"), .number(group.rows), .number(amount),
        PageParts.Cell(
          content: [PagePictures.bar(group.amount, of: largest, words: words)], style: "bar"),
      ])
    }
    let sum = groups.reduce(Int128(0)) { $0 + $1.amount }
    let total = PageParts.row([
      .head([.text("all accounts")]), .text(""), .number(groups.reduce(0) { $0 + $1.rows }),
      .number(text(sum, currency)), .text(""),
    ])
    let title = currency == .none ? "Amounts without a currency" : currency.description
    let table = PageParts.table(
      "Rows and amounts that came to the books",
      [("Account", false), ("Month", false), ("Rows", true), ("Amount", true), ("Out and in", false)], rows,
      total: total)
    return [.element(.h3, [:], title), table]
  }

  /// The lines of all files, those of one account and month together.
  private func merged(_ lines: [MoneyLine]) -> [Group] {
    let sorted = lines.sorted { a, b in
      if (a.account == nil) != (b.account == nil) { return b.account == nil }
      return (a.account ?? "", a.month) < (b.account ?? "", b.month)
    }
    var groups: [Group] = []
    for line in sorted {
      if let last = groups.last, last.account == line.account, last.month == line.month {
        groups[groups.count - 1].rows += line.rows
        groups[groups.count - 1].amount += unscaled(line.amount)
      } else {
        groups.append(
          Group(account: line.account, month: line.month, rows: line.rows, amount: unscaled(line.amount)))
      }
    }
    return groups
  }

  /// The digits of a sum as it is stored, all at one scale; sums may be wider than 64 bits.
  private func unscaled(_ text: String) -> Int128 { Int128(text.filter { $0 != "." }) ?? 0 }

  private func text(_ amount: Int128, _ currency: Currency) -> String {
    PageParts.money(ScaledDecimal.text(amount, scale: account.scale), currency)
  }
}
