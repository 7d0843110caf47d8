import Bytes
import Records
import Support
import Testing

@Suite("hostile files")
struct HostileTests {
  /// How many mutations of each sample are read; more are asked for by the environment.
  static let mutations = environment("MUTATIONS").flatMap { Int($0) } ?? 200

  @Test("no mutation of a sample traps, loses a record or grows without bound", arguments: SampleCase.all)
  func mutations(sample: SampleCase) throws {
    let bytes = try sample.bytes()
    let factory = try sample.factory()
    let options = try sample.options()
    for round in 0..<HostileTests.mutations {
      var generator = SeededRandom(seed: UInt64(round))
      let mutated = mutate(bytes, using: &generator)
      let chunk = [1, 7, 64, 4096][round % 4]
      let reading = FileReading(factory, options, mutated, name: sample.input, chunk: chunk)
      let mistake = reading.mistake(of: mutated)
      #expect(mistake == nil, "\(sample.testDescription), mutation \(round): \(mistake ?? "")")
    }
  }
}

/// A file with one to eight things done to it.
func mutate(_ bytes: [UInt8], using generator: inout SeededRandom) -> [UInt8] {
  var bytes = bytes
  let telling = Array(",;\t\"'\\/\r\n0123456789-+. #A<>&^!\u{0}".utf8) + [0x80, 0xC3, 0xE2, 0xFE, 0xFF]
  for _ in 0..<generator.number(1...8) {
    let at = generator.number(0...bytes.count)
    let end = min(bytes.count, at + generator.number(1...20))
    switch generator.number(0...6) {
    case 0 where at < bytes.count: bytes[at] ^= 1 << UInt8(generator.number(0...7))
    case 1 where at < bytes.count: bytes[at] = telling[generator.number(0...telling.count - 1)]
    case 2: bytes.insert(telling[generator.number(0...telling.count - 1)], at: at)
    case 3: bytes.removeSubrange(at..<end)
    case 4: bytes.insert(contentsOf: Array(bytes[at..<end]), at: generator.number(0...bytes.count))
    case 5: if generator.number(0...3) == 0 { bytes.removeSubrange(at...) }
    default:
      if let other = bytes.indices.randomElement(using: &generator), at < bytes.count {
        bytes.swapAt(at, other)
      }
    }
  }
  return bytes
}
