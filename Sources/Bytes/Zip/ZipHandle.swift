import CZip
import Records

/// An archive that libzip has opened.
///
/// Used by one thread.
@safe final class ZipHandle {
  /// One entry of the archive's directory, not judged.
  struct Entry {
    var name: String
    /// Bytes after inflating, and in the archive, as the directory promises.
    var size: Int64
    var packedSize: Int64
    var method: Int
    var isEncrypted: Bool
    /// The kind of file that the archive says it is: `S_IFREG`, `S_IFLNK`…; nil where it says none.
    var kind: UInt32?
  }

  private let archive: OpaquePointer
  private let input: ZipInput
  /// How many entries the directory has.
  let count: Int64

  /// - Throws: `zip-damaged`, `zip-members-too-many`, `read-failed`.
  init(_ raw: RawBytes, size: Int64, limits: InflateLimits) throws(Fault) {
    try ZipTail.check(raw, size: size, limits: limits)
    input = ZipInput(raw, size: size)
    guard let source = unsafe input.makeSource() else { preconditionFailure("no memory for a zip file") }
    var error = unsafe zip_error_t()
    // The error is ours; it and the source outlive the calls.
    unsafe zip_error_init(&error)
    guard let archive = unsafe zip_open_from_source(source, ZIP_RDONLY, &error) else {
      let code = unsafe zip_error_code_zip(&error)
      // A source that was not taken over is still ours.
      unsafe zip_source_free(source)
      unsafe zip_error_fini(&error)
      throw input.fault ?? ZipFaults.of(code, raw.name)
    }
    unsafe zip_error_fini(&error)
    unsafe self.archive = archive
    // The archive is open until deinit.
    count = unsafe zip_get_num_entries(archive, 0)
  }

  deinit {
    // Nothing was changed, so nothing is written. Members keep the handle, so none is open any more.
    unsafe zip_discard(archive)
  }

  /// - Parameter index: 0..<count.
  /// - Throws: `zip-damaged`.
  func entry(_ index: Int64) throws(Fault) -> Entry {
    var status = unsafe zip_stat_t()
    let wanted = UInt64(
      ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD)
    // The archive is open and the structure is ours; the name is a C string of the archive, copied at once.
    guard unsafe zip_stat_index(archive, UInt64(index), 0, &status) == 0,
      unsafe status.valid & wanted == wanted, let name = unsafe status.name,
      let size = unsafe Int64(exactly: status.size), let packed = unsafe Int64(exactly: status.comp_size)
    else { throw ZipFaults.damaged(input.raw.name) }
    return unsafe Entry(
      name: String(cString: name), size: size, packedSize: packed, method: Int(status.comp_method),
      isEncrypted: status.encryption_method != UInt16(ZIP_EM_NONE), kind: kind(index))
  }

  private func kind(_ index: Int64) -> UInt32? {
    var system: UInt8 = 0
    var attributes: UInt32 = 0
    // The archive is open and both variables are ours.
    guard unsafe zip_file_get_external_attributes(archive, UInt64(index), 0, &system, &attributes) == 0,
      Int32(system) == ZIP_OPSYS_UNIX, attributes >> 16 != 0
    else { return nil }
    return attributes >> 16 & 0xF000
  }

  /// - Throws: `zip-damaged`, `zip-encrypted`, `read-failed`.
  func open(_ index: Int64) throws(Fault) -> OpaquePointer {
    // The archive is open.
    if let file = unsafe zip_fopen_index(archive, UInt64(index), 0) { return unsafe file }
    throw fault(unsafe zip_error_code_zip(zip_get_error(archive)), input.raw.name)
  }

  /// What reading met in the archive's own bytes, or else what the error of libzip means.
  func fault(_ code: Int32, _ file: String) -> Fault { input.fault ?? ZipFaults.of(code, file) }
}
