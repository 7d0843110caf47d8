import CZip
import Records

/// One member of an archive, inflated piece by piece. Its checksum and its size are checked at its end.
///
/// Used by one thread.
@safe final class ZipMember {
  private let handle: ZipHandle
  private let file: OpaquePointer
  /// What people are told: archive and member.
  let name: String
  /// Bytes promised by the directory.
  private let size: Int64
  /// Bytes given so far.
  private(set) var position: Int64 = 0
  private var isAtEnd = false

  /// - Parameter index: of an entry that `ZipArchive` found readable in the same bytes.
  /// - Throws: `zip-damaged`, `file-changed` when the entry is another one; `read-failed`.
  convenience init(
    _ raw: RawBytes, archiveSize: Int64, name: String, index: Int64, limits: InflateLimits
  ) throws(Fault) {
    try self.init(
      ZipHandle(raw, size: archiveSize, limits: limits), of: raw.name, name: name, index: index)
  }

  /// One of several members read through one handle.
  ///
  /// - Parameters:
  ///   - archive: the path of the archive.
  ///   - index: as above, and the same faults.
  init(_ handle: ZipHandle, of archive: String, name: String, index: Int64) throws(Fault) {
    self.handle = handle
    guard index < handle.count else { throw fileChanged(archive) }
    let entry = try handle.entry(index)
    guard entry.name == name else { throw fileChanged(archive) }
    self.name = ZipArchive.shown(name, in: archive)
    size = entry.size
    unsafe file = try handle.open(index)
  }

  deinit {
    // Open since init, and the archive is still open.
    _ = unsafe zip_fclose(file)
  }

  /// Appends up to `count` bytes to `buffer`; returns how many, 0 at the end.
  ///
  /// - Throws: `zip-damaged`, `read-failed`.
  func read(into buffer: inout [UInt8], atMost count: Int) throws(Fault) -> Int {
    if isAtEnd { return 0 }
    var got: Int64 = 0
    buffer.append(addingCapacity: count) { span in
      // libzip writes at most the `count` bytes of the span, and says how many.
      unsafe span.withUnsafeMutableBufferPointer { target, written in
        if let start = target.baseAddress { got = unsafe zip_fread(file, start, UInt64(count)) }
        written = max(0, Int(got))
      }
    }
    // The file is open.
    if got < 0 { throw handle.fault(unsafe zip_error_code_zip(zip_file_get_error(file)), name) }
    position += got
    isAtEnd = got == 0
    guard position <= size, !isAtEnd || position == size else {
      throw ZipFaults.damaged(name, "the member is not as long as the zip file says")
    }
    return Int(got)
  }
}
