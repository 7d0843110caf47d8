import Records

/// The parts of a package one after the other, as one text.
///
/// Used by one thread.
final class ZipParts {
  private let archive: String
  private let handle: ZipHandle
  /// Those that are still to come.
  private var parts: ArraySlice<ZipArchive.Member>
  private var open: ZipMember?
  /// Bytes given so far.
  private(set) var position: Int64 = 0

  /// - Throws: what opening an archive throws.
  init(_ raw: RawBytes, archiveSize: Int64, parts: [ZipArchive.Member]) throws(Fault) {
    archive = raw.name
    handle = try ZipHandle(raw, size: archiveSize, limits: .passed)
    self.parts = parts[...]
  }

  /// Appends up to `count` bytes to `buffer`; returns how many, 0 at the end.
  ///
  /// - Throws: `file-changed`, `zip-damaged`, `read-failed`.
  func read(into buffer: inout [UInt8], atMost count: Int) throws(Fault) -> Int {
    while true {
      if let member = open {
        let got = try member.read(into: &buffer, atMost: count)
        position += Int64(got)
        if got > 0 { return got }
        open = nil
      }
      guard let next = parts.popFirst() else { return 0 }
      open = try ZipMember(handle, of: archive, name: next.name, index: next.index)
    }
  }
}
