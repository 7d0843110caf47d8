import Bytes
import Glibc
import Records
import Support
import Testing

@testable import Running

/// A folder of its own for one test, with an inbox and a pipeline that reads it into books beside it.
final class RunFolder {
  private let folder = TemporaryFolder()
  var path: String { folder.path }

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

  @discardableResult
  func write(_ text: String, to name: String) throws(Fault) -> String {
    try write(Array(text.utf8), to: name)
  }

  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws(Fault) -> String {
    try AtomicFile.write(bytes, to: path + "/" + name)
    return path + "/" + name
  }

  func makeFolder(_ name: String) {
    _ = unsafe mkdir(path + "/" + name, 0o777)
  }

  func compiled(_ text: String = RunFolder.pipeline) throws -> Pipeline {
    let (pipeline, complaints) = try Pipeline.compile(path: try write(text, to: "pipeline.yaml"))
    #expect(complaints == [])
    return try #require(pipeline)
  }

  var context: RunContext { RunContext(now: { "now" }, holder: "a test", stop: StopFlag()) { _ in } }
}
