import Bytes
import Records
import Testing

@Suite("getting back the bytes of a place")
struct RecordExtractorTests {
  @Test("each range gives its bytes, and the line its first byte lies in", arguments: [1, 7, 4096])
  func ranges(chunk: Int) throws {
    let text = "first,1\r\nsecond,2\nthird,\"a\nb\"\n"
    let source = try ByteSource(bytes: Array(text.utf8), name: "a.csv", chunk: chunk)
    var seen: [String] = []
    try RecordExtractor.extract([0..<7, 9..<17, 16..<16, 18..<29, 18..<100, 200..<210], from: source) {
      index, excerpt throws(Fault) in
      let bytes = String(decoding: excerpt.bytes, as: UTF8.self)
      seen.append(
        "\(index) [\(bytes)] [\(String(decoding: excerpt.line, as: UTF8.self))] \(excerpt.position)")
    }
    #expect(
      seen == [
        "0 [first,1] [first,1] 0", "1 [second,2] [second,2] 0", "2 [] [second,2] 7",
        "3 [third,\"a\nb\"] [third,\"a] 0", "4 [third,\"a\nb\"\n] [third,\"a] 0", "5 [] [] 0",
      ])
  }

  @Test("long lines and long ranges are cut, places far apart are found")
  func far() throws {
    let row = Array("0123456789".utf8)
    var bytes: [UInt8] = []
    for _ in 0..<500_000 { bytes += row }
    let source = try ByteSource(bytes: bytes, name: "a.csv")
    var starts: [Int64] = []
    try RecordExtractor.extract(
      [5..<15, 10_000..<4_000_000, 4_999_995..<5_000_000], from: source, limit: 100
    ) {
      index, excerpt throws(Fault) in
      starts.append(Int64(excerpt.bytes.count))
      #expect(excerpt.line.count <= 2 * RecordExtractor.reach)
      #expect(excerpt.line[excerpt.position] == excerpt.bytes[0])
      #expect(excerpt.bytes[0] == (index == 1 ? 0x30 : 0x35))
    }
    #expect(starts == [10, 100, 5])
  }
}
