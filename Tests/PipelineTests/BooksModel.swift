import Support

/// One payment as a bank writes it: what never changes about it.
struct Payment: Hashable {
  var account: String
  var day: Int
  /// In major units, two decimals, the last a zero.
  var amount: String
  var text: String

  var category: String { text == "SALE" ? "sale" : "fee" }
}

/// A row of the books: a payment, and which of its equals it is, `#2`, or the bank's own number.
struct BookedRow: Hashable, Comparable {
  var payment: Payment
  var name: String

  var shown: String {
    "\(payment.account) 2026-01-0\(payment.day) \(payment.amount) \(payment.text) \(name)"
  }

  static func < (a: BookedRow, b: BookedRow) -> Bool { a.shown < b.shown }
}

/// An export of the bank.
struct ModelFile: Hashable {
  struct Line: Hashable {
    var payment: Payment
    /// The bank's number; nil where it gives none.
    var number: String?
    /// Its amount was written with the letter O.
    var isFlawed = false
  }

  var name: String
  var lines: [Line]

  var text: String {
    let rows = lines.map { line in
      let amount = line.isFlawed ? "\(line.payment.amount.dropLast())O" : line.payment.amount
      return [
        line.number ?? "", line.payment.account, "2026-01-0\(line.payment.day)", amount, "USD",
        line.payment.text, line.payment.category,
      ]
    }
    return csv([BankPipeline.csvHeader] + rows)
  }

  /// The row each line would be: of payments without a number, flawed ones are not counted among their equals; put
  /// right, they come behind them.
  var rows: [BookedRow] {
    var counts: [Payment: Int] = [:]
    var rows = lines.map { BookedRow(payment: $0.payment, name: $0.number ?? "") }
    for isFlawed in [false, true] {
      for at in lines.indices where lines[at].number == nil && lines[at].isFlawed == isFlawed {
        counts[lines[at].payment, default: 0] += 1
        rows[at].name = "#\(counts[lines[at].payment] ?? 0)"
      }
    }
    return rows
  }
}

/// What the books must hold, in the plainest words:
///
/// - A file's bytes count once, under any name, as long as the run that loaded them stands.
/// - Of equal payments of an account and day, the larger count of any file is in the books. Where the books have
///   something of that day that the file lacks, and the file has something the books lack, a payment without a number may be
///   the same, a changed or another one: it is refused until a person accepts it, and then it is another one.
/// - A file of which nothing is refused has the days between its first and its last one whole. Where the books have
///   something of such a day that it lacks, what it has beside that is refused until a person accepts the day as the file
///   has it.
/// - A payment with a number of the bank is known by it. An equal one of that day under another number, which the file
///   does not have beside it, is refused until a person accepts it.
/// - A payment that cannot be read or mapped is refused until it is put right or the mapping is mended; then it is in
///   the books as if it had been right from the start.
/// - A run that is undone leaves nothing; undoing is a run, and can be undone.
///
/// It leaves out: amended payments, numbers used twice and statements with balances (the stories have them); equal
/// payments of which one was left to a person and another put right in the same file; undoing a run while another
/// that was about its refusals stands; undoing the undoing of an undoing.
struct BooksModel {
  enum Refusal {
    case amount, category, undecided, day

    /// Only a person decides.
    var isReview: Bool { self == .undecided || self == .day }
  }

  /// An account and one of its days.
  struct Day: Hashable {
    var account: String
    var number: Int

    init(_ payment: Payment) {
      account = payment.account
      number = payment.day
    }
  }

  struct Refused {
    var file: ModelFile
    /// -1 where a day is meant.
    var line: Int
    var refusal: Refusal
    /// The day that is meant.
    var day: Day?
    /// The run that processed it again.
    var takenOver: Int?
  }

  struct Run {
    var subject: Int?
    var isUndo = false
    var files: [ModelFile] = []
    var added: Set<BookedRow> = []
    var removed: Set<BookedRow> = []
    var refused: [Refused] = []
  }

  private(set) var books: Set<BookedRow> = []
  /// By their numbers, from 1.
  private(set) var runs: [Run] = []
  var hasMendedMapping = false

  /// No undoing of it stands.
  func stands(_ run: Int) -> Bool {
    !runs.indices.contains { runs[$0].isUndo && runs[$0].subject == run && stands($0 + 1) }
  }

  // MARK: Loading

  func isLoaded(_ file: ModelFile) -> Bool {
    runs.indices.contains { at in
      runs[at].files.contains { $0.text == file.text } && stands(at + 1)
    }
  }

  /// `daybook run` with these files in the folder, in the order of their names.
  mutating func run(_ inbox: [ModelFile]) {
    var run = Run()
    for file in inbox where !isLoaded(file) && !run.files.contains(where: { $0.text == file.text }) {
      load(file, &run)
      run.files.append(file)
    }
    if !run.files.isEmpty { runs.append(run) }
  }

  private mutating func load(_ file: ModelFile, _ run: inout Run) {
    let rows = file.rows
    var good: [Int] = []
    for (at, line) in file.lines.enumerated() {
      if line.isFlawed {
        run.refused.append(Refused(file: file, line: at, refusal: .amount))
      } else if line.payment.category == "sale", !hasMendedMapping {
        run.refused.append(Refused(file: file, line: at, refusal: .category))
      } else {
        good.append(at)
      }
    }
    let whole = good.count == rows.count ? wholeDays(of: file) : []
    for day in Set(good.map { Day(rows[$0].payment) }).union(whole) {
      let lines = good.filter { Day(rows[$0].payment) == day }
      let theirs = Set(lines.map { rows[$0] })
      let ours = books.filter { Day($0.payment) == day }
      let areApart = !ours.subtracting(theirs).isEmpty && !theirs.subtracting(ours).isEmpty
      let isRestated = whole.contains(day) && !ours.isSubset(of: theirs)
      if isRestated { run.refused.append(Refused(file: file, line: -1, refusal: .day, day: day)) }
      var renumbered = ours.subtracting(theirs).map(\.payment)
      for at in lines {
        let isKnown = ours.contains(rows[at])
        var isUndecided = false
        if isRestated {
          isUndecided = !isKnown
        } else if file.lines[at].number == nil {
          isUndecided = areApart
        } else if !isKnown, let same = renumbered.firstIndex(of: rows[at].payment) {
          renumbered.remove(at: same)
          isUndecided = true
        }
        if isUndecided {
          run.refused.append(Refused(file: file, line: at, refusal: .undecided))
        } else {
          add(rows[at], &run)
        }
      }
    }
  }

  /// The days between the first and the last one of each account.
  private func wholeDays(of file: ModelFile) -> Set<Day> {
    var found: Set<Day> = []
    for (_, lines) in Dictionary(grouping: file.lines, by: \.payment.account) {
      let days = lines.map(\.payment.day)
      var payment = lines[0].payment
      for day in (days.min() ?? 0)...(days.max() ?? 0) where day != days.min() && day != days.max() {
        payment.day = day
        found.insert(Day(payment))
      }
    }
    return found
  }

  private mutating func add(_ row: BookedRow, _ run: inout Run) {
    guard books.insert(row).inserted else { return }
    if run.removed.remove(row) == nil { run.added.insert(row) }
  }

  private mutating func remove(_ row: BookedRow, _ run: inout Run) {
    books.remove(row)
    if run.added.remove(row) == nil { run.removed.insert(row) }
  }

  // MARK: What was refused

  func open(_ run: Int, _ isWanted: (Refusal) -> Bool) -> [Int] {
    let refused = runs[run - 1].refused
    return refused.indices.filter { at in
      isWanted(refused[at].refusal) && refused[at].takenOver.map { !stands($0) } ?? true
    }
  }

  /// `daybook retry`: what could not be read is refused again, what could not be mapped perhaps not.
  mutating func retry(_ subject: Int) {
    again(subject, open(subject) { !$0.isReview }) { model, refused, run in
      if refused.refusal == .amount || !model.hasMendedMapping {
        run.refused.append(Refused(file: refused.file, line: refused.line, refusal: refused.refusal))
      } else {
        model.add(refused.file.rows[refused.line], &run)
      }
    }
  }

  /// `daybook retry --corrected` with every amount put right.
  mutating func correct(_ subject: Int) {
    again(subject, open(subject) { $0 == .amount }) { model, refused, run in
      model.add(refused.file.rows[refused.line], &run)
    }
  }

  /// `daybook accept`: a whole day is as the file has it; else each is a payment of its own, and gets the first free name.
  mutating func accept(_ subject: Int) {
    var accepted: Set<Day> = []
    var file: ModelFile?
    again(subject, open(subject, \.isReview)) { model, refused, run in
      if file != refused.file { accepted = [] }
      file = refused.file
      if let day = refused.day {
        accepted.insert(day)
        let theirs = Set(refused.file.rows)
        for row in model.books where Day(row.payment) == day && !theirs.contains(row) {
          model.remove(row, &run)
        }
        return
      }
      var row = refused.file.rows[refused.line]
      if accepted.contains(Day(row.payment)) { return model.add(row, &run) }
      if refused.file.lines[refused.line].number == nil {
        var number = 1
        repeat {
          row.name = "#\(number)"
          number += 1
        } while model.books.contains(row)
      }
      model.add(row, &run)
    }
  }

  private mutating func again(
    _ subject: Int, _ refused: [Int], _ process: (inout BooksModel, Refused, inout Run) -> Void
  ) {
    if refused.isEmpty { return }
    var run = Run(subject: subject)
    let files = runs[subject - 1].refused.map(\.file)
    let lines = refused.sorted { a, b in
      let (first, second) = (runs[subject - 1].refused[a], runs[subject - 1].refused[b])
      let (x, y) = (files.firstIndex(of: first.file) ?? 0, files.firstIndex(of: second.file) ?? 0)
      return (x, first.line) < (y, second.line)
    }
    for at in lines { process(&self, runs[subject - 1].refused[at], &run) }
    runs.append(run)
    for at in refused { runs[subject - 1].refused[at].takenOver = runs.count }
  }

  // MARK: Undoing

  /// Whether nothing stands that is about the run's refusals.
  func isLast(_ run: Int) -> Bool {
    !runs.indices.contains { runs[$0].subject == run && !runs[$0].isUndo && stands($0 + 1) }
  }

  /// Whether it took an undoing back.
  func isSecondUndoing(_ run: Int) -> Bool {
    runs[run - 1].isUndo && runs[run - 1].subject.map { runs[$0 - 1].isUndo } == true
  }

  /// `daybook undo`.
  ///
  /// - Returns: whether nothing stood against it.
  mutating func undo(_ subject: Int) -> Bool {
    let back = runs[subject - 1]
    guard back.added.isSubset(of: books), back.removed.isDisjoint(with: books) else { return false }
    books.subtract(back.added)
    books.formUnion(back.removed)
    runs.append(Run(subject: subject, isUndo: true, added: back.removed, removed: back.added))
    return true
  }
}
