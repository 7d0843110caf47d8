import Records

/// What a run would do.
public struct PlanReport: Sendable {
  /// As the run would report it.
  public var run: RunReport
  /// Rows and money by outcome, account and month.
  public var breakdown: Breakdown
}

extension PlanReport {
  /// What people read.
  public var text: String {
    var lines: [String] = []
    let fresh = run.files.filter { $0.status != .nothingNew }
    if fresh.isEmpty { return run.text }
    lines.append(
      "\(run.pipeline): a run would do this → \(run.books)"
        + (run.isResumed ? " (taking up an interrupted run)" : ""))
    lines += run.remarks.map { "  remark: \($0)" }
    lines.append("")
    for file in fresh { lines += file.lines(status: "would be \(file.status.rawValue)") }
    let settled = run.files.count - fresh.count
    if settled > 0 { lines.append("nothing new in \(counted(settled, "other file"))") }
    lines += [""] + breakdown.lines + [""] + run.conservation.lines(title: counted(fresh.count, "file"))
    lines += run.lossLines
    return lines.joined(separator: "\n") + "\n"
  }

  /// The same for programs, on one line.
  public var json: String {
    OrderedJSON.object([
      ("pipeline", .string(run.pipeline)), ("books", .string(run.books)), ("totals", run.conservation.json),
      ("retracted", run.retracted?.json ?? .null), ("groups", breakdown.json),
      ("remarks", .strings(run.remarks)),
      ("files", .array(run.files.map(\.json))),
    ]).text()
  }
}
