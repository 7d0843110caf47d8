import Glibc
import Records

/// An open file that is written, with the faults of writing.
final class OutputDescriptor: Sendable {
  let number: Int32
  /// What faults point at.
  let path: String

  /// Takes over an open descriptor and closes it in the end.
  init(_ number: Int32, path: String) {
    self.number = number
    self.path = path
  }

  deinit { close(number) }

  /// Creates a new file for reading and writing whose name starts with `stem`; faults point at `path`.
  ///
  /// - Throws: `file-not-created`.
  static func create(stem: String, for path: String) throws(Fault) -> (file: OutputDescriptor, path: String) {
    // Names left by a program that was killed are passed over.
    for attempt in 0..<1000 {
      let name = "\(stem).\(getpid())-\(attempt)"
      // The path is ended by a zero byte for the call; the mode is narrowed by the user's own mask.
      let number = unsafe open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if number >= 0 { return (OutputDescriptor(number, path: path), name) }
      guard errno == EEXIST else { break }
    }
    throw cannotCreate(path, errno)
  }

  /// Writes all bytes at `offset`.
  ///
  /// - Throws: `disk-full`, `file-size-limited`, `write-failed`.
  func write(_ bytes: [UInt8], at offset: Int64) throws(Fault) {
    var done = 0
    while done < bytes.count {
      // The bytes from `done` on lie within the array, which outlives the call.
      let result = unsafe bytes.withUnsafeBytes {
        unsafe pwrite(number, $0.baseAddress?.advanced(by: done), bytes.count - done, off_t(offset) + done)
      }
      if result < 0 && errno == EINTR { continue }
      guard result > 0 else { throw OutputDescriptor.failed(path, result == 0 ? ENOSPC : errno) }
      done += result
    }
  }

  /// Waits until everything written is on the disk.
  ///
  /// - Throws: `disk-full`, `file-size-limited`, `write-failed`.
  func synchronize() throws(Fault) {
    guard fsync(number) == 0 else { throw OutputDescriptor.failed(path, errno) }
  }

  static func failed(_ path: String, _ error: Int32) -> Fault {
    let place = Place(file: path)
    if error == ENOSPC || error == EDQUOT {
      return Fault(
        "disk-full", "no space left to write", at: place,
        hint: "Free space on this disk, then run again: nothing that was committed is lost.",
        status: .inputOutput)
    }
    if error == EFBIG {
      return Fault(
        "file-size-limited", "the file may not grow any more", at: place,
        hint:
          "The system limits the size of files: raise the limit (ulimit -f), or use another file system. Then run again.",
        status: .inputOutput)
    }
    return Fault(
      "write-failed", "cannot write: \(systemMessage(error))", at: place,
      hint: "Check the disk or the network share, then run again.", status: .inputOutput)
  }

  static func cannotCreate(_ path: String, _ error: Int32) -> Fault {
    if error == ENOSPC || error == EDQUOT { return failed(path, error) }
    return Fault(
      "file-not-created", "cannot create: \(systemMessage(error))", at: Place(file: path),
      hint: "Check that the folder exists and that the user who runs daybook may write in it.",
      status: .cannotCreate)
  }
}

/// The folder a path lies in.
func folder(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}
