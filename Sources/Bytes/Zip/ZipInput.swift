import CZip
import Records

/// What libzip reads an archive through: a position in bytes that are read by us, so that a file and an array are
/// alike, and a fault of reading keeps its own words.
///
/// Used by one thread.
final class ZipInput {
  let raw: RawBytes
  /// Bytes of the archive.
  let size: Int64
  /// What stopped a read, which libzip only knows as an error.
  private(set) var fault: Fault?
  private var position: Int64 = 0

  /// Bytes at most that one call of libzip gets.
  private static let mostAtOnce: UInt64 = 1_048_576

  init(_ raw: RawBytes, size: Int64) {
    self.raw = raw
    self.size = size
  }

  /// Answers one command of libzip; -1 is an error.
  fileprivate func answer(
    _ command: zip_source_cmd_t, _ data: UnsafeMutableRawPointer?, _ length: UInt64
  ) -> Int64 {
    switch command {
    case ZIP_SOURCE_OPEN:
      position = 0
      return 0
    case ZIP_SOURCE_CLOSE: return 0
    // libzip's buffer has `length` bytes.
    case ZIP_SOURCE_READ: return unsafe read(data, min(length, ZipInput.mostAtOnce))
    case ZIP_SOURCE_SEEK:
      guard let data = unsafe data else { return -1 }
      // libzip passes its own arguments of that many bytes, and checks that the result lies within the archive.
      let offset = unsafe zip_source_seek_compute_offset(
        UInt64(position), UInt64(size), data, length, nil)
      guard offset >= 0 else { return -1 }
      position = offset
      return 0
    case ZIP_SOURCE_TELL: return position
    case ZIP_SOURCE_STAT: return unsafe describe(data, length)
    case ZIP_SOURCE_ERROR: return unsafe describeError(data, length)
    case ZIP_SOURCE_SUPPORTS: return daybook_zip_source_supports()
    default: return -1
    }
  }

  private func read(_ target: UnsafeMutableRawPointer?, _ count: UInt64) -> Int64 {
    guard let target = unsafe target else { return count == 0 ? 0 : -1 }
    var bytes: [UInt8] = []
    do throws(Fault) {
      _ = try raw.read(at: position, into: &bytes, atMost: Int(count))
    } catch {
      fault = error
      return -1
    }
    // At most `count` bytes were read, and the target has room for as many.
    unsafe bytes.withUnsafeBytes { source in
      if let start = source.baseAddress { unsafe target.copyMemory(from: start, byteCount: source.count) }
    }
    position += Int64(bytes.count)
    return Int64(bytes.count)
  }

  private func describe(_ data: UnsafeMutableRawPointer?, _ length: UInt64) -> Int64 {
    let needed = unsafe MemoryLayout<zip_stat_t>.size
    guard let data = unsafe data, length >= UInt64(needed) else { return -1 }
    // The structure is libzip's own, of the size just checked.
    let status = unsafe data.assumingMemoryBound(to: zip_stat_t.self)
    unsafe zip_stat_init(status)
    unsafe status.pointee.size = UInt64(size)
    unsafe status.pointee.valid = UInt64(ZIP_STAT_SIZE)
    return Int64(needed)
  }

  private func describeError(_ data: UnsafeMutableRawPointer?, _ length: UInt64) -> Int64 {
    guard let data = unsafe data else { return -1 }
    var error = unsafe zip_error_t()
    // The error is ours for the two calls; libzip's buffer has `length` bytes.
    unsafe zip_error_init(&error)
    unsafe zip_error_set(&error, ZIP_ER_READ, 0)
    return unsafe zip_error_to_data(&error, data, length)
  }

  /// A source that keeps this value until libzip frees it; nil without memory.
  func makeSource() -> OpaquePointer? {
    // The reference is given up by the command FREE.
    let state = unsafe Unmanaged.passRetained(self).toOpaque()
    guard let source = unsafe zip_source_function_create(answerZip, state, nil) else {
      unsafe Unmanaged<ZipInput>.fromOpaque(state).release()
      return nil
    }
    return unsafe source
  }
}

/// Called by libzip on the thread that called it.
private let answerZip:
  @convention(c) @Sendable (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, UInt64, zip_source_cmd_t) ->
    Int64 = { state, data, length, command in
      guard let state = unsafe state else { return -1 }
      // The state is the reference that `makeSource` retained.
      let input = unsafe Unmanaged<ZipInput>.fromOpaque(state)
      if command == ZIP_SOURCE_FREE {
        unsafe input.release()
        return 0
      }
      return unsafe input.takeUnretainedValue().answer(command, data, length)
    }
