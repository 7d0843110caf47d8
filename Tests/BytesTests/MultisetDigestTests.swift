import Bytes
import Support
import Testing

@Suite("the digest of a set of rows")
struct MultisetDigestTests {
  private func packed(_ rows: [[UInt8]]) -> ([UInt8], [Int]) {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    for row in rows {
      bytes += row
      ends.append(bytes.count)
    }
    return (bytes, ends)
  }

  private func digest(_ rows: [[UInt8]]) -> MultisetDigest {
    var digest = MultisetDigest()
    let (bytes, ends) = packed(rows)
    digest.add(bytes, ends: ends)
    return digest
  }

  private func rows(_ count: Int, seed: UInt64) -> [[UInt8]] {
    var random = SeededRandom(seed: seed)
    return (0..<count).map { _ in (0..<random.next(40)).map { _ in UInt8(random.next(256)) } }
  }

  @Test("order plays no part, and neither does how rows come in portions")
  func order() {
    var random = SeededRandom(seed: 1)
    let rows = rows(200, seed: 2)
    let whole = digest(rows)
    for _ in 0..<20 {
      let shuffled = rows.shuffled(using: &random)
      var parts = digest(Array(shuffled[..<70]))
      parts.add(digest(Array(shuffled[70...])))
      #expect(parts == whole)
      #expect(parts.text == whole.text)
    }
  }

  @Test("taking out is the inverse of putting in, and the same row twice is not once")
  func inverse() {
    let rows = rows(50, seed: 3)
    var all = digest(rows)
    let (bytes, ends) = packed(Array(rows[20...]))
    all.remove(bytes, ends: ends)
    #expect(all == digest(Array(rows[..<20])))
    all.remove(digest(Array(rows[..<20])))
    #expect(all == MultisetDigest())
    #expect(digest([[1], [1]]) != digest([[1]]))
    #expect(digest([[1], [2]]) != digest([[1, 2]]))
  }

  @Test("it goes through text, and a text that is none gives nothing")
  func text() {
    let digest = digest(rows(10, seed: 4))
    #expect(MultisetDigest(text: digest.text, count: 10) == digest)
    #expect(MultisetDigest(text: "", count: 1) == nil)
    #expect(MultisetDigest(text: String(repeating: "x", count: 64), count: 1) == nil)
    #expect(MultisetDigest(text: String(repeating: "+1", count: 32), count: 1) == nil)
  }
}
