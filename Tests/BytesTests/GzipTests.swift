import Bytes
import Records
import Support
import Testing

@Suite("gzip files")
struct GzipTests {
  @Test("members one after the other are one text, with padding or without", arguments: [1, 7, 4096])
  func members(chunk: Int) throws {
    #expect(try read(hello, chunk: chunk) == "hello\n")
    #expect(try read(hello + hello, chunk: chunk) == "hello\nhello\n")
    #expect(try read(hello + [0, 0, 0], chunk: chunk) == "hello\n")
  }

  @Test("a truncated file is a fault wherever it ends")
  func truncated() {
    for length in 3..<hello.count {
      expectFault("gzip-truncated", .dataRefused) { _ = try read(Array(hello[..<length]), chunk: 4096) }
    }
  }

  @Test("a wrong checksum and bytes after the end are damage")
  func damaged() {
    var bytes = hello
    bytes[bytes.count - 6] ^= 1
    expectFault("gzip-damaged", .dataRefused) { _ = try read(bytes, chunk: 4096) }
    expectFault("gzip-damaged", .dataRefused) { _ = try read(hello + [0x61], chunk: 4096) }
    expectFault("gzip-damaged", .dataRefused) { _ = try read(hello + [0] + hello, chunk: 4096) }
  }

  @Test("a file that grows beyond its limit is a fault, not a full memory")
  func bomb() throws {
    try inFolder { folder in
      let path = folder + "/bomb.gz"
      try AtomicFile.write(hello + hello + hello, to: path)
      let survey = try FileSurvey.of(path: path, declared: nil)
      #expect(survey.compression == .gzip)
      expectFault("file-inflates-too-much", .dataRefused) {
        _ = try FileSurvey.of(path: path, declared: nil, limits: InflateLimits(bytes: 17))
      }
    }
  }

  @Test("what is gzipped twice is not opened, nor a zip file that is gzipped")
  func nested() {
    for inner: [UInt8] in [helloGzipped, [0x50, 0x4B, 3, 4, 0, 0]] {
      let count = UInt8(inner.count)
      let outer =
        [0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 3, 1, count, 0, ~count, 0xFF] + inner
        + ZipWriting.four(ZipWriting.checksum(inner)) + ZipWriting.four(UInt32(count))
      expectFault("archive-nested", .dataRefused) { _ = try read(outer, chunk: 4096) }
    }
  }

  private let hello = helloGzipped
}

/// `hello` and a line feed, as gzip writes it.
let helloGzipped: [UInt8] = [
  0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0xE7, 0x02,
  0x00, 0x20,
  0x30, 0x3A, 0x36, 0x06, 0x00, 0x00, 0x00,
]
