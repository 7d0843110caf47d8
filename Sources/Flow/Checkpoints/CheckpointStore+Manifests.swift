import Bytes
import Databases
public import Records

/// What a run did and with what, in one text, and its place in the chain of the store.
public struct StoredManifest: Sendable, Hashable {
  /// The run.
  public var run: Int64
  /// Digest of the manifest that was written before this one; nil of the first.
  public var previous: String?
  /// Canonical JSON.
  public var text: String
  /// SHA-256 of the text, in hexadecimal.
  public var digest: String

  /// The manifest of a run.
  public init(run: Int64, previous: String?, text: String) {
    self.init(run: run, previous: previous, text: text, digest: Digest.sha256(Array(text.utf8)))
  }

  fileprivate init(run: Int64, previous: String?, text: String, digest: String) {
    self.run = run
    self.previous = previous
    self.text = text
    self.digest = digest
  }

  /// Whether the digest is that of the text.
  public var isSound: Bool { Digest.sha256(Array(text.utf8)) == digest }
}

/// Everything of one kind that the store keeps of a run.
public struct RunEvidence: Sendable, Hashable {
  /// `footing`, `statements`, `checks`, `rejects`, `money`.
  public var part: String
  /// How many lines.
  public var rows: Int64
  /// Over all of them, whatever their order: each says its own place.
  public var digest: String
}

extension CheckpointStore {
  static let manifestTables = """
    CREATE TABLE daybook_manifests (
      run INTEGER PRIMARY KEY, previous TEXT, manifest TEXT NOT NULL, digest TEXT NOT NULL);
    CREATE UNIQUE INDEX daybook_manifests_by_previous ON daybook_manifests (previous);
    """

  /// Adds a manifest to the end of the chain. Part of the transaction that closes its run.
  public func save(_ manifest: StoredManifest) throws(Fault) {
    try database.run(
      "INSERT INTO daybook_manifests VALUES (?, ?, ?, ?)", .integer(manifest.run),
      SQLiteValue(manifest.previous), .text(manifest.text), .text(manifest.digest))
  }

  /// Digest of the manifest that was written last; nil before the first.
  public func lastManifest() throws(Fault) -> String? {
    try database.query(
      """
      SELECT digest FROM daybook_manifests m
      WHERE NOT EXISTS (SELECT 1 FROM daybook_manifests n WHERE n.previous = m.digest) ORDER BY run DESC LIMIT 1
      """
    ) { $0.text(0) }.first ?? nil
  }

  /// Whether the tables are there.
  public var hasRuns: Bool { hasTables }

  /// The manifest of a run; nil when it has none.
  public func manifest(of run: Int64) throws(Fault) -> StoredManifest? {
    try manifests("WHERE run = ?1", .integer(run)).first
  }

  /// By number of their run.
  public func manifests() throws(Fault) -> [StoredManifest] { try manifests("WHERE ?1 IS NULL", .null) }

  private func manifests(_ condition: String, _ value: SQLiteValue) throws(Fault) -> [StoredManifest] {
    guard hasTables else { return [] }
    return try database.query(
      "SELECT run, previous, manifest, digest FROM daybook_manifests \(condition) ORDER BY run", value
    ) { row in
      StoredManifest(
        run: row.integer(0) ?? 0, previous: row.text(1), text: row.text(2) ?? "", digest: row.text(3) ?? "")
    }
  }

  /// Runs before this one ended in a store that kept no manifests yet.
  public func firstManifestRun() throws(Fault) -> Int64 {
    try database.query("SELECT manifests_from FROM daybook_meta") { $0.integer(0) ?? 1 }.first ?? 1
  }

  /// The columns that decide, each known by its place here for ever: a new one goes to the end. Those that change
  /// rightly after a run, as who retried a record, are left out.
  private static let evidence: [(part: String, table: String, columns: [String])] = [
    ("footing", "daybook_footing", ["file", "stage", "name", "outcome", "currency", "rows", "amount"]),
    (
      "statements", "daybook_statements",
      [
        "file", "statement", "statement_id", "account_id", "currency", "as_of", "opening", "closing",
        "records",
        "total", "disposition", "interim", "proves", "line", "starts", "sequence", "source", "refused",
        "checks", "balances",
      ]
    ),
    (
      "checks", "daybook_checks",
      [
        "file", "first_statement", "last_statement", "check", "name", "stated", "computed", "holds", "line",
        "kind", "currency", "warns",
      ]
    ),
    (
      "rejects", "daybook_rejects",
      [
        "file", "reject", "path", "line", "record", "stage", "field", "value", "code", "reason", "hint",
        "original",
        "byte_offset", "byte_length", "shown_line", "shown_column", "statement",
      ]
    ),
    ("money", "daybook_money", ["file", "line", "account", "month", "currency", "rows", "amount"]),
  ]

  /// What is kept of a run, digested.
  public func evidence(of run: Int64) throws(Fault) -> [RunEvidence] {
    var found: [RunEvidence] = []
    for (part, table, columns) in CheckpointStore.evidence {
      var digest = MultisetDigest()
      let stored = try database.table(table)
      let numbers = columns.indices.filter { stored?.column(columns[$0]) != nil }
      let collector = try RowCollector(
        "daybook_evidence", numbers: numbers.map { UInt16($0) }, on: database
      ) { digest.add($0.bytes, ends: $0.ends) }
      let list = numbers.map { quotedName(columns[$0]) }.joined(separator: ", ")
      _ = try database.query(
        "SELECT sum(daybook_evidence(\(list))) FROM \(table) WHERE run = ?", .integer(run)
      ) { _ in }
      collector.flush()
      found.append(RunEvidence(part: part, rows: digest.count, digest: digest.text))
    }
    return found
  }
}
