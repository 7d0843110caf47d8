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

  /// `done, taken back by run 4`.
  var statusNote: String { status + (run.undoneBy.map { ", taken back by run \($0)" } ?? "") }

  /// `57 read: 47 inserted, 5 unchanged`.
  private var summary: String {
    let total = conservation
    let parts = Conservation.outcomes.compactMap { name in total.parts[name].map { "\($0.rows) \(name)" } }
    let head = undoing == nil ? "\(total.read.rows) read" : counted(total.read.rows, "row")
    return head + (parts.isEmpty ? "" : ": ") + parts.joined(separator: ", ")
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
    lines += [""] + conservation.lines(title: "run \(run.number)")
    lines += RunReport.replacedLines(run.rowsReplaced) + RunReport.readBackLines(run.rowsReadBack)
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
      let proven = statements.count(where: \.proves)
      lines.append("  \(counted(statements.count, "statement")), \(proven) proven")
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
