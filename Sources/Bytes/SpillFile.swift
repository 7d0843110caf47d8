import Glibc
public import Records
import Synchronization

/// A temporary file without a name: it goes away with the last reference, also when the program is killed.
///
/// Several threads may append and read at once. What was appended never changes.
public final class SpillFile: Sendable {
  private let file: OutputDescriptor
  private let end = Mutex<Int64>(0)

  /// - Parameter folder: where its bytes lie; must exist.
  /// - Throws: `file-not-created`.
  public init(in folder: String) throws(Fault) {
    let created = try OutputDescriptor.create(stem: "\(folder)/.spill", for: folder)
    file = created.file
    // The path is ended by a zero byte for the call.
    guard unsafe unlink(created.path) == 0 else { throw OutputDescriptor.cannotCreate(folder, errno) }
  }

  /// Bytes appended so far.
  public var size: Int64 { end.withLock { $0 } }

  /// Writes the bytes to the end; returns where they lie.
  ///
  /// - Throws: `disk-full`, `write-failed`.
  public func append(_ bytes: [UInt8]) throws(Fault) -> Range<Int64> {
    let start = end.withLock { end in
      defer { end += Int64(bytes.count) }
      return end
    }
    try file.write(bytes, at: start)
    return start..<start + Int64(bytes.count)
  }

  /// Fills `room` with the bytes from `offset` on, as far as there are some; returns how many, 0 at the end.
  ///
  /// - Throws: `read-failed`.
  public func read(at offset: Int64, into room: UnsafeMutableRawBufferPointer) throws(Fault) -> Int {
    try unsafe readBytes(of: file.number, path: file.path, at: offset, into: room)
  }
}
