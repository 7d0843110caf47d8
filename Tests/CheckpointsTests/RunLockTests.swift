import Databases
import Dispatch
import Glibc
import Records
import Testing

@testable import Checkpoints

@Suite("The lock of a pipeline")
struct RunLockTests {
  private func acquire(_ folder: Folder, _ pipeline: String = "monthly", wait: Int = 0) throws(Fault)
    -> RunLock
  {
    try RunLock(store: folder.database, pipeline: pipeline, holder: "process 4711 on ledger", wait: wait)
  }

  private func refusal(_ folder: Folder) -> Fault? {
    do throws(Fault) {
      _ = try acquire(folder)
      return nil
    } catch {
      return error
    }
  }

  private func isHeld(_ folder: Folder, _ pipeline: String = "monthly") -> Bool {
    RunLock.isHeld(store: folder.database, pipeline: pipeline)
  }

  @Test("a second run is told who holds the lock, and may try again")
  func held() throws {
    let folder = Folder()
    #expect(!isHeld(folder))
    let lock = try acquire(folder)
    let fault = refusal(folder)
    #expect(fault?.code == "pipeline-locked")
    #expect(fault?.status == .tryAgain)
    #expect(
      fault?.message == "another run of monthly holds the lock on \(folder.database): process 4711 on ledger")
    #expect(isHeld(folder))
    withExtendedLifetime(lock) {}
  }

  @Test("another pipeline of the same books has its own lock")
  func ownLock() throws {
    let folder = Folder()
    let lock = try acquire(folder)
    #expect(!isHeld(folder, "yearly"))
    let other = try acquire(folder, "yearly")
    #expect(isHeld(folder, "yearly"))
    withExtendedLifetime((lock, other)) {}
  }

  @Test("a lock ends with the object that holds it")
  func scope() throws {
    let folder = Folder()
    do {
      let lock = try acquire(folder)
      #expect(refusal(folder) != nil)
      withExtendedLifetime(lock) {}
    }
    #expect(!isHeld(folder))
    #expect(refusal(folder) == nil)
  }

  @Test("the lock of a process that was killed is free, whatever its file says")
  func killed() throws {
    let folder = Folder()
    let holder = try LockHolder(folder.database + ".monthly.lock")
    #expect(isHeld(folder))
    #expect(
      refusal(folder)?.message
        == "another run of monthly holds the lock on \(folder.database): process 1 on elsewhere")
    holder.kill()
    #expect(!isHeld(folder))
    let lock = try acquire(folder)
    #expect(refusal(folder)?.message.hasSuffix(": process 4711 on ledger") == true)
    withExtendedLifetime(lock) {}
  }

  @Test("waiting gets the lock once the holder is gone")
  func waiting() throws {
    let folder = Folder()
    let holder = try LockHolder(folder.database + ".monthly.lock")
    let pid = holder.pid
    // A thread of its own: this one blocks until the lock is free.
    DispatchQueue(label: "killer").async { _ = Glibc.kill(pid, SIGKILL) }
    let lock = try acquire(folder, wait: 60)
    #expect(isHeld(folder))
    holder.kill()
    withExtendedLifetime(lock) {}
  }

  @Test("a system that has no lock to give is a fault of its own, and nobody is said to hold it")
  func notTaken() {
    let fault = RunLock.notTaken("books.db.monthly.lock", ENOLCK)
    #expect(fault.code == "lock-not-taken")
    #expect(fault.status == .inputOutput)
    #expect(fault.message == "the lock file cannot be locked: no locks available")
  }

  @Test("a folder that cannot be made is told")
  func noFolder() {
    #expect(throws: Fault("lock-not-created", "", status: .cannotCreate)) {
      try RunLock(store: "/proc/none/books.db", pipeline: "p", holder: "me", wait: 0)
    }
  }
}

/// Another process that takes a lock, says who it is, and waits to be killed.
private final class LockHolder {
  private(set) var pid: pid_t = 0
  private var output: [Int32] = [0, 0]

  /// Returns once the lock is held.
  init(_ path: String) throws {
    let script = "exec 9>\"$0\"; flock 9; echo process 1 on elsewhere >&9; echo held; exec sleep 600"
    // The array has room for two descriptors.
    let piped = unsafe pipe(&output)
    try #require(piped == 0)
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawn_file_actions_adddup2(&actions, output[1], 1)
    // The copies live until the child was made; the list ends with nil.
    let arguments = ["/bin/bash", "-c", script, path]
    var words: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) } + [nil]
    let status = unsafe posix_spawn(&pid, "/bin/bash", &actions, nil, &words, environ)
    unsafe words.forEach { unsafe free($0) }
    unsafe posix_spawn_file_actions_destroy(&actions)
    close(output[1])
    try #require(status == 0)
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    // One byte has room for one byte.
    while unsafe read(output[0], &byte, 1) == 1, byte != 10 { bytes.append(byte) }
    try #require(String(decoding: bytes, as: UTF8.self) == "held")
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
