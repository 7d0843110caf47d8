import Components
import Deduplicating
import Loading
import Reading
import Records

extension Pipeline {
  /// What `validate` prints of a pipeline without a complaint: its fields, step by step, and the guarantee it gives.
  public var validationText: String {
    var lines = ["\(place.file): valid: \(name), \(contract.title)"]
    for format in formats {
      lines.append(
        "  \(format.match.map { "\($0) as " } ?? "")\(format.reader.spec.name): "
          + format.fields.map(\.step).joined(separator: " → "))
      lines.append("    " + format.loaded.fields.map { "\($0.name) \($0.type)" }.joined(separator: ", "))
    }
    lines.append("  guarantee: \(guarantee)")
    return lines.joined(separator: "\n") + "\n"
  }

  /// The delivery guarantee obtained, and what limits it.
  var guarantee: String {
    let together =
      storePath == destinationPath
      ? "rows and checkpoints commit in one transaction"
      : "the destination keeps a mark of its last commit, so a crash between its commit and the checkpoint's is seen"
    if let dedup {
      return "exactly once, also for files that overlap, by \(dedup.key.joined(separator: ", ")): \(together)"
    }
    return
      "exactly once for each file, by its bytes: \(together); the same records in another file load again, "
      + "because there is no dedup stage"
  }
}
