import Components
public import Records

/// What mapping rows again did, or would do.
public struct RemapReport: Sendable {
  /// Locked rows that are listed by name.
  static let listed = 20

  /// Number of the run; nil when there was none.
  public var number: Int64?
  /// The run that was the same before, and has the refusals; nil when there is none.
  public var toldBy: Int64?
  /// Nothing was written.
  public var isTrial: Bool
  let pipeline: String
  let books: String
  let title: String
  /// Why nothing was applied; nil when nothing stood against it.
  var excess: Fault?
  var changes: [RemapChanges.FieldChanges]
  var footing: StageFooting
  /// The first locked rows that would change.
  var lockedKeys: [String]
  var refused: [RefusedRecord]

  /// 65 when the new mapping refuses a row.
  public var status: ExitStatus { refused.isEmpty ? .done : .dataRefused }

  private func tally(_ outcome: String) -> Tally {
    footing.left[outcome] ?? Tally(scale: footing.arrived.scale)
  }

  /// Whether any row has other values now, or would have.
  var hasChanges: Bool { tally("updated").rows > 0 }

  /// For people.
  public var text: String {
    var lines = [head]
    for change in changes {
      lines += ["", change.field]
      let values = change.largest.map { "\(RemapReport.shown($0.old)) → \(RemapReport.shown($0.new))" }
      let width = values.map(\.count).max() ?? 0
      for (value, entry) in zip(values, change.largest) {
        let pad = String(repeating: " ", count: width - value.count)
        lines.append("  \(value)\(pad)   \(entry.tally.text)")
      }
      if change.otherCount > 0 {
        lines.append("  and \(counted(change.otherCount, "other change"))   \(change.others.text)")
      }
    }
    lines.append("")
    lines += Conservation([footing]).lines(title: "rows of the books")
    let locked = tally("locked").rows
    if locked > 0 {
      lines += ["", "posted or locked, left as they are:"] + lockedKeys.map { "  ! \($0)" }
      if locked > lockedKeys.count { lines.append("  ! and \(locked - lockedKeys.count) more") }
    }
    if let toldBy { lines += ["", "refused by run \(toldBy) already, and nothing has changed since"] }
    if let excess { lines += ["", excess.description] }
    return lines.joined(separator: "\n") + "\n"
  }

  private var head: String {
    let what =
      if excess != nil {
        (number.map { "run \($0), " } ?? "") + "\(title) stay as they are"
      } else if let number {
        "run \(number), \(title) mapped again"
      } else if isTrial, hasChanges {
        "\(title) would be mapped again"
      } else {
        "\(title) are as the mapping has them"
      }
    return "\(pipeline): \(what) ← \(books)"
  }

  private static func shown(_ value: String?) -> String { value.map { $0.isEmpty ? "\"\"" : $0 } ?? "(none)" }

  /// For programs, on one line.
  public var json: String {
    func optional(_ text: String?) -> OrderedJSON { text.map { .string($0) } ?? .null }
    let fields = changes.map { change in
      OrderedJSON.object([
        ("field", .string(change.field)),
        (
          "largest",
          .array(
            change.largest.map {
              .object([("old", optional($0.old)), ("new", optional($0.new)), ("total", $0.tally.json)])
            })
        ), ("others", .integer(change.otherCount)), ("others_total", change.others.json),
      ])
    }
    return OrderedJSON.object([
      ("run", number.map { .integer(Int($0)) } ?? .null), ("pipeline", .string(pipeline)),
      ("books", .string(books)), ("is_trial", .bool(isTrial)), ("status", .integer(Int(status.rawValue))),
      ("is_applied", .bool(number != nil && excess == nil)), ("read", footing.arrived.json),
      ("changed", tally("updated").json), ("unchanged", tally("unchanged").json),
      ("refused", tally("rejected").json), ("locked", tally("locked").json),
      ("foots", .bool(footing.foots)), ("fields", .array(fields)),
      ("locked_rows", .strings(lockedKeys)),
      ("refusals", .array(refused.map { .string($0.rejection.reason) })),
    ]).text()
  }

  /// The first refusals in the console form, and how many more there are.
  public func refusals(most: Int) -> (shown: [String], more: Int) {
    (
      refused.prefix(most).map { RejectionText.console($0, path: books) }, max(0, refused.count - most)
    )
  }
}
