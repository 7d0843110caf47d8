import Components
public import Records

/// What taking back one or several runs did, or would do.
public struct UndoReport: Sendable {
  struct Entry: Sendable {
    var run: Int64
    /// The run that took it back; nil when none did.
    var undoneBy: Int64?
    var survey: UndoSurvey
    /// Where files are that the run had moved away, as the user would write it.
    var returned: [String] = []
  }

  let pipeline: String
  let books: String
  let isTrial: Bool
  var entries: [Entry] = []
  /// What a person should know of files that were not moved.
  var remarks: [String] = []
  var trouble: ExitStatus?

  /// 65 when something stood against it, else what kept a file from being moved.
  public var status: ExitStatus {
    hasConflicts ? .dataRefused : trouble ?? .done
  }

  /// Something stands against it.
  var hasConflicts: Bool { entries.contains { !$0.survey.conflicts.isEmpty } }

  /// Over all runs.
  private var totals: (removed: Int, restored: Int, returned: Int) {
    var sum = (removed: 0, restored: 0, returned: 0)
    for survey in entries.map(\.survey) {
      sum.removed += survey.removed
      sum.restored += survey.restored
      sum.returned += survey.returned
    }
    return sum
  }

  /// How many conflicts are listed by name.
  private static let listed = 20

  /// For people.
  public var text: String {
    var lines: [String] = []
    for entry in entries {
      let survey = entry.survey
      let verb =
        entry.undoneBy != nil
        ? "taken back by run \(entry.undoneBy ?? 0)" : isTrial ? "would be taken back" : "not taken back"
      lines.append(
        "\(pipeline): run \(entry.run) \(survey.conflicts.isEmpty ? verb : "cannot be taken back") ← \(books)"
      )
      lines += UndoReport.counts(survey.removed, survey.restored, survey.returned)
      lines += entry.returned.map { "  file moved back to \($0)" }
      for conflict in survey.conflicts.prefix(UndoReport.listed) {
        lines.append("  ! \(conflict.key): \(conflict.words)")
      }
      let more = survey.conflicts.count - UndoReport.listed
      if more > 0 { lines.append("  ! and \(more) more") }
      if let latest = survey.conflicts.compactMap(\.changingRun).max() {
        lines.append("  hint: take the later runs back as well, newest first: --through \(latest)")
      }
    }
    if entries.count > 1 {
      lines.append("\(pipeline): \(entries.count) runs together")
      lines += UndoReport.counts(totals.removed, totals.restored, totals.returned)
    }
    lines += remarks.map { "  remark: \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func counts(_ removed: Int, _ restored: Int, _ returned: Int) -> [String] {
    [
      "  inserted rows removed   \(removed)", "  updated rows restored   \(restored)",
      "  removed rows returned   \(returned)",
    ]
  }

  /// For programs.
  public var json: String {
    let list = entries.map { entry in
      OrderedJSON.object([
        ("run", .integer(Int(entry.run))),
        ("undone_by", entry.undoneBy.map { .integer(Int($0)) } ?? .null),
        ("removed", .integer(entry.survey.removed)), ("restored", .integer(entry.survey.restored)),
        ("returned", .integer(entry.survey.returned)), ("files_returned", .strings(entry.returned)),
        (
          "conflicts",
          .array(
            entry.survey.conflicts.map {
              .object([("key", .string($0.key)), ("reason", .string($0.words))])
            })
        ),
      ])
    }
    return OrderedJSON.object([
      ("pipeline", .string(pipeline)), ("books", .string(books)), ("is_trial", .bool(isTrial)),
      ("runs", .array(list)),
      (
        "totals",
        .object([
          ("removed", .integer(totals.removed)), ("restored", .integer(totals.restored)),
          ("returned", .integer(totals.returned)),
        ])
      ), ("remarks", .strings(remarks)),
    ]).text()
  }
}

extension UndoSurvey.Conflict {
  fileprivate var words: String {
    switch kind {
    case .changedBy(let run): "changed since by run \(run)"
    case .gone: "no longer in the table; someone removed it by hand"
    case .thereAgain: "taken out by the run, and in the table again"
    case .locked: "posted or locked"
    }
  }

  fileprivate var changingRun: Int64? {
    if case .changedBy(let run) = kind { return run }
    return nil
  }
}
