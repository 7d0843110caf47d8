import Glibc
import Records
import Testing

@Suite("sample files of every format")
struct GoldenTests {
  @Test("the sample gives the records, refusals and statements written beside it", arguments: SampleCase.all)
  func goldens(sample: SampleCase) throws {
    let reading = FileReading(
      try sample.factory(), try sample.options(), try sample.bytes(), name: sample.input)
    let made = reading.goldens
    let files = names(in: sample.folder).filter { $0.hasPrefix("expected.") }
    let differing =
      made.filter { contents(of: sample.folder + $0.name) != Array($0.text.utf8) }.map(\.name)
      + files.filter { file in !made.contains { $0.name == file } }
    guard environment("RECORD") == nil else {
      for name in differing { try record(made.first { $0.name == name }?.text, sample.folder + name) }
      #expect(differing.isEmpty, "recorded \(differing): look at what changed, then run without RECORD")
      return
    }
    for name in differing {
      let expected = contents(of: sample.folder + name).map { String(decoding: $0, as: UTF8.self) }
      #expect(made.first { $0.name == name }?.text == expected, "\(sample.testDescription)/\(name)")
    }
  }

  /// Writes the file, or takes it away when there is no text.
  private func record(_ text: String?, _ path: String) throws {
    guard let text else {
      // The path is ended by a zero byte for the call.
      #expect(unsafe unlink(path) == 0)
      return
    }
    // The path and the text are ended by zero bytes for the calls, and the stream is closed before the end.
    let written = unsafe fopen(path, "w").map { stream in
      let result = unsafe fputs(text, stream)
      return unsafe result >= 0 && fclose(stream) == 0
    }
    try #require(written == true)
  }
}
