import Checkpoints
import Databases
import Records

/// Makes the recorded half of a manifest again from what the store says now, and compares it member by member.
struct RecordCheck {
  private let store: CheckpointStore
  private let pipeline: Pipeline

  init(_ store: CheckpointStore, _ pipeline: Pipeline) {
    self.store = store
    self.pipeline = pipeline
  }

  func problems(of manifest: StoredManifest) throws(Fault) -> [VerificationReport.Problem] {
    guard try isReadable(manifest) else {
      return [.init(manifest.run, "manifest-changed", "its manifest is not one that Daybook wrote")]
    }
    // A run that is not there is told of by its number.
    guard let run = try store.run(manifest.run) else { return [] }
    var problems: [VerificationReport.Problem] = []
    if try told(manifest, "previous") != (manifest.previous.map { "\"\($0)\"" } ?? "null") {
      problems.append(
        .init(manifest.run, "manifest-changed", "its manifest names another one before it than the chain"))
    }
    let scale = Int(try told(manifest, "scale")) ?? 0
    let paths = try paths(of: manifest)
    let recorded = try RunManifest.recorded(run, store, scale: min(max(scale, 0), 18)) { file in
      // A path is told from the pipeline's folder, which may have moved.
      let path = paths.indices.contains(file.ordinal) ? paths[file.ordinal] : file.path
      return file.path == path || file.path.hasSuffix("/" + path) ? path : file.path
    }
    for (name, value) in recorded {
      let then = try told(manifest, name)
      // A manifest that an older program wrote says nothing of it.
      if then.isEmpty || then == value.text() { continue }
      let lines = try lines(then, value.text())
      problems.append(.init(manifest.run, "\(RecordCheck.codes[name] ?? "run")-changed", words(name, lines)))
    }
    return problems
  }

  /// Members that have a code of their own; the others are the run's.
  private static let codes = [
    "files": "files", "totals": "footing", "footing": "footing", "statements": "statements",
    "balances": "statements", "checks": "statements", "rejects": "rejects", "money": "money",
  ]

  private func words(_ name: String, _ lines: String) -> String {
    switch name {
    case "files": "its files are not those it ended with"
    case "totals": "its totals, in rows and money, are not those it ended with"
    case "footing": "its footing is not the one it ended with\(lines)"
    case "statements": "its statements are not those it ended with\(lines)"
    case "balances": "the balances of its statements are not those it ended with\(lines)"
    case "checks": "the proofs of its statements are not those it ended with\(lines)"
    case "rejects": "its refused records are not those it ended with\(lines)"
    case "money": "its money by account and month is not the one it ended with\(lines)"
    default: "the history says another \(name) of it than its manifest"
    }
  }

  private func lines(_ then: String, _ now: String) throws(Fault) -> String {
    let counts = try store.database.query(
      "SELECT ?1 ->> '$.lines', ?2 ->> '$.lines' WHERE json_type(?1) = 'object'", .text(then), .text(now)
    ) { ($0.integer(0), $0.integer(1)) }.first
    guard let (then, now) = counts, let then, let now else { return "" }
    return then == now
      ? ": \(counted(Int(now), "line")), with other contents" : ": \(counted(then, "line")) then, \(now) now"
  }

  private func isReadable(_ manifest: StoredManifest) throws(Fault) -> Bool {
    try store.database.query(
      "SELECT json_valid(?1) AND json_type(?1) = 'object'", .text(manifest.text)
    ) { $0.integer(0) == 1 }.first == true
  }

  /// A member of the manifest as JSON; empty when it has none.
  private func told(_ manifest: StoredManifest, _ name: String) throws(Fault) -> String {
    try store.database.query("SELECT ?1 -> ?2", .text(manifest.text), .text("$.\(name)")) { $0.text(0) ?? "" }
      .first ?? ""
  }

  private func paths(of manifest: StoredManifest) throws(Fault) -> [String] {
    try store.database.query(
      "SELECT value ->> '$.path' FROM json_each(?1, '$.files') ORDER BY key", .text(manifest.text)
    ) { $0.text(0) ?? "" }
  }
}
