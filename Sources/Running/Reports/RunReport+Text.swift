import Components
import Records

extension RunReport {
  /// What people read at the end of a run.
  public var text: String {
    var lines: [String] = []
    let fresh = files.filter { $0.status != .nothingNew }
    if number == nil {
      lines.append(
        "\(pipeline): nothing new" + (files.isEmpty ? ", no files" : " in \(counted(files.count, "file"))")
          + note(fresh.count { $0.left == nil }, "refused before")
          + note(fresh.count { $0.left != nil }, "left unread"))
      lines += remarks.map { "  remark: \($0)" }
      lines += files.map { "  \($0.path): \($0.reason ?? $0.remarks.first ?? $0.status.rawValue)" }
      return lines.joined(separator: "\n") + "\n"
    }
    let head = "\(pipeline): run \(number ?? 0)" + (isResumed ? ", taken up again" : "")
    lines.append(head + (company.map { ", \($0)" } ?? "") + " → \(books)")
    lines += remarks.map { "  remark: \($0)" }
    lines.append("")
    for file in fresh { lines += file.lines }
    let settled = files.count - fresh.count
    if settled > 0 { lines.append("nothing new in \(counted(settled, "other file"))") }
    lines.append("")
    lines += conservation.lines(title: counted(fresh.count, "file"))
    lines += lossLines
    lines += RunReport.readBackLines(rowsReadBack, of: rowsWritten)
    if let rejectsFile { lines += ["", "refused records: \(rejectsFile)"] }
    return lines.joined(separator: "\n") + "\n"
  }

  private func note(_ count: Int, _ what: String) -> String { count == 0 ? "" : ", \(count) \(what)" }

  /// The same on one line.
  public var line: String {
    let parts = FileReport.Status.allCases.compactMap { status in
      let count = files.filter { $0.status == status }.count
      return count == 0 ? nil : "\(count) \(status.rawValue)"
    }
    let what = number.map { "run \($0)" + (isResumed ? ", taken up again" : "") } ?? "no run"
    let rows = conservation.read.rows
    return "\(pipeline): \(what): \(parts.isEmpty ? "no files" : parts.joined(separator: ", "))"
      + (rows > 0 ? "; \(counted(rows, "record")) read" : "")
  }

  /// What the books had before and have no longer.
  var lossLines: [String] {
    (retracted.map { ["taken out by deleting or replacing statements: \($0.text)"] } ?? [])
      + RunReport.replacedLines(replaced)
  }

  /// - Parameter rows: of a table that was replaced; nil when none was.
  static func replacedLines(_ rows: Int?) -> [String] {
    rows.map { ["replaced: the \(counted($0, "row")) that the table had before"] } ?? []
  }

  /// - Parameter rows: read back and equal; nil when that is not known.
  /// What an interrupted attempt had committed is not read back by the next one.
  static func readBackLines(_ rows: Int?, of written: Int?) -> [String] {
    guard let rows, rows > 0 else { return [] }
    guard let written, written > rows else { return ["read back: \(counted(rows, "row")), equal"] }
    return [
      "read back: \(rows) of \(counted(written, "row")), the others written before the run was interrupted, equal"
    ]
  }

  /// The same for programs, on one line.
  public var json: String {
    OrderedJSON.object([
      ("run", number.map { .integer(Int($0)) } ?? .null), ("pipeline", .string(pipeline)),
      ("company", company.map { .string($0) } ?? .null), ("resumed", .bool(isResumed)),
      ("status", .integer(Int(status.rawValue))), ("books", .string(books)),
      ("totals", conservation.json), ("retracted", retracted?.json ?? .null),
      ("replaced_rows", replaced.map { .integer($0) } ?? .null),
      ("written", rowsWritten.map { .integer($0) } ?? .null),
      ("read_back", rowsReadBack.map { .integer($0) } ?? .null),
      ("rejects_file", rejectsFile.map { .string($0) } ?? .null),
      ("remarks", .strings(remarks)), ("files", .array(files.map(\.json))),
    ]).text()
  }
}

extension FileReport {
  /// A head line, what was remarked, the proof, and the stages.
  var lines: [String] { lines(status: status.rawValue) }

  func lines(status: String) -> [String] {
    var lines = ["\(path) (\(format)): \(status)"]
    if let reason { lines.append("  because of \(reason)") }
    lines += remarks.map { "  remark: \($0)" }
    lines += proofLines
    lines += statements.failedChecks.map { "  line \($0.line): \($0.name) does not hold: \($0.arithmetic)" }
    if let retracted { lines.append("  taken out by a deleting or replacing statement: \(retracted.text)") }
    // Without dedup the package decides by statements alone: where it lets all pass there is nothing to tell.
    for stage in stages
    where stage.stage != FormatSplit.proving || stage.left.keys.contains(where: { $0 != "kept" }) {
      lines.append("  \(stage.line)")
    }
    return lines + (refusalLine.map { ["  \($0)"] } ?? [])
  }

  /// `3 refusals in 2 records, 1 warning`; nil when there is none. Why the whole file is refused is told apart.
  private var refusalLine: String? {
    let warnings = refused.count { $0.rejection.code == StatementProof.unproven }
    let refusals = refused.count - warnings - (reason == nil ? 0 : 1)
    let records = Set(refused.map(\.rejection.origin.record)).subtracting([0]).count
    let parts = [
      refusals == 0
        ? nil
        : counted(refusals, "refusal")
          + (records > 0 && records != refusals ? " in \(counted(records, "record"))" : ""),
      warnings == 0 ? nil : counted(warnings, "warning"),
    ]
    let text = parts.compactMap(\.self).joined(separator: ", ")
    return text.isEmpty ? nil : text
  }

  /// Why the file is refused whole: `code: fact`; nil when it is not.
  var reason: String? {
    guard status == .refused, let first = refused.first?.rejection, first.origin.record == 0,
      first.stage == "read"
    else {
      return nil
    }
    return "\(first.code): \(first.reason)"
  }

  /// How many statements prove, and how many accounts whose records alone say so.
  private var proofLines: [String] {
    [("statement", Statement.Source.bank), ("account", .records)].compactMap { noun, source in
      let these = statements.filter { $0.source == source && (source == .bank || !$0.checks.isEmpty) }
      if these.isEmpty { return nil }
      let checks = these.reduce(0) { $0 + $1.checks.count }
      let count = ProofCount(these)
      let means = checks == 0 ? "" : " by \(counted(checks, "check"))"
      return "  \(counted(these.count, noun)), \(count.proven) proven\(means)\(count.others)"
    }
  }

  var json: OrderedJSON {
    let statements = statements.filter { $0.source == .bank || !$0.checks.isEmpty }
    var members: [(String, OrderedJSON)] = [
      ("path", .string(path)), ("format", .string(format)), ("sha256", .string(digest)),
      ("status", .string(status.rawValue)), ("reason", reason.map { .string($0) } ?? .null),
    ]
    members += [
      ("statements", .integer(statements.count)), ("proven", .integer(ProofCount(statements).proven)),
      ("failed_checks", .array(statements.failedChecks.map(\.json))), ("totals", conservation.json),
      ("retracted", retracted?.json ?? .null),
      ("stages", .array(stages.map(\.json))), ("refusals", .integer(refused.count)),
      ("remarks", .strings(remarks)),
    ]
    return .object(members)
  }
}

extension StageFooting {
  var json: OrderedJSON {
    .object(
      [("stage", .string(stage)), ("arrived", arrived.json)]
        + left.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) })
  }

  /// `cut_off: 100 arrived, 97 kept, 3 before cut-off`.
  var line: String {
    let order = [
      "kept", "inserted", "updated", "unchanged", "duplicate", "before cut-off", "filtered", "rejected",
      "locked", "removed", "restored", "returned",
    ]
    let parts = order.compactMap { title in left[title].map { "\($0.rows) \(title)" } }
    let name = stage + String(repeating: " ", count: max(0, 10 - stage.count))
    return "\(name) \(arrived.rows) arrived" + (parts.isEmpty ? "" : ", ") + parts.joined(separator: ", ")
  }
}

extension Conservation {
  /// A table: rows, and money per currency, for what was read and every outcome.
  public func lines(title: String) -> [String] {
    let currencies = Set(([read] + parts.values).flatMap(\.amounts.keys)).sorted()
    let shown = [("read", read)] + Conservation.outcomes.compactMap { name in parts[name].map { (name, $0) } }
    var rows: [[String]] = [
      [title, "rows"] + currencies.map { $0 == .none ? "no currency" : $0.description }
    ]
    for (name, tally) in shown {
      let money = currencies.map { currency in
        ScaledDecimal.text(
          tally.amounts[currency, default: 0], scale: tally.scale,
          least: min(tally.scale, currency.minorUnits ?? tally.scale))
      }
      rows.append([name, "\(tally.rows)"] + money)
    }
    let widths = rows[0].indices.map { at in rows.map { $0[at].count }.max() ?? 0 }
    var lines = rows.map { cells in
      cells.indices.map { at in
        let pad = String(repeating: " ", count: widths[at] - cells[at].count)
        return at == 0 ? cells[at] + pad : pad + cells[at]
      }.joined(separator: "  ")
    }
    lines.append(holds ? "foots: read = all outcomes, in rows and in every currency" : "DOES NOT FOOT")
    return lines
  }

  var json: OrderedJSON {
    .object(
      [("read", read.json)] + Conservation.outcomes.compactMap { name in parts[name].map { (name, $0.json) } }
        + [("foots", .bool(holds))])
  }
}

extension Tally {
  var json: OrderedJSON {
    .object([
      ("rows", .integer(rows)),
      (
        "amounts",
        .object(lines.map { ($0.currency == .none ? "" : $0.currency.description, .string($0.text)) })
      ),
    ])
  }
}
