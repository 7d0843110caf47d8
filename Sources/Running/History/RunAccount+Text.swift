import Checkpoints
import Components
import Records

extension RunAccount {
  // MARK: A list of runs

  /// One line a run, its columns aligned; below a run that a fault stopped, the fault.
  static func table(_ accounts: [RunAccount]) -> String {
    let rows = accounts.map { account in
      ["run \(account.run.number)", account.heading, account.run.startedAt, account.statusNote]
    }
    let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
    var text = ""
    for (account, row) in zip(accounts, rows) {
      let cells = row.enumerated().map { $1 + String(repeating: " ", count: widths[$0] - $1.count) }
      text += (cells + [account.summary]).joined(separator: "  ") + "\n"
      if let stop = account.run.stop { text += "    stopped by \(stop.line)\n" }
    }
    return text
  }

  /// `load (--full)`.
  var heading: String { title + (options.map { " (\($0))" } ?? "") }

  /// `done, taken back by run 4`; a run that refused a file or a statement, and loaded others, is refused in part.
  var statusNote: String {
    let isPart = run.status == .refused && files.contains { $0.report.status == .loaded }
    return (isPart ? "refused in part" : status) + (run.undoneBy.map { ", taken back by run \($0)" } ?? "")
  }

  /// `57 read: 47 inserted, 5 unchanged; 1 file refused`.
  private var summary: String {
    if run.status == .failed { return "stopped before it began" }
    var parts: [String] = []
    let total = conservation
    if total.read.rows > 0 || run.status == .done {
      let outcomes = Conservation.outcomes.compactMap { name in
        total.parts[name].map { "\($0.rows) \(name)" }
      }
      parts.append(
        readNote(total.read.rows) + (outcomes.isEmpty ? "" : ": " + outcomes.joined(separator: ", ")))
    }
    let unread = files.count { $0.stored.status == .unread }
    let refused = files.count { $0.report.status == .refused } - unread
    if refused > 0 { parts.append("\(counted(refused, "file")) refused") }
    if unread > 0 { parts.append("\(counted(unread, "file")) not read") }
    if let progressNote { parts.append(progressNote) }
    return parts.joined(separator: "; ")
  }

  private func readNote(_ rows: Int) -> String {
    switch run.kind {
    case .undo: "\(counted(rows, "row")) taken back"
    case .remap: "\(counted(rows, "row")) of the books"
    case .load, .retry, .accept: "\(rows) read"
    }
  }

  /// How far a run came that has not come to its end: `1 of 3 files done, the first 32768 rows of the next in the books`.
  private var progressNote: String? {
    guard run.status == .running || run.status == .abandoned else { return nil }
    let done = files.count { $0.report.status != .unfinished }
    let rows = files.reduce(0) { $0 + ($1.stored.status == .loading ? $1.stored.rowsCommitted : 0) }
    return "\(done) of \(counted(files.count, "file")) done"
      + (rows > 0 ? ", the first \(counted(rows, "row")) of the next in the books" : "")
      + (run.status == .abandoned ? "; given up, and its files were read anew" : "")
  }

  // MARK: One run

  /// What people read of one run.
  var text: String {
    var lines = ["\(run.pipeline): run \(run.number), \(statusNote) → \(books)"]
    lines.append(
      "\(heading), started \(run.startedAt)" + (run.resumedAt.map { ", taken up again \($0)" } ?? "")
        + (run.endedAt.map { ", ended \($0)" } ?? "") + ", daybook \(run.program)")
    if let stop = run.stop {
      lines.append("stopped by \(stop.line)")
      if !stop.hint.isEmpty { lines.append("  hint: \(stop.hint)") }
    }
    for follower in followers {
      let state = follower.status == .running ? ", not finished" : ""
      lines.append("see run \(follower.number), its \(follower.kind.rawValue)\(state)")
    }
    lines.append("pipeline \(run.specDigest)")
    if let manifest { lines.append("manifest \(manifest)") }
    for file in files { lines += [""] + file.lines }
    if !reasons.isEmpty { lines += ["", "refused, by reason:"] + reasons.flatMap(\.lines) }
    if let progressNote { lines += ["", "not at its end: \(progressNote)"] }
    lines += [""] + conservation.lines(title: progressNote == nil ? "run \(run.number)" : "of files done")
    lines += RunReport.replacedLines(run.rowsReplaced)
    lines += RunReport.readBackLines(run.rowsReadBack, of: rowsWritten)
    return lines.joined(separator: "\n") + "\n"
  }
}

extension StoredRun.Stop {
  /// `code: fact (place)`.
  var line: String { "\(code): \(message)" + (place.isEmpty ? "" : " (\(place))") }
}

extension RunAccount.Reason {
  fileprivate var lines: [String] {
    let again = retried == 0 ? "" : ", \(retried) of them processed again since"
    return ["  \(code): \(count)\(again), first at \(place)", "    hint: \(hint)"]
  }
}

extension RunAccount.File {
  fileprivate var lines: [String] {
    var lines = report.lines(status: status)
    // The books that were mapped again are no file with a digest.
    if !report.digest.isEmpty { lines.append("  sha256 \(report.digest), \(stored.size) bytes") }
    if !statements.isEmpty {
      let count = ProofCount(statements)
      lines.append("  \(counted(statements.count, "statement")), \(count.proven) proven\(count.others)")
      lines += aligned(statements.map(\.cells)).map { "    \($0)" }
      var seen: Set<ProvenStatement.Check> = []
      for statement in statements {
        // Those of a group or a file stand in every statement they cover.
        for check in statement.checks where !check.holds && seen.insert(check).inserted {
          let difference = check.difference.map { ", difference \($0)" } ?? ""
          lines.append(
            "    line \(check.line): \(check.name): stated \(check.stated), computed \(check.computed)\(difference)"
          )
        }
      }
    }
    if let milliseconds {
      lines.append("  took \(milliseconds) ms")
      // What took no time worth telling is left out.
      let rows = steps.filter { $0.timing.milliseconds > 0 }.map { timing, rows in
        let speed = rate(rows, timing.milliseconds).map { "\($0) rows/s" } ?? ""
        return [timing.step, "\(timing.milliseconds) ms", speed]
      }
      lines += aligned(rows).map { "    \($0)" }
    }
    return lines
  }
}

extension ProvenStatement {
  /// Account, period, balances, records, proof.
  fileprivate var cells: [String] {
    let failed = checks.count { !$0.holds }
    let proof =
      checks.isEmpty
      ? "nothing to prove"
      : failed == 0
        ? "proven by \(counted(checks.count, "check"))"
        : "\(failed) of \(counted(checks.count, "check")) fail"
          + (failed == 1 && checks.count == 1 ? "s" : "")
    func money(_ word: String, _ text: String?) -> String {
      text.map { "\(word) \(PageParts.money($0, currency))" } ?? ""
    }
    return [
      accountID, currency == .none ? "" : currency.description, period, money("opening", opening),
      counted(records, "record"), money("sum", total), money("closing", closing), proof,
    ]
  }
}

/// Rows of cells as lines, their columns aligned; a column that is empty in every row is left out.
private func aligned(_ rows: [[String]]) -> [String] {
  guard let first = rows.first else { return [] }
  let widths = first.indices.map { at in rows.map { $0[at].count }.max() ?? 0 }
  return rows.map { cells in
    var line = cells.indices.filter { widths[$0] > 0 }.map { at in
      cells[at] + String(repeating: " ", count: widths[at] - cells[at].count)
    }.joined(separator: "  ")
    while line.last == " " { line.removeLast() }
    return line
  }
}
