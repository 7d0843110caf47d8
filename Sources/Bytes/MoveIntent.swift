import Glibc
public import Records

/// A file that is to be moved: where from, where to, and which bytes it has.
///
///     source   target    what is done
///     these    absent    moved
///     these    these     the source is taken away: an earlier try was stopped in between
///     other    these     nothing: it was moved, and a new file has come under the old name
///     absent   these     nothing: it was moved
///     these    other     fault: the target's name is taken
///     other    not these fault: replaced before it was moved, and left alone
///     absent   not these fault: gone
///
/// Written down before it is performed, it can be performed again after a crash at any instant.
public struct MoveIntent: Sendable, Hashable {
  /// What performing came to.
  public enum Outcome: Sendable, Hashable {
    /// It was moved now.
    case moved
    /// It had been moved before.
    case wasMoved
  }

  /// Absolute path of the file before.
  public let from: String
  /// Absolute path of the file afterwards.
  public let to: String
  /// SHA-256 of the file as it lies on the disk, 64 lower-case hexadecimal digits.
  public let digest: String

  /// The folder of `to` is made when the intent is performed.
  public init(from: String, to: String, digest: String) {
    self.from = from
    self.to = to
    self.digest = digest
  }

  /// Moves the file. It is under one of both names, whole, at every instant, and on the disk when this returns.
  ///
  /// - Throws: `move-source-missing`, `move-source-replaced`, `move-target-taken`, `file-changed`,
  ///   `file-not-created`, `write-failed`, `disk-full`, and what opening and reading a file throws.
  public func perform() throws(Fault) -> Outcome {
    try Folder.make(folder(of: to))
    let source = try Look(at: from)
    let target = try Look(at: to)
    if target.digest == digest {
      // What an earlier try did may not be on the disk yet.
      try Folder.synchronize(folder(of: to))
      guard source.digest == digest, let state = source.state else { return .wasMoved }
      try takeAway(state)
      return .moved
    }
    guard source.digest == digest, let state = source.state, let file = source.file else {
      throw source.isAbsent ? missing : replaced
    }
    guard target.isAbsent else { throw taken }
    try move(file, state)
    return .moved
  }

  /// What lies under a name.
  private struct Look {
    var isAbsent = false
    /// Nil for what is no regular file.
    var file: InputFile?
    var state: FileState?
    var digest: String?

    init(at path: String) throws(Fault) {
      do throws(Fault) {
        let file = try InputFile(path: path, followsLinks: false)
        let before = try file.state()
        digest = try digestOf(RawBytes(.file(file)))
        guard try file.state() == before else { throw fileChanged(path) }
        (self.file, state) = (file, before)
      } catch  where error.code == "file-not-found" {
        isAbsent = true
      } catch  where error.code == "file-not-regular" {
        // A link or a folder: something is there, and it is not the file.
      }
    }
  }

  private func move(_ file: InputFile, _ state: FileState) throws(Fault) {
    let error = renameExclusively(from, to)
    switch error {
    case 0:
      guard MoveIntent.state(of: to) == state else {
        // Another file had come under the name since it was looked at: that one goes back.
        _ = renameExclusively(to, from)
        throw replaced
      }
      try Folder.synchronize(folder(of: to))
      try Folder.synchronize(folder(of: from))
    case EXDEV:
      try copy(file, state)
      try takeAway(state)
    case EEXIST: throw taken
    case ENOENT: throw missing
    default: throw OutputDescriptor.cannotCreate(to, error)
    }
  }

  /// Copies to another file system: written aside, checked, put on the disk, then named.
  private func copy(_ file: InputFile, _ state: FileState) throws(Fault) {
    let name = to.split(separator: "/").last ?? "file"
    // One name for every try, so that a try that was stopped leaves nothing behind for good.
    let aside = "\(folder(of: to))/.\(name).moving"
    // The path is ended by a zero byte for the call; the mode is narrowed by the user's own mask.
    let number = unsafe open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard number >= 0 else { throw OutputDescriptor.cannotCreate(aside, errno) }
    let output = OutputDescriptor(number, path: to)
    var isNamed = false
    // The path is ended by a zero byte for the call.
    defer { if !isNamed { _ = unsafe unlink(aside) } }
    var copied = Digest()
    var offset: Int64 = 0
    var block: [UInt8] = []
    while try file.read(at: offset, appendingTo: &block, atMost: 1_048_576) > 0 {
      copied.update(block)
      try output.write(block, at: offset)
      offset += Int64(block.count)
      block.removeAll(keepingCapacity: true)
    }
    guard copied.finish() == digest else { throw fileChanged(from) }
    let (seconds, rest) = state.modified.quotientAndRemainder(dividingBy: 1_000_000_000)
    let time = timespec(tv_sec: Int(seconds), tv_nsec: Int(max(0, rest)))
    let times = [time, time]
    // Two times, as the call wants them. A file system that keeps none is no reason to stop.
    _ = unsafe times.withUnsafeBufferPointer { unsafe futimens(number, $0.baseAddress) }
    try output.synchronize()
    let error = renameExclusively(aside, to)
    guard error == 0 else { throw error == EEXIST ? taken : OutputDescriptor.cannotCreate(to, error) }
    isNamed = true
    try Folder.synchronize(folder(of: to))
  }

  /// Takes the source away once the target is on the disk; a file that has come under its name stays.
  private func takeAway(_ state: FileState) throws(Fault) {
    guard MoveIntent.state(of: from) == state, !isOneEntry else { return }
    // The path is ended by a zero byte for the call.
    guard unsafe unlink(from) == 0 || errno == ENOENT else { throw OutputDescriptor.failed(from, errno) }
    try Folder.synchronize(folder(of: from))
  }

  /// Whether both names are one, by folders that are links: nothing must be taken away then.
  private var isOneEntry: Bool {
    var (source, target) = (stat(), stat())
    // The paths are ended by a zero byte for the calls, and the structures are ours.
    guard unsafe lstat(from, &source) == 0, unsafe lstat(to, &target) == 0 else { return false }
    return source.st_ino == target.st_ino && source.st_dev == target.st_dev && source.st_nlink < 2
  }

  private static func state(of path: String) -> FileState? {
    var status = stat()
    // The path is ended by a zero byte for the call, and the structure is ours.
    guard unsafe lstat(path, &status) == 0 else { return nil }
    return FileState(status)
  }

  private var missing: Fault {
    Fault(
      "move-source-missing", "the file is gone, and was not moved by daybook", at: Place(file: from),
      hint: "Somebody has taken it away: its records are in the books, its bytes are not in the archive.",
      status: .inputMissing)
  }

  private var replaced: Fault {
    Fault(
      "move-source-replaced", "another file has come under this name before the one that was read was moved",
      at: Place(file: from),
      hint: "The new file is left where it is and read like any other; the old one is not in the archive.",
      status: .tryAgain)
  }

  private var taken: Fault {
    Fault(
      "move-target-taken", "another file has this name", at: Place(file: to),
      hint: "Run again: another name is chosen.", status: .tryAgain)
  }
}
