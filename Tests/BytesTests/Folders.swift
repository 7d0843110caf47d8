import Records
import Support
import Testing

/// A new empty folder for the time of `body`.
func inFolder(_ body: (String) throws -> Void) throws {
  let folder = TemporaryFolder()
  try withExtendedLifetime(folder) { try body(folder.path) }
}

/// A new empty folder for the time of `body`.
func inFolderAsync(_ body: (String) async throws -> Void) async throws {
  let folder = TemporaryFolder()
  try await body(folder.path)
  withExtendedLifetime(folder) {}
}

/// Names in a folder, sorted, hidden ones too.
func names(in folder: String) -> [String] { TemporaryFolder.names(in: folder) }

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
