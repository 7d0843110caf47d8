import Glibc
public import Records

/// A file that appears under its name complete or not at all: written aside in the same folder, put on the disk,
/// then renamed. A file given up, or never committed, leaves nothing behind.
public final class AtomicFile {
  /// The name it will have.
  public let path: String
  private let asidePath: String
  private let file: OutputDescriptor
  private var size: Int64 = 0
  private var isDone = false

  /// - Throws: `file-not-created`.
  public init(path: String) throws(Fault) {
    let name = path.split(separator: "/").last ?? "file"
    let aside = try OutputDescriptor.create(stem: "\(folder(of: path))/.\(name)", for: path)
    self.path = path
    file = aside.file
    asidePath = aside.path
  }

  deinit {
    // The path is ended by a zero byte for the call.
    if !isDone { _ = unsafe unlink(asidePath) }
  }

  /// Writes a file whole.
  ///
  /// - Throws: `file-not-created`, `write-failed`, `disk-full`.
  public static func write(_ bytes: [UInt8], to path: String) throws(Fault) {
    let file = try AtomicFile(path: path)
    try file.append(bytes)
    try file.commit()
  }

  /// - Throws: `write-failed`, `disk-full`.
  public func append(_ bytes: [UInt8]) throws(Fault) {
    precondition(!isDone, "the file is committed")
    try file.write(bytes, at: size)
    size += Int64(bytes.count)
  }

  /// Gives the file its name; it replaces the one that had it.
  ///
  /// - Throws: `file-not-created`, `write-failed`, `disk-full`.
  public func commit() throws(Fault) {
    precondition(!isDone, "the file is committed")
    try file.synchronize()
    // Both paths are ended by a zero byte for the call.
    guard unsafe rename(asidePath, path) == 0 else { throw OutputDescriptor.cannotCreate(path, errno) }
    isDone = true
    try Folder.synchronize(folder(of: path))
  }
}
