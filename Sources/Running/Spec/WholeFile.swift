import Glibc
import Records

/// A small file read whole: a pipeline or a contract.
enum WholeFile {
  /// The bytes, at most `limit` + 1 of them: one more than allowed tells that the file is too large.
  ///
  /// - Throws: `file-not-found`, `file-not-readable`.
  static func read(_ path: String, limit: Int, at place: Place) throws(Fault) -> [UInt8] {
    // The path is a string that ends with a zero byte for the length of the call.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw fault(errno, at: place) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= limit {
      let want = min(chunk.count, limit + 1 - bytes.count)
      // The chunk has room for `want` bytes.
      let got = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, want) }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw fault(errno, at: place) }
      if got == 0 { break }
      bytes += chunk[..<got]
    }
    return bytes
  }

  /// The folder the program was started in.
  static func currentDirectory() -> String {
    // glibc allocates as much as the path needs when it is given no buffer; freed here.
    guard let path = unsafe getcwd(nil, 0) else { return "/" }
    defer { unsafe free(path) }
    return unsafe String(cString: path)
  }

  /// `path` from the root on: a relative one starts at `directory`.
  static func absolute(_ path: String, from directory: String) -> String {
    if path.hasPrefix("/") { return path }
    let rest = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
    return directory.hasSuffix("/") ? directory + rest : directory + "/" + rest
  }

  /// The path of a file that exists, without `..` and links.
  static func resolved(_ path: String) -> String {
    // glibc allocates as much as the path needs when it is given no buffer; freed here.
    guard let found = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(found) }
    return unsafe String(cString: found)
  }

  /// The folder of a file given by its absolute path.
  static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
    return String(path[..<slash])
  }

  private static func fault(_ error: Int32, at place: Place) -> Fault {
    switch error {
    case ENOENT, ENOTDIR:
      Fault(
        "file-not-found", "no such file", at: place, hint: "Check the path and the folder you are in.",
        status: .inputMissing)
    case EISDIR:
      Fault(
        "file-not-readable", "this is a folder, not a file", at: place, hint: "Name the file in it.",
        status: .inputMissing)
    case EACCES, EPERM:
      Fault(
        "file-not-readable", "permission denied", at: place,
        hint: "Give the user who runs daybook the right to read the file and to enter its folders.",
        status: .inputMissing)
    default:
      Fault(
        "file-not-readable", "reading failed with error \(error)", at: place,
        hint: "Check the disk or the network share the file lies on.", status: .inputMissing)
    }
  }
}
