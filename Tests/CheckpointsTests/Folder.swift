import Checkpoints
import Databases
import Records
import Support

/// A folder of its own for one test.
final class Folder {
  private let folder = TemporaryFolder()
  var path: String { folder.path }

  var database: String { path + "/books.db" }

  func store(_ access: SQLiteDatabase.Access = .writing) throws(Fault) -> CheckpointStore {
    try CheckpointStore(SQLiteDatabase(path: database, access: access))
  }
}

func run(
  _ pipeline: String = "monthly", spec: String = "spec-1", status: StoredRun.Status = .running
) -> StoredRun {
  StoredRun(
    number: 0, pipeline: pipeline, company: "acme-us", request: "--full", specDigest: spec, program: "1.0",
    status: status, startedAt: "2026-02-03T04:05:06Z")
}

func file(_ ordinal: Int = 0, digest: String = "d0", status: StoredFile.Status = .pending) -> StoredFile {
  StoredFile(
    ordinal: ordinal, path: "/inbox/\(ordinal).csv", format: "csv", digest: digest, size: 5_000_000_000,
    status: status)
}
