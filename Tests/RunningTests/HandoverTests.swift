import Records
import Synchronization
import Testing

@testable import Running

@Suite("Handing batches from one thread to another", .timeLimit(.minutes(5)))
struct HandoverTests {
  private static let broken = Fault("disk-full", "no room", status: .inputOutput)
  private static let refused = Fault("record-unknown", "not a record", status: .dataRefused)

  /// How often each race is run: its outcome must not depend on who is first.
  private static let rounds = 200

  /// Puts numbers from 0 until `count` or until nobody takes them.
  private static func numbers(_ count: Int) -> @Sendable (Handover<Int>) throws(Fault) -> Int {
    { queue throws(Fault) in
      for number in 0..<count where !queue.put(number) { return number }
      return count
    }
  }

  @Test("everything put is taken, once and in order", arguments: [1, 2, 4])
  func order(_ depth: Int) throws {
    for count in [0, 1, depth, depth + 1, 1000] {
      let (made, used) = try overlapping(depth: depth, produce: HandoverTests.numbers(count)) {
        queue throws(Fault) in
        var taken: [Int] = []
        while let number = queue.take() { taken.append(number) }
        return taken
      }
      #expect(made == count)
      #expect(used == Array(0..<count))
    }
  }

  @Test("no more wait than the depth allows")
  func bounded() throws {
    let inside = Mutex((now: 0, most: 0))
    let produce: @Sendable (Handover<Int>) throws(Fault) -> Void = { queue throws(Fault) in
      for number in 0..<500 {
        if !queue.put(number) { return }
        inside.withLock {
          $0.now += 1
          $0.most = max($0.most, $0.now)
        }
      }
    }
    _ = try overlapping(depth: 3, produce: produce) { queue throws(Fault) in
      while queue.take() != nil { inside.withLock { $0.now -= 1 } }
    }
    #expect(inside.withLock { $0.most } <= 4)
  }

  @Test("a fault of the producer comes out, after what it had put was taken")
  func producerFault() {
    let produce: @Sendable (Handover<Int>) throws(Fault) -> Void = { queue throws(Fault) in
      for number in 0..<10 where !queue.put(number) { return }
      throw HandoverTests.refused
    }
    for _ in 0..<HandoverTests.rounds {
      var taken = 0
      #expect(throws: HandoverTests.refused) {
        try overlapping(depth: 2, produce: produce) { queue throws(Fault) in
          while queue.take() != nil { taken += 1 }
        }
      }
      #expect(taken == 10)
    }
  }

  @Test("a fault of the consumer comes out and stops the producer", arguments: [0, 1, 7])
  func consumerFault(_ taken: Int) {
    for _ in 0..<HandoverTests.rounds {
      #expect(throws: HandoverTests.broken) {
        try overlapping(depth: 4, produce: HandoverTests.numbers(100_000)) { queue throws(Fault) in
          for _ in 0..<taken { _ = queue.take() }
          throw HandoverTests.broken
        }
      }
    }
  }

  @Test("a fault of the producer wins over one of the consumer")
  func bothFault() {
    let produce: @Sendable (Handover<Int>) throws(Fault) -> Void = { queue throws(Fault) in
      while queue.put(1) {}
      throw HandoverTests.refused
    }
    for _ in 0..<HandoverTests.rounds {
      #expect(throws: HandoverTests.refused) {
        try overlapping(depth: 1, produce: produce) { queue throws(Fault) in
          _ = queue.take()
          throw HandoverTests.broken
        }
      }
    }
  }

  @Test("a consumer that has enough stops the producer, even with a full queue")
  func earlyStop() throws {
    for taken in [0, 1, 5] {
      for _ in 0..<HandoverTests.rounds {
        let (made, _) = try overlapping(depth: 4, produce: HandoverTests.numbers(100_000)) {
          queue throws(Fault) in
          for _ in 0..<taken { _ = queue.take() }
        }
        #expect(made <= taken + 4)
      }
    }
  }

  @Test("what is closed stays closed for whoever asks again")
  func closed() {
    let queue = Handover<Int>(depth: 1)
    #expect(queue.put(1))
    queue.close()
    #expect(queue.take() == 1)
    for _ in 0..<3 {
      #expect(queue.take() == nil)
      #expect(!queue.put(2))
    }
  }

  @Test("a queue that nobody emptied goes away quietly")
  func leftFull() {
    for count in 0...3 {
      let queue = Handover<Int>(depth: 3)
      for number in 0..<count { _ = queue.put(number) }
    }
  }
}
