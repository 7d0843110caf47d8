import Records

/// Merges sorted runs into one order: a binary heap of the runs by their current row.
///
/// Without a key there is nothing to compare: runs follow each other.
struct RowMerge {
  private struct Head {
    var prefix: UInt64
    var source: Int
  }

  private let sources: [RowSource]
  private let isSorted: Bool
  private var heap: [Head] = []

  init(_ sources: [RowSource], sorted: Bool) throws(Fault) {
    self.sources = sources
    isSorted = sorted
    for (at, source) in sources.enumerated() {
      if case .file(let reader) = source { try reader.advance() }
      if unsafe source.row != nil {
        heap.append(Head(prefix: prefix(at), source: at))
        rise(heap.count - 1)
      }
    }
  }

  /// The least row; nil at the end.
  var row: UnsafeRawBufferPointer? {
    guard let head = heap.first else { return nil }
    return unsafe sources[head.source].row
  }

  mutating func advance() throws(Fault) {
    let source = heap[0].source
    try sources[source].advance()
    if unsafe sources[source].row != nil {
      heap[0].prefix = prefix(source)
    } else {
      let last = heap.removeLast()
      if heap.isEmpty { return }
      heap[0] = last
    }
    sink()
  }

  private func key(_ source: Int) -> UnsafeRawBufferPointer {
    guard let row = unsafe sources[source].row else { preconditionFailure("a head has a row") }
    let length = unsafe Int(row.loadUnaligned(fromByteOffset: 4, as: UInt32.self) & ~RowLayout.fingerprintBit)
    return unsafe UnsafeRawBufferPointer(rebasing: row[(row.count - length)...])
  }

  private func prefix(_ source: Int) -> UInt64 { isSorted ? unsafe RowSort.prefix(key(source), at: 0) : 0 }

  /// Equal keys come in the order of the file, which is the order of the runs.
  private func precedes(_ a: Head, _ b: Head) -> Bool {
    if a.prefix != b.prefix { return a.prefix < b.prefix }
    if isSorted {
      let order = unsafe RowSort.compare(key(a.source), key(b.source))
      if order != 0 { return order < 0 }
    }
    return a.source < b.source
  }

  private mutating func rise(_ start: Int) {
    var at = start
    while at > 0, precedes(heap[at], heap[(at - 1) / 2]) {
      heap.swapAt(at, (at - 1) / 2)
      at = (at - 1) / 2
    }
  }

  private mutating func sink() {
    var at = 0
    while true {
      var least = at
      let left = 2 * at + 1
      if left < heap.count, precedes(heap[left], heap[least]) { least = left }
      if left + 1 < heap.count, precedes(heap[left + 1], heap[least]) { least = left + 1 }
      if least == at { return }
      heap.swapAt(at, least)
      at = least
    }
  }
}
