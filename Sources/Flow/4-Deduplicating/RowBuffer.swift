/// Bytes that grow at the end, with an address: where rows are packed before they are sorted.
///
/// Owned by one thread at a time.
@safe final class RowBuffer: @unchecked Sendable {
  private(set) var base: UnsafeMutableRawPointer
  private(set) var capacity: Int
  var count = 0

  init(capacity: Int) {
    self.capacity = capacity
    unsafe base = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
  }

  deinit { unsafe base.deallocate() }

  /// Makes room for `extra` bytes behind `count`; addresses may change.
  func reserve(_ extra: Int) {
    if count + extra <= capacity { return }
    let grown = max(count + extra, capacity + capacity / 2)
    let moved = UnsafeMutableRawPointer.allocate(byteCount: grown, alignment: 16)
    unsafe moved.copyMemory(from: base, byteCount: count)
    unsafe base.deallocate()
    unsafe base = moved
    capacity = grown
  }
}

/// A row in a buffer: eight bytes of its key, big-endian, and where it lies.
struct RowEntry {
  var prefix: UInt64
  /// Offset in the buffer; a buffer is smaller than 4 GiB.
  var position: UInt32
  /// Set while sorting to the row's number in its file, so that equal keys keep the order of the file.
  var record: Int32
}
