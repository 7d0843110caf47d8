import Bytes
import Glibc
import Records
import Testing

@testable import Running

/// A folder of its own for one test, with an inbox and a pipeline that reads it into books beside it.
final class RunFolder {
  let path: String
  private var made: [String] = []

  static let pipeline = """
    pipeline: inbox
    contract: bank_transaction/1
    stages:
      - read:
          glob: in-*.csv
          formats:
            - match: "*.csv"
              csv:
                columns: { Ref: external_id, Posted: booking_date, Amount: amount }
                constants: { account_id: A1, currency: EUR }
      - normalize: { dates: { format: yyyy-MM-dd } }
      - dedup: { key: external_id }
      - load: { sqlite: { path: books.db, table: entries } }
    on_reject: { continue_up_to: 50% }
    """

  init() {
    var template = Array("/tmp/daybook-running-XXXXXX".utf8CString)
    // The template is a C string of this function's own; the name comes back in it.
    _ = unsafe mkdtemp(&template)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    let left = ["books.db", "books.db-wal", "books.db-shm", "books.db.inbox.lock", "inbox.run-1.rejects.csv"]
    for name in made.reversed() + left { _ = unsafe remove(path + "/" + name) }
    _ = unsafe rmdir(path)
  }

  @discardableResult
  func write(_ text: String, to name: String) throws(Fault) -> String {
    try write(Array(text.utf8), to: name)
  }

  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws(Fault) -> String {
    made.append(name)
    try AtomicFile.write(bytes, to: path + "/" + name)
    return path + "/" + name
  }

  func makeFolder(_ name: String) {
    made.append(name)
    _ = unsafe mkdir(path + "/" + name, 0o777)
  }

  func compiled(_ text: String = RunFolder.pipeline) throws -> Pipeline {
    let (pipeline, complaints) = try Pipeline.compile(path: try write(text, to: "pipeline.yaml"))
    #expect(complaints == [])
    return try #require(pipeline)
  }

  var context: RunContext { RunContext(now: { "now" }, holder: "a test", stop: StopFlag()) { _ in } }
}
