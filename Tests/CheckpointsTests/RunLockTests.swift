import Checkpoints
import Databases
import Glibc
import Records
import Testing

@Suite("the lock of a pipeline")
struct RunLockTests {
  private let me = RunLock.Holder(pid: 4711, host: "ledger", since: "2026-02-03 04:05")

  private func acquire(_ folder: Folder, _ pipeline: String = "monthly") throws(Fault) -> RunLock {
    try RunLock.acquire(store: folder.database, pipeline: pipeline, as: me)
  }

  private func refusal(_ folder: Folder) -> Fault? {
    do {
      _ = try acquire(folder)
      return nil
    } catch {
      return error
    }
  }

  @Test("a second run is told who holds the lock, and may try again")
  func held() throws {
    let folder = Folder()
    let lock = try acquire(folder)
    let fault = refusal(folder)
    #expect(fault?.code == "pipeline-locked")
    #expect(fault?.status == .tryAgain)
    #expect(
      fault?.message == "the pipeline monthly is being run by process 4711 on ledger since 2026-02-03 04:05")
    let other = try acquire(folder, "yearly")
    other.release()
    lock.release()
    lock.release()
    #expect(refusal(folder) == nil)
    #expect(SQLiteDatabase.exists(at: lock.path) == false)
  }

  @Test("a lock ends with the object that holds it")
  func scope() throws {
    let folder = Folder()
    do {
      let lock = try acquire(folder)
      #expect(refusal(folder) != nil)
      _ = lock.path
    }
    #expect(refusal(folder) == nil)
  }

  @Test("the lock of a process that was killed is free, whatever its file says")
  func killed() throws {
    let folder = Folder()
    let path = RunLock.path(store: folder.database, pipeline: "monthly")
    // The child takes the lock, says so, and waits to be killed.
    let script = "exec 9>\"$0\"; flock 9; echo pid 1 >&9; echo held; exec sleep 600"
    let child = try Child(["/bin/bash", "-c", script, path])
    #expect(child.firstLine() == "held")
    #expect(refusal(folder)?.code == "pipeline-locked")
    #expect(refusal(folder)?.message == "the pipeline monthly is being run by another process")
    child.kill()
    let lock = try acquire(folder)
    lock.release()
  }

  @Test("waiting gets the lock once the holder is gone")
  func waiting() async throws {
    let folder = Folder()
    let path = RunLock.path(store: folder.database, pipeline: "monthly")
    let child = try Child(["/bin/bash", "-c", "exec 9>\"$0\"; flock 9; echo held; exec sleep 600", path])
    #expect(child.firstLine() == "held")
    let pid = child.pid
    let killer = Task.detached { Glibc.kill(pid, SIGKILL) }
    let lock = try RunLock.acquire(store: folder.database, pipeline: "monthly", as: me, waiting: 60)
    lock.release()
    #expect(await killer.value == 0)
    child.kill()
  }

  @Test("a pipeline's name becomes a file name, and a folder that is not there is told")
  func naming() {
    #expect(RunLock.path(store: "/b/books.db", pipeline: "a/b c-1.x") == "/b/books.db.a%2Fb%20c-1.x.lock")
    #expect(throws: Fault("lock-not-created", "", status: .cannotCreate)) {
      try RunLock.acquire(store: "/no/such/folder/books.db", pipeline: "p", as: me)
    }
  }
}

/// A program that runs beside the test.
private final class Child {
  private(set) var pid: pid_t = 0
  private var output: [Int32] = [0, 0]

  init(_ arguments: [String]) throws {
    // Safe: the array has room for two descriptors.
    let piped = unsafe pipe(&output)
    try #require(piped == 0)
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawn_file_actions_adddup2(&actions, output[1], 1)
    // Safe: the copies live until the child was made; the list ends with nil.
    var words: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) } + [nil]
    let status = unsafe posix_spawn(&pid, arguments[0], &actions, nil, &words, environ)
    unsafe words.forEach { unsafe free($0) }
    unsafe posix_spawn_file_actions_destroy(&actions)
    close(output[1])
    try #require(status == 0)
  }

  func firstLine() -> String {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    // Safe: one byte has room for one byte.
    while unsafe read(output[0], &byte, 1) == 1, byte != 10 { bytes.append(byte) }
    return String(decoding: bytes, as: UTF8.self)
  }

  func kill() {
    guard pid > 0 else { return }
    _ = Glibc.kill(pid, SIGKILL)
    _ = waitpid(pid, nil, 0)
    close(output[0])
    pid = 0
  }

  deinit { kill() }
}
