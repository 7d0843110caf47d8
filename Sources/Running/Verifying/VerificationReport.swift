public import Records

/// What `verify` found.
public struct VerificationReport: Sendable {
  /// Something that is not as it was written down.
  struct Problem: Sendable {
    /// The run it is about; nil of the table.
    var run: Int64?
    /// kebab-case.
    var code: String
    /// For people.
    var text: String

    init(_ run: Int64?, _ code: String, _ text: String) {
      self.run = run
      self.code = code
      self.text = text
    }
  }

  /// The table as it is, and as it should be.
  struct Table: Sendable {
    var name: String
    var rows: Int64
    var expected: Int64
    var isEqual: Bool
  }

  let pipeline: String
  let books: String
  var runs = 0
  var manifests = 0
  /// Digest of the last manifest: noted elsewhere, it holds the whole chain in place.
  var last: String?
  var table: Table?
  var problems: [Problem] = []

  init(pipeline: String, books: String) {
    self.pipeline = pipeline
    self.books = books
  }

  /// 65 when anything was changed.
  public var status: ExitStatus { problems.isEmpty ? .done : .dataRefused }

  /// For people.
  public var text: String {
    if runs == 0, problems.isEmpty { return "\(pipeline) has not run yet\n" }
    var lines = ["\(pipeline): \(counted(runs, "run")), \(counted(manifests, "manifest")) ← \(books)"]
    if let last { lines.append("  last manifest \(last)") }
    if let table {
      lines.append(
        "  table \(table.name): \(counted(Int(table.rows), "row"))" + (table.isEqual ? ", as loaded" : ""))
    }
    for problem in problems {
      lines.append("  ! " + (problem.run.map { "run \($0): " } ?? "") + problem.text)
    }
    lines.append(
      problems.isEmpty
        ? "verified: nothing was changed since it was written"
        : "NOT AS WRITTEN: \(counted(problems.count, "difference"))")
    return lines.joined(separator: "\n") + "\n"
  }

  /// For programs.
  public var json: String {
    OrderedJSON.object([
      ("pipeline", .string(pipeline)), ("books", .string(books)), ("runs", .integer(runs)),
      ("manifests", .integer(manifests)), ("last_manifest", last.map { .string($0) } ?? .null),
      (
        "table",
        table.map {
          .object([
            ("name", .string($0.name)), ("rows", .integer(Int($0.rows))),
            ("expected_rows", .integer(Int($0.expected))), ("is_equal", .bool($0.isEqual)),
          ])
        } ?? .null
      ), ("is_verified", .bool(problems.isEmpty)),
      (
        "problems",
        .array(
          problems.map {
            .object([
              ("run", $0.run.map { .integer(Int($0)) } ?? .null), ("code", .string($0.code)),
              ("text", .string($0.text)),
            ])
          })
      ),
    ]).text()
  }
}
