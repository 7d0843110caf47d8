import Bytes
import Records
import Testing

@testable import Running

@Suite("Files that are prepared ahead")
struct PreparedAheadTests {
  private static let broken = Fault("read-failed", "cannot read", status: .inputOutput)

  /// Five files of one to five records; the third cannot be read.
  private func jobs(_ folder: RunFolder, _ pipeline: Pipeline) throws -> [FileJob] {
    for number in 1...5 {
      let rows = (1...number).map { "R\(number)\($0),2026-01-05,1.00\n" }.joined()
      try folder.write("Ref,Posted,Amount\n" + rows, to: "in-\(number).csv")
    }
    var jobs = try Worklist(pipeline, request: RunRequest()).jobs
    jobs[2].survey = .failure(PreparedAheadTests.broken)
    return jobs
  }

  private func preparation(_ folder: RunFolder, _ pipeline: Pipeline) -> FilePreparation {
    let path = folder.path
    return FilePreparation(
      pipeline: pipeline, context: folder.context, fileCount: 5,
      spill: { () throws(Fault) in try SpillFile(in: path) })
  }

  @Test("they come in the order of the run, a fault in its turn", arguments: [1, 2, 3, 16])
  func order(width: Int) throws {
    let folder = RunFolder()
    let pipeline = try folder.compiled()
    let jobs = try jobs(folder, pipeline)
    let ahead = PreparedAhead(jobs, width: width, preparation(folder, pipeline))
    for number in 1...5 {
      switch ahead.next() {
      case .success(let prepared): #expect(number != 3 && prepared.file.recordsRead == number)
      case .failure(let fault): #expect(number == 3 && fault == PreparedAheadTests.broken)
      }
    }
  }

  @Test("who gives up waits for what is under way, and nothing is left behind")
  func givenUp() throws {
    let folder = RunFolder()
    let pipeline = try folder.compiled()
    let ahead = PreparedAhead(try jobs(folder, pipeline), width: 5, preparation(folder, pipeline))
    _ = ahead.next()
  }
}
