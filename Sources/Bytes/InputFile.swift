import Glibc
public import Records

/// What tells whether a file is still the one that was looked at.
struct FileState: Sendable, Hashable {
  /// Bytes.
  var size: Int64
  /// Nanoseconds since 1970-01-01T00:00:00Z.
  var modified: Int64
  var inode: UInt64
}

extension FileState {
  init(_ status: stat) {
    let (seconds, overflow) = Int64(status.st_mtim.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
    modified = overflow ? Int64.max : seconds &+ Int64(status.st_mtim.tv_nsec)
    size = Int64(status.st_size)
    inode = UInt64(status.st_ino)
  }
}

/// A regular file open for reading.
public final class InputFile: Sendable {
  let path: String
  private let descriptor: Int32

  /// - Parameter followsLinks: whether a symbolic link as the path's last part is followed.
  /// - Throws: `file-not-found`, `file-not-readable`, `file-not-regular`.
  init(path: String, followsLinks: Bool = true) throws(Fault) {
    // Not blocking, so that a pipe is refused below instead of being waited for.
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followsLinks ? 0 : O_NOFOLLOW)
    // The path is ended by a zero byte for the call.
    let descriptor = unsafe open(path, flags)
    guard descriptor >= 0 else {
      let error = errno
      if error == ELOOP, !followsLinks { throw InputFile.notRegular(path, S_IFLNK) }
      throw InputFile.cannotOpen(path, error)
    }
    self.path = path
    self.descriptor = descriptor
    var status = stat()
    // The descriptor is open and the structure is ours.
    guard unsafe fstat(descriptor, &status) == 0 else { throw InputFile.cannotOpen(path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw InputFile.notRegular(path, status.st_mode & S_IFMT)
    }
  }

  deinit { close(descriptor) }

  /// The first bytes of a file as they lie on the disk, at most `count`.
  ///
  /// - Throws: what opening and reading throw.
  public static func head(of path: String, count: Int) throws(Fault) -> [UInt8] {
    var head: [UInt8] = []
    _ = try InputFile(path: path).read(at: 0, appendingTo: &head, atMost: count)
    return head
  }

  /// - Throws: `file-not-readable`.
  func state() throws(Fault) -> FileState {
    var status = stat()
    // The descriptor is open and the structure is ours.
    guard unsafe fstat(descriptor, &status) == 0 else { throw InputFile.cannotOpen(path, errno) }
    return FileState(status)
  }

  /// Reads up to `count` bytes at `offset` to the end of `buffer`; returns how many, 0 at the end of the file.
  ///
  /// - Throws: `read-failed`.
  func read(at offset: Int64, appendingTo buffer: inout [UInt8], atMost count: Int) throws(Fault) -> Int {
    try readBytes(of: descriptor, path: path, at: offset, appendingTo: &buffer, atMost: count)
  }

  static func cannotOpen(_ path: String, _ error: Int32) -> Fault {
    let place = Place(file: path)
    switch error {
    case ENOENT, ENOTDIR:
      return Fault(
        "file-not-found", "no such file", at: place,
        hint: "Check the path; a relative path in a pipeline starts at the folder of the pipeline file.",
        status: .inputMissing)
    case EACCES, EPERM:
      return Fault(
        "file-not-readable", "permission denied", at: place,
        hint: "Give the user who runs daybook the right to read the file and to enter its folders.",
        status: .notPermitted)
    case ELOOP:
      return Fault(
        "file-not-readable", "symbolic links that lead in a circle", at: place,
        hint: "Replace the link by the file it should lead to.", status: .inputMissing)
    default:
      return Fault(
        "file-not-readable", "cannot open: \(systemMessage(error))", at: place,
        hint: "Check that the file can be opened by another program.", status: .inputMissing)
    }
  }

  /// What a file's mode says it is, in words: `a folder`.
  public static func kind(_ mode: UInt32) -> String {
    switch mode & S_IFMT {
    case S_IFREG: "a file"
    case S_IFDIR: "a folder"
    case S_IFIFO: "a pipe"
    case S_IFSOCK: "a socket"
    case S_IFLNK: "a symbolic link"
    default: "a device"
    }
  }

  private static func notRegular(_ path: String, _ kind: mode_t) -> Fault {
    let hint =
      switch kind {
      case S_IFDIR: "Name a file in the folder, or use a pattern such as `*.csv`."
      case S_IFLNK: "Put the file itself here: links are not followed."
      default: "Write the data to a file first: a file is read more than once."
      }
    return Fault(
      "file-not-regular", "\(InputFile.kind(kind)), not a file", at: Place(file: path), hint: hint,
      status: .inputMissing)
  }
}

/// Reads up to `count` bytes at `offset` of an open file to the end of `buffer`; returns how many, 0 at the end.
///
/// - Throws: `read-failed`.
func readBytes(
  of descriptor: Int32, path: String, at offset: Int64, appendingTo buffer: inout [UInt8], atMost count: Int
) throws(Fault) -> Int {
  var result = Result<Int, Fault>.success(0)
  buffer.append(addingCapacity: count) { span in
    // Room for `count` bytes; as many as were read become part of the buffer.
    unsafe span.withUnsafeMutableBufferPointer { target, written in
      result = Result { () throws(Fault) in
        try unsafe readBytes(
          of: descriptor, path: path, at: offset, into: UnsafeMutableRawBufferPointer(target))
      }
      if case .success(let got) = result { written = got }
    }
  }
  return try result.get()
}

/// Fills `room` with the bytes from `offset` on, as far as there are some; returns how many, 0 at the end.
func readBytes(
  of descriptor: Int32, path: String, at offset: Int64, into room: UnsafeMutableRawBufferPointer
) throws(Fault) -> Int {
  var result = 0
  repeat {
    // The call writes at most as many bytes as there is room for, and says how many.
    result = unsafe pread(descriptor, room.baseAddress, room.count, off_t(offset))
  } while result < 0 && errno == EINTR
  guard result >= 0 else {
    throw Fault(
      "read-failed", "cannot read: \(systemMessage(errno))", at: Place(file: path),
      hint: "Check the disk or the network share the file lies on, then run again.", status: .inputOutput)
  }
  return result
}

/// The operating system's words for an error number.
func systemMessage(_ error: Int32) -> String {
  // glibc keeps the text in memory of this thread, and it is copied at once.
  guard let text = unsafe strerror(error) else { return "error \(error)" }
  return unsafe String(cString: text).lowercased()
}
