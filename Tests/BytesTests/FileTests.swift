import Bytes
import Glibc
import Records
import Testing

@Suite("files on the disk")
struct FileTests {
  @Test("a survey knows size, digest and encoding")
  func survey() throws {
    try inFolder { folder in
      let path = folder + "/a.csv"
      try AtomicFile.write(Array("abc".utf8), to: path)
      let survey = try FileSurvey.of(path: path, declared: nil)
      #expect(survey.size == 3)
      #expect(survey.digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
      #expect(survey.encoding == .utf8)
      #expect(survey.compression == .none)
      #expect(survey.remarks.isEmpty)
    }
  }

  @Test("a survey that digests nothing finds the same otherwise")
  func undigested() throws {
    try inFolder { folder in
      let path = folder + "/a.csv"
      try AtomicFile.write([0xEF, 0xBB, 0xBF] + Array("Köln".utf8), to: path)
      let whole = try FileSurvey.of(path: path, declared: nil)
      let look = try FileSurvey.of(path: path, declared: nil, digests: false)
      #expect(look.digest.isEmpty && look.fileDigest.isEmpty)
      #expect(
        [look.size, Int64(look.markLength), look.modified]
          == [whole.size, Int64(whole.markLength), whole.modified])
      #expect(look.encoding == whole.encoding && look.remarks == whole.remarks)
      let source = try ByteSource(path: path, survey: look)
      var back: [UInt8] = []
      while try source.read(into: &back, atMost: 100) > 0 {}
      #expect(back == Array("Köln".utf8))
    }
  }

  @Test("a file of several blocks is surveyed and read like its pieces")
  func large() throws {
    try inFolder { folder in
      var bytes: [UInt8] = []
      for at in 0..<3_000_000 { bytes.append(UInt8(at % 96 + 32)) }
      bytes += Array("ä".utf8)
      let path = folder + "/large.csv"
      try AtomicFile.write(bytes, to: path)
      let survey = try FileSurvey.of(path: path, declared: nil)
      #expect(survey.digest == Digest.sha256(bytes))
      let source = try ByteSource(path: path, survey: survey)
      var back: [UInt8] = []
      while try source.read(into: &back, atMost: 777_777) > 0 {}
      #expect(back == bytes)
      #expect(source.bytesRead == survey.size)
    }
  }

  @Test("what is no readable file is named as what it is")
  func notFiles() throws {
    try inFolder { folder in
      // The paths are ended by a zero byte for the calls.
      #expect(unsafe mkfifo(folder + "/pipe", 0o600) == 0)
      #expect(unsafe symlink(folder + "/circle", folder + "/circle") == 0)
      #expect(unsafe symlink(folder + "/nowhere", folder + "/dangling") == 0)
      expectFault("file-not-found", .inputMissing) { try surveyed(folder + "/missing.csv") }
      expectFault("file-not-found", .inputMissing) { try surveyed(folder + "/dangling") }
      expectFault("file-not-regular", .inputMissing) { try surveyed(folder) }
      expectFault("file-not-regular", .inputMissing) { try surveyed(folder + "/pipe") }
      expectFault("file-not-readable", .inputMissing) { try surveyed(folder + "/circle") }
      expectFault("file-not-regular", .inputMissing) { try surveyed("/dev/null") }
    }
  }

  @Test("a file that changed after its survey is not read")
  func changed() throws {
    try inFolder { folder in
      let path = folder + "/a.csv"
      try AtomicFile.write(Array("abc".utf8), to: path)
      let survey = try FileSurvey.of(path: path, declared: nil)
      let source = try ByteSource(path: path, survey: survey)
      try AtomicFile.write(Array("abd".utf8), to: path)
      expectFault("file-changed", .tryAgain) { _ = try ByteSource(path: path, survey: survey) }
      // The open file is still the old one, whole.
      #expect(try text(of: source) == "abc")
    }
  }

  @Test("a file that grows while it is read is a fault at its end")
  func grows() throws {
    try inFolder { folder in
      let path = folder + "/a.csv"
      try AtomicFile.write(Array("abc".utf8), to: path)
      let source = try ByteSource(path: path, survey: FileSurvey.of(path: path, declared: nil))
      try append("more", to: path)
      expectFault("file-changed", .tryAgain) { _ = try text(of: source) }
    }
  }

  @Test("a file written aside appears when it is committed, and replaces the old one")
  func atomic() throws {
    try inFolder { folder in
      let path = folder + "/out.csv"
      let file = try AtomicFile(path: path)
      try file.append(Array("new ".utf8))
      try file.append(Array("text".utf8))
      expectFault("file-not-found", .inputMissing) { try surveyed(path) }
      try file.commit()
      try AtomicFile.write(Array("newer".utf8), to: path)
      let source = try ByteSource(path: path, survey: FileSurvey.of(path: path, declared: nil))
      #expect(try text(of: source) == "newer")
      do { _ = try AtomicFile(path: folder + "/given-up.csv") }
      #expect(names(in: folder) == ["out.csv"])
      expectFault("file-not-created", .cannotCreate) { _ = try AtomicFile(path: folder + "/no/such.csv") }
    }
  }

  @Test("spilled bytes are read back from several threads, and no name is left")
  func spill() async throws {
    try await inFolderAsync { folder in
      let file = try SpillFile(in: folder)
      #expect(names(in: folder).isEmpty)
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for task in 0..<4 {
          group.addTask {
            var isWhole = true
            for round in 0..<50 {
              let bytes = [UInt8](repeating: UInt8(task * 50 + round), count: 1000 + round)
              let range = try file.append(bytes)
              isWhole = try isWhole && read(file, at: range.lowerBound, bytes.count) == bytes
            }
            return isWhole
          }
        }
        for try await isWhole in group { #expect(isWhole) }
      }
      #expect(file.size == 4 * (50 * 1000 + 49 * 25))
      #expect(try read(file, at: file.size, 10).isEmpty)
      expectFault("file-not-created", .cannotCreate) { _ = try SpillFile(in: folder + "/missing") }
    }
  }
}

private func surveyed(_ path: String) throws(Fault) { _ = try FileSurvey.of(path: path, declared: nil) }

private func append(_ text: String, to path: String) throws {
  // The path and the text are ended by zero bytes for the calls, and the stream is closed before the end.
  let written = unsafe fopen(path, "a").map { stream in
    let result = unsafe fputs(text, stream)
    return unsafe result >= 0 && fclose(stream) == 0
  }
  try #require(written == true)
}

private func read(_ file: SpillFile, at offset: Int64, _ count: Int) throws(Fault) -> [UInt8] {
  var result = Result<Int, Fault>.success(0)
  // Room for `count` bytes; as many as were read are filled.
  let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { room, filled in
    result = Result { () throws(Fault) in
      try unsafe file.read(at: offset, into: UnsafeMutableRawBufferPointer(room))
    }
    if case .success(let got) = result { filled = got }
  }
  _ = try result.get()
  return bytes
}
