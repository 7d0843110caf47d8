import Records
import Testing

@Suite("files that arrive in pieces")
struct ChunkingTests {
  @Test(
    "pieces of any size give the same records", arguments: SampleCase.all, [1, 2, 3, 7, 4096])
  func pieces(sample: SampleCase, chunk: Int) throws {
    let bytes = try sample.bytes()
    let whole = FileReading(try sample.factory(), try sample.options(), bytes, name: sample.input)
    let pieces = FileReading(
      try sample.factory(), try sample.options(), bytes, name: sample.input, chunk: chunk)
    #expect(pieces.goldens.map(\.text) == whole.goldens.map(\.text))
    #expect(pieces.rejections == whole.rejections)
  }

  @Test("any line end gives the same records, and so does no last one", arguments: SampleCase.all)
  func lineEnds(sample: SampleCase) throws {
    let bytes = try sample.bytes()
    // Where other line ends stand, or bytes are not text, changing them would change more than line ends.
    guard !bytes.contains(13), !bytes.contains(0), !isCompressed(bytes) else { return }
    let factory = try sample.factory()
    let options = try sample.options()
    let plain = FileReading(factory, options, bytes, name: sample.input)
    for end in [[13, 10], [13], [13, 13, 10]] as [[UInt8]] {
      let changed = bytes.flatMap { $0 == 10 ? end : [$0] }
      let reading = FileReading(factory, options, changed, name: sample.input)
      #expect(
        withoutLineEnds(reading) == withoutLineEnds(plain), "\(sample.testDescription) with line ends \(end)")
    }
    if bytes.last == 10 {
      let reading = FileReading(factory, options, Array(bytes.dropLast()), name: sample.input)
      #expect(
        reading.goldens.map(\.text) == plain.goldens.map(\.text),
        "\(sample.testDescription) without a last line end")
    }
  }

  private func isCompressed(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  /// What the goldens say apart from remarks, which may count bytes, and from line ends within values.
  private func withoutLineEnds(_ reading: FileReading) -> [String] {
    reading.goldens.filter { $0.name != "expected.remarks.txt" }.map { golden in
      String(decoding: golden.text.utf8.filter { $0 != 10 && $0 != 13 }, as: UTF8.self)
    }
  }
}
