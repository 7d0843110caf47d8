import Glibc
import Records
import Testing

/// A new empty folder for the time of `body`.
func inFolder(_ body: (String) throws -> Void) throws {
  let folder = try newFolder()
  defer { remove(folder) }
  try body(folder)
}

/// A new empty folder for the time of `body`.
func inFolderAsync(_ body: (String) async throws -> Void) async throws {
  let folder = try newFolder()
  defer { remove(folder) }
  try await body(folder)
}

/// Names in a folder, sorted, hidden ones too.
func names(in folder: String) -> [String] {
  var names: [String] = []
  // The stream is open until closed below, and each entry is copied before the next is asked for.
  guard let stream = unsafe opendir(folder) else { return [] }
  while let entry = unsafe readdir(stream) {
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
      unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
    }
    if name != ".", name != ".." { names.append(name) }
  }
  unsafe closedir(stream)
  return names.sorted()
}

/// Expects `body` to throw the fault of that code and status.
func expectFault(
  _ code: String, _ status: Records.ExitStatus, at location: Testing.SourceLocation = #_sourceLocation,
  _ body: () throws -> Void
) {
  do {
    try body()
    Issue.record("no fault, expected \(code)", sourceLocation: location)
  } catch let fault as Fault {
    #expect(fault.code == code, sourceLocation: location)
    #expect(fault.status == status, sourceLocation: location)
    #expect(fault.hint != nil, sourceLocation: location)
  } catch {
    Issue.record(error, sourceLocation: location)
  }
}

private func newFolder() throws -> String {
  var template = Array("/tmp/daybook-test-XXXXXX".utf8CString)
  // The template ends with a zero byte; its six letters are replaced in place.
  let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
    guard let start = buffer.baseAddress else { return false }
    return unsafe mkdtemp(start) != nil
  }
  try #require(made)
  return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

private func remove(_ folder: String) {
  // The paths are ended by a zero byte for the calls.
  for name in names(in: folder) { _ = unsafe unlink("\(folder)/\(name)") }
  _ = unsafe rmdir(folder)
}
