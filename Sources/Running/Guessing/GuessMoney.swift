import Records

/// Which columns are money, how it is written, and which sign means what.
struct GuessMoney {
  /// Where the amount comes from.
  enum Source: Equatable {
    case one(Int)
    case debitAndCredit(Int, Int)
  }

  private(set) var source: Source?
  private(set) var balance: Int?
  /// Options of `normalize: amount`, as YAML.
  private(set) var options: [(name: String, yaml: String)] = []
  private(set) var evidence: [String] = []
  private(set) var questions: [GuessQuestion] = []
  /// What stands beside the numbers: `€`, `EUR`.
  private(set) var beside: Set<String> = []
  /// Name of the field and the column with words for debit and credit.
  private(set) var direction: Int?

  /// Of a balance that proves the amounts: whether it falls where they are positive.
  private var isTurned: Bool?
  let columns: GuessColumns
  let settings: GuessSettings
  /// Columns of money: those with marks or with a telling name.
  private(set) var money: [Int] = []
  private var marks = GuessAmounts.Marks(decimal: ".")

  /// - Parameter decimals: of the currency.
  init(_ columns: GuessColumns, _ settings: GuessSettings, decimals: Int) {
    self.columns = columns
    self.settings = settings
    let amounts = GuessColumns.amount.union(GuessColumns.debit).union(GuessColumns.credit)
    let isNamed = columns.first(amounts, among: columns.numbers) != nil
    let telling = amounts.union(GuessColumns.balance)
    // Without a telling name every column of numbers may be the amount.
    money = columns.numbers.filter { !isNamed || columns.words($0).contains(where: telling.contains) }
    // A column of debits or credits in which nothing stands yet.
    money += (0..<columns.width).filter { columns.texts($0).isEmpty && (isDebit($0) || isCredit($0)) }
    direction = findDirection()
    let all = candidates(decimals)
    guard !all.isEmpty else { return }
    settle(all)
    if source != nil {
      sign()
      write()
    }
  }

  // MARK: Marks

  /// The marks under which every amount of the file can be read.
  private mutating func candidates(_ decimals: Int) -> [GuessAmounts.Marks] {
    let texts = money.flatMap(columns.numbers(of:))
    guard !texts.isEmpty else {
      questions.append(GuessQuestion("amount", "no column holds nothing but numbers", "columns.amount=NAME"))
      return []
    }
    var all = GuessAmounts.marks(of: texts, decimals: decimals)
    if let set = settings["amount.decimal_mark"] { all = all.filter { String($0.decimal) == set } }
    if all.isEmpty {
      questions.append(
        GuessQuestion(
          "amount", "no decimal mark reads every amount with \(decimals) decimals at most",
          "amount.decimal_mark=\",\""))
    }
    return all
  }

  /// Chooses marks and columns together: those that the running balance proves, where there is one.
  private mutating func settle(_ all: [GuessAmounts.Marks]) {
    let proven = all.filter { marks in proof(marks) != nil }
    let left = proven.isEmpty ? all : proven
    guard let first = left.first else { return }
    marks = first
    let differ = left.dropFirst().first { other in !isSame(other, first) }
    if let differ {
      let example = money.flatMap(columns.numbers(of:)).first {
        GuessAmounts.read($0, differ)?.value != GuessAmounts.read($0, first)?.value
      }
      questions.append(
        GuessQuestion(
          "amount",
          "every amount can be read with `\(first.decimal)` and with `\(differ.decimal)` as the decimal mark: \(example ?? "")",
          "amount.decimal_mark=\"\(first.decimal)\""))
      return
    }
    let texts = money.flatMap(columns.numbers(of:))
    let fractions = texts.count { (GuessAmounts.read($0, marks)?.decimals ?? 0) > 0 }
    let groups = texts.count { GuessAmounts.read($0, marks)?.hasGroup == true }
    evidence.append(
      "amounts: \(texts.count) numbers, \(fractions) with decimals behind `\(marks.decimal)`"
        + (marks.group.map { ", \(groups) with `\($0)` between groups" } ?? ", none with groups"))
    if let proof = proof(marks) {
      source = proof.source
      balance = proof.balance
      isTurned = proof.isTurned
      evidence.append(
        "balance: \"\(columns.key(proof.balance))\" proves the amounts, \(counted(proof.steps, "step")) without an exception, "
          + (proof.isReversed ? "from the newest entry to the oldest" : "from the oldest entry to the newest")
      )
    } else {
      nameColumns()
    }
  }

  private func isSame(_ a: GuessAmounts.Marks, _ b: GuessAmounts.Marks) -> Bool {
    money.flatMap(columns.numbers(of:)).allSatisfy {
      GuessAmounts.read($0, a)?.value == GuessAmounts.read($0, b)?.value
    }
  }

  // MARK: Columns and signs

  /// The columns by their names, where no balance tells.
  private mutating func nameColumns() {
    let balances = columns.first(GuessColumns.balance, among: money)
    let others = money.filter { $0 != balances }
    balance = balances
    let debit = columns.first(GuessColumns.debit, among: others)
    let credit = columns.first(GuessColumns.credit, among: others)
    if let named = settings["columns.amount"].flatMap({ columns.column($0) }) {
      source = .one(named)
    } else if let debit, let credit, debit != credit, areApart(debit, credit) {
      source = .debitAndCredit(debit, credit)
      evidence.append(
        "debits in \"\(columns.key(debit))\", credits in \"\(columns.key(credit))\": by their names, and no row has both"
      )
    } else if others.count == 1 {
      source = .one(others[0])
    } else if let named = columns.first(GuessColumns.amount, among: others) {
      source = .one(named)
      evidence.append("amount: \"\(columns.key(named))\", by its name")
    } else {
      let names = others.map { "\"\(columns.key($0))\"" }.joined(separator: ", ")
      questions.append(
        GuessQuestion("amount", "several columns may be the amount: \(names)", "columns.amount=NAME"))
    }
    if let balances {
      evidence.append(
        "balance: \"\(columns.key(balances))\", by its name; it does not follow from the amounts row by row, so look at it"
      )
    }
  }

  private func findDirection() -> Int? {
    let known = GuessColumns.debitWords.union(GuessColumns.creditWords)
    return (0..<columns.width).first { at in
      let words = Set(columns.texts(at).map { $0.lowercased() })
      return !words.isEmpty && words.count <= 2 && words.isSubset(of: known)
        && columns.texts(at).count == columns.rows.count
    }
  }

  func isDebitWord(_ row: GuessTable.Row) -> Bool {
    direction.map { GuessColumns.debitWords.contains(columns.text(row, $0).lowercased()) } ?? false
  }

  /// What a number without a minus means.
  private mutating func sign() {
    guard case .one(let column)? = source else { return direction = nil }
    let own = columns.rows.compactMap { GuessAmounts.read(columns.text($0, column), marks) }
    let hasNegative = own.contains { $0.negative != nil }
    if hasNegative { direction = nil }
    if let set = settings["amount.positive"] {
      if set == "money_out" { options.append(("positive", set)) }
      return
    }
    if let direction {
      evidence.append(
        "direction: \"\(columns.key(direction))\" holds words for debit and credit, and no amount has a minus"
      )
    } else if let isTurned {
      if isTurned {
        options.append(("positive", "money_out"))
        evidence.append("sign: the balance falls where the amount is positive, so positive is money out")
      }
    } else if hasNegative {
      evidence.append(
        "sign: amounts with and without a minus; that a minus is money out is assumed, as no balance proves it"
      )
    } else {
      questions.append(
        GuessQuestion(
          "sign",
          "every amount of \"\(columns.key(column))\" is positive, and nothing says whether that is money in or out",
          "amount.positive=money_out"))
    }
  }

  /// The options that say so.
  private mutating func write() {
    if marks.decimal != "." { options.append(("decimal_mark", GuessDraft.quoted(String(marks.decimal)))) }
    if let group = marks.group {
      options.append(("group_mark", group == " " ? "space" : GuessDraft.quoted(String(group))))
    }
    let shown = (source.map(own) ?? []) + (balance.map { [$0] } ?? [])
    let read = shown.flatMap { columns.texts($0) }.compactMap { GuessAmounts.read($0, marks) }
    let forms = GuessAmounts.Negative.allCases.filter { form in read.contains { $0.negative == form } }
    if !forms.isEmpty, forms != [.minus] {
      options.append(("negative", "[\(forms.map(\.rawValue).joined(separator: ", "))]"))
      evidence.append("negative amounts are written with \(forms.map(\.rawValue).joined(separator: " and "))")
    }
    beside = Set(read.map(\.beside).filter { !$0.isEmpty })
    if !beside.isEmpty {
      options.append(("currency_sign", "[\(beside.sorted().map(GuessDraft.quoted).joined(separator: ", "))]"))
    }
    guard case .debitAndCredit(let debit, _)? = source else {
      if let direction {
        func words(_ all: Set<String>) -> String {
          Set(columns.texts(direction)).filter { all.contains($0.lowercased()) }.sorted().map(
            GuessDraft.quoted
          )
          .joined(separator: ", ")
        }
        let (out, into) = (words(GuessColumns.debitWords), words(GuessColumns.creditWords))
        options.append(
          (
            "direction",
            "{ field: direction, debit: [\(out.isEmpty ? "DBIT" : out)], credit: [\(into.isEmpty ? "CRDT" : into)] }"
          ))
      }
      return
    }
    options += [("debit", "debits"), ("credit", "credits")]
    let debits = columns.texts(debit).compactMap { GuessAmounts.read($0, marks) }.filter { $0.value != 0 }
    if !debits.isEmpty, debits.allSatisfy({ $0.value < 0 }) {
      options.append(("debit_sign", "as_is"))
      evidence.append("debits are written with a minus already")
    }
  }

  private func own(_ source: Source) -> [Int] {
    switch source {
    case .one(let column): [column]
    case .debitAndCredit(let debit, let credit): [debit, credit]
    }
  }
}
