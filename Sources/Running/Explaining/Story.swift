import Records

/// One record on its way, as `explain` tells it.
struct Story {
  /// What one step made of it.
  struct Step {
    /// `read csv`, `normalize`, `dedup`, `load`…
    var name: String
    /// Every field that has a value, in the order of the schema.
    var fields: [(name: String, value: String)] = []
    /// Where the record left the flow, and how: `before cut-off`, or the table it went to.
    var outcome: String?
    /// Why it was refused.
    var reasons: [(code: String, reason: String)] = []
  }

  /// As the user would write it.
  var file: String
  var origin: Origin
  /// The record's bytes, in UTF-8.
  var original: String
  var steps: [Step]

  /// The steps one below the other; one that changed no field says just that.
  var text: String {
    var text = "\(file):\(origin.line): record \(origin.record)\n"
    text += original.split(separator: "\n").map { "   | \($0)\n" }.joined()
    var before: [String] = []
    for step in steps {
      let cells = step.lines
      text += "  \(step.name)" + (cells == before ? ": the same\n" : "\n")
      if cells != before { text += cells.map { "    \($0)\n" }.joined() }
      before = cells
    }
    return text
  }

  /// The same for programs; values as they are, amounts as text.
  var json: OrderedJSON {
    .object([
      ("file", .string(file)), ("line", .integer(Int(origin.line))), ("record", .integer(Int(origin.record))),
      ("original", .string(original)), ("steps", .array(steps.map(\.json))),
    ])
  }
}

extension Story.Step {
  fileprivate var lines: [String] {
    fields.map { "\($0.name): \($0.value.replacing("\n", with: " ⏎ "))" }
      + (outcome.map { ["→ \($0)"] } ?? [])
      + reasons.map { "\($0.code): \($0.reason)" }
  }

  fileprivate var json: OrderedJSON {
    .object([
      ("step", .string(name)), ("fields", .object(fields.map { ($0.name, .string($0.value)) })),
      ("outcome", outcome.map { .string($0) } ?? .null),
      (
        "reasons",
        .array(reasons.map { .object([("code", .string($0.code)), ("reason", .string($0.reason))]) })
      ),
    ])
  }
}
