import Checkpoints
import Databases
import Records
import Testing

@Suite("What stopped a run, how long it took, what it brought")
struct StopTests {
  private let fault = Fault(
    "file-not-found", "there is no file", at: Place(file: "a.csv", line: 3), hint: "Look for it.",
    status: .inputMissing)

  private func failed(_ time: String = "t1", request: String = "") -> StoredRun {
    var attempt = run(status: .failed)
    attempt.request = request
    attempt.startedAt = time
    attempt.endedAt = time
    attempt.stop = StoredRun.Stop(fault)
    return attempt
  }

  @Test("a fault before a run began gets a number, and the same one again only new times")
  func unbegun() throws {
    let folder = Folder()
    let store = try folder.store()
    try store.note(failed(), fault: fault)
    try store.note(failed("t2"), fault: fault)
    var runs = try store.runs(of: "monthly")
    #expect(runs.map(\.number) == [1])
    #expect(runs[0].status == .failed && runs[0].resumedAt == "t2" && runs[0].startedAt == "t1")
    #expect(
      runs[0].stop
        == StoredRun.Stop(
          code: "file-not-found", message: "there is no file", place: "a.csv:3", hint: "Look for it."))
    try store.note(failed("t3", request: "--full"), fault: fault)
    let done = try store.begin(run(), files: [])
    try store.setStatus(.done, of: done, endedAt: "t4")
    try store.note(failed("t5", request: "--full"), fault: fault)
    runs = try store.runs(of: "monthly")
    #expect(runs.map(\.number) == [4, 3, 2, 1])
    #expect(try store.unfinishedRun(of: "monthly") == nil)
  }

  @Test("where a run is unfinished the fault is its own, until it is taken up or ended")
  func unfinished() throws {
    let store = try Folder().store()
    let number = try store.begin(run(), files: [])
    try store.note(failed(), fault: fault)
    #expect(try store.runs().count == 1)
    #expect(try store.run(number)?.stop?.code == "file-not-found")
    #expect(try store.run(number)?.status == .running)
    try store.setResumed(number, at: "t2")
    #expect(try store.run(number)?.stop == nil)
    try store.setStop(fault, of: number)
    try store.setStatus(.done, of: number, endedAt: "t3")
    #expect(try store.run(number)?.stop == nil)
  }

  @Test("timings and money of a file come back in their order, and the last that was saved counts")
  func details() throws {
    let store = try Folder().store()
    let timings = [StepTiming(step: "read", milliseconds: 12), StepTiming(step: "file", milliseconds: 40)]
    try store.save([StepTiming(step: "read", milliseconds: 9)], run: 1, file: 0)
    try store.save(timings, run: 1, file: 0)
    #expect(try store.timings(run: 1, file: 0) == timings)
    #expect(try store.timings(run: 1, file: 1) == [])
    let euro = try #require(Currency("EUR"))
    let lines = [
      MoneyLine(account: "A1", month: "2026-01", currency: euro, rows: 3, amount: "-1.5000"),
      MoneyLine(account: nil, month: "", currency: .none, rows: 1, amount: "99999999999999999999.0000"),
    ]
    try store.save(lines, run: 1, file: 0)
    try store.save(lines, run: 1, file: 0)
    #expect(try store.money(run: 1, file: 0) == lines)
  }

  @Test("that rows were not read back as written is never forgotten, not even when the run is given up")
  func damaged() throws {
    let folder = Folder()
    let store = try folder.store()
    let run = StoredRun(
      number: 0, pipeline: "monthly", company: nil, request: "", specDigest: "d", program: "1",
      status: .running, startedAt: "t1")
    #expect(try store.begin(run, files: []) == 1)
    try store.setStop(Fault("input-changed", "one", status: .dataRefused), of: 1)
    #expect(try store.run(1)?.isDamaged == false)
    try store.setStop(Fault("read-back-differs", "two", status: .dataRefused), of: 1)
    try store.setStop(Fault("input-changed", "three", status: .dataRefused), of: 1)
    #expect(try store.run(1)?.isDamaged == true)
    try store.setStatus(.abandoned, of: 1, endedAt: "t2")
    #expect(try store.run(1)?.stop?.message == "two")
    #expect(try store.begin(run, files: []) == 2)
    try store.setStop(Fault("input-changed", "four", status: .dataRefused), of: 2)
    try store.setEnd(of: 2, replaced: 3, readBack: 4)
    try store.setStatus(.done, of: 2, endedAt: "t3")
    let ended = try store.run(2)
    #expect(ended?.stop == nil && ended?.rowsReplaced == 3 && ended?.rowsReadBack == 4)
  }

  @Test("only a database with checkpoints can remember a run")
  func kept() throws {
    let folder = Folder()
    #expect(try CheckpointStore.isKept(at: folder.database) == false)
    try SQLiteDatabase(path: folder.database, access: .writing).execute("CREATE TABLE own (x)")
    #expect(try CheckpointStore.isKept(at: folder.database) == false)
    _ = try folder.store()
    #expect(try CheckpointStore.isKept(at: folder.database))
  }
}
