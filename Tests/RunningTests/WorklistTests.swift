import Checkpoints
import Components
import Records
import Testing

@testable import Running

@Suite("What there is to do")
struct WorklistTests {
  private let rows = "Ref,Posted,Amount\nR1,2026-01-05,1.00\nR2,2026-01-05,2.00\n"

  @Test("files come in the order of their bytes, folders and other names left out")
  func globOrder() throws {
    let folder = RunFolder()
    for name in ["in-b.csv", "in-B.csv", "in-10.csv", "in-2.csv", "in-ä.csv", "other.csv", "in-a.txt"] {
      try folder.write(name, to: name)
    }
    folder.makeFolder("in-folder.csv")
    let found = try SourceFiles(folder.compiled()).paths
    #expect(
      found == ["in-10.csv", "in-2.csv", "in-B.csv", "in-b.csv", "in-ä.csv"].map { folder.path + "/" + $0 })
  }

  @Test("a file found twice is read once, where it was found first; a glob without a match gives nothing")
  func onceEach() throws {
    let folder = RunFolder()
    for name in ["in-a.csv", "in-b.csv"] { try folder.write(rows, to: name) }
    var pipeline = try folder.compiled()
    let place = pipeline.place
    let whole = Pipeline.Source(kind: .path, path: folder.path + "/in-b.csv", place: place)
    let none = Pipeline.Source(kind: .glob, path: folder.path + "/none-*.csv", place: place)
    pipeline.sources = [none, whole] + pipeline.sources
    #expect(try SourceFiles(pipeline).paths == ["in-b.csv", "in-a.csv"].map { folder.path + "/" + $0 })
    pipeline.sources = [none]
    #expect(try SourceFiles(pipeline).paths == [])
  }

  @Test("a path without a file stops the run and points into the pipeline")
  func missing() throws {
    let folder = RunFolder()
    let text = RunFolder.pipeline.replacing("glob: in-*.csv", with: "path: in-none.csv")
    let pipeline = try folder.compiled(text)
    do throws(Fault) {
      _ = try SourceFiles(pipeline).paths
      Issue.record("the file was found")
    } catch {
      #expect(error.code == "file-not-found")
      #expect(error.status == .inputMissing)
      #expect(error.message == "there is no file in-none.csv")
      #expect(error.place?.line == 5)
    }
  }

  @Test(
    "patterns know stars, question marks and sets, and nothing else",
    arguments: [
      ("a.csv", "*.csv", true), ("a.CSV", "*.csv", false), ("a.csv.gz", "*.csv", false),
      ("a.csv.gz", "*.csv*", true),
      ("harbor_1.csv", "harbor_?.csv", true), ("harbor_12.csv", "harbor_?.csv", false),
      ("2.csv", "[12].csv", true),
      ("3.csv", "[12].csv", false), ("a.csv", "*", true), ("", "*", true), ("a\\b", "a\\b", true),
    ])
  func patterns(_ name: String, _ pattern: String, _ fits: Bool) {
    #expect(SourceFiles.matches(name, pattern: pattern) == fits)
  }

  @Test("the same bytes twice in one run are one job, and the second is told to be that")
  func sameBytes() throws {
    let folder = RunFolder()
    for name in ["in-a.csv", "in-b.csv"] { try folder.write(rows, to: name) }
    try folder.write(rows + "R3,2026-01-06,3.00\n", to: "in-c.csv")
    let pipeline = try folder.compiled()
    let list = try Worklist(pipeline, request: RunRequest())
    #expect(list.resumed == nil)
    #expect(list.jobs.map { pipeline.shown($0.stored.path) } == ["in-a.csv", "in-c.csv"])
    #expect(list.jobs.map(\.stored.ordinal) == [0, 1])
    #expect(list.settled.map(\.path) == ["in-b.csv"])
    #expect(list.settled.map(\.status) == [.nothingNew])
    #expect(list.settled.flatMap(\.remarks) == ["the same bytes as another file of this run"])
  }

  @Test("bytes loaded before are nothing new under any name; --full reads them again")
  func loadedBefore() throws {
    let folder = RunFolder()
    try folder.write(rows, to: "in-a.csv")
    let pipeline = try folder.compiled()
    let reports = try Runner(pipeline, request: RunRequest(), context: folder.context).run()
    #expect(reports.map(\.number) == [1])
    #expect(reports[0].conservation.holds)
    #expect(reports[0].conservation.parts["inserted"]?.rows == 2)
    try folder.write(rows, to: "in-b.csv")
    let list = try Worklist(pipeline, request: RunRequest())
    #expect(list.jobs.isEmpty)
    #expect(list.settled.flatMap(\.remarks) == ["loaded by run 1", "loaded by run 1"])
    #expect(try Worklist(pipeline, request: RunRequest(isFull: true)).jobs.count == 1)
    let again = try Runner(pipeline, request: RunRequest(), context: folder.context).run()
    #expect(again.map(\.number) == [nil])
    #expect(again.map(\.status) == [.done])
  }

  @Test("a file that no format takes is left where it is; named in the pipeline, it stops the run")
  func unmatched() throws {
    let folder = RunFolder()
    try folder.write(rows, to: "in-a.csv")
    let text = RunFolder.pipeline.replacing("match: \"*.csv\"", with: "match: \"*.txt\"")
    let list = try Worklist(folder.compiled(text), request: RunRequest())
    #expect(list.jobs.isEmpty)
    #expect(list.settled.map(\.left) == [Fault("format-unmatched", "", status: .specInvalid)])
    let named = try folder.compiled(text.replacing("glob: in-*.csv", with: "path: in-a.csv"))
    #expect(throws: Fault("format-unmatched", "", status: .specInvalid)) {
      _ = try Worklist(named, request: RunRequest())
    }
  }

  @Test("a glob without a match is named, with the folder that was looked in")
  func emptyGlob() throws {
    let folder = RunFolder()
    let pipeline = try folder.compiled()
    let list = try Worklist(pipeline, request: RunRequest())
    #expect(list.jobs.isEmpty)
    #expect(list.remarks == ["no file matches in-*.csv, in the folder \(folder.path)"])
    let reports = try Runner(pipeline, request: RunRequest(), context: folder.context).run()
    #expect(reports.map(\.status) == [.done])
    #expect(
      reports[0].text == """
        inbox: nothing new, no files
          remark: no file matches in-*.csv, in the folder \(folder.path)

        """)
    try folder.write(rows, to: "in-a.csv")
    #expect(try Worklist(pipeline, request: RunRequest()).remarks == [])
  }

  @Test("a glob in a folder that is not there stops the run: its files may be somewhere")
  func missingFolder() throws {
    let folder = RunFolder()
    let pipeline = try folder.compiled(
      RunFolder.pipeline.replacing("glob: in-*.csv", with: "glob: Inbox/2026-*/[ab]*.csv"))
    do throws(Fault) {
      _ = try SourceFiles(pipeline).paths
      Issue.record("the folder was found")
    } catch {
      #expect(error.code == "folder-not-found")
      #expect(error.status == .inputMissing)
      #expect(
        error.message == "there is no folder \(folder.path)/Inbox to match Inbox/2026-*/[ab]*.csv in")
    }
    folder.makeFolder("Inbox")
    #expect(try SourceFiles(pipeline).paths == [])
  }
}
