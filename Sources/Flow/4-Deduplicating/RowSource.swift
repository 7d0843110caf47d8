import Bytes
import Records

/// Packed rows one after another, from memory or from a sorted run of the spill file.
enum RowSource {
  case memory(MemoryRows)
  case file(RunReader)

  /// The current row, valid until `advance`; nil at the end.
  var row: UnsafeRawBufferPointer? {
    switch self {
    case .memory(let rows): unsafe rows.row
    case .file(let reader): unsafe reader.row
    }
  }

  func advance() throws(Fault) {
    switch self {
    case .memory(let rows): rows.advance()
    case .file(let reader): try reader.advance()
    }
  }
}

/// The rows of a package that fits in memory.
final class MemoryRows {
  private let buffer: RowBuffer
  private let entries: [RowEntry]
  private var at = 0

  init(buffer: RowBuffer, entries: [RowEntry]) {
    self.buffer = buffer
    self.entries = entries
  }

  var row: UnsafeRawBufferPointer? {
    guard at < entries.count else { return nil }
    let start = unsafe buffer.base + Int(entries[at].position)
    return unsafe UnsafeRawBufferPointer(start: start, count: Int(start.loadUnaligned(as: UInt32.self)))
  }

  func advance() { at += 1 }
}

/// The rows of one sorted run, read in blocks.
final class RunReader {
  private static let block = 256 << 10

  private let spill: SpillFile
  private let range: Range<Int64>
  private let window: RowBuffer
  private var next: Int64
  private var at = 0
  private var isOpen = false

  init(spill: SpillFile, range: Range<Int64>) {
    self.spill = spill
    self.range = range
    window = RowBuffer(capacity: RunReader.block)
    next = range.lowerBound
  }

  var row: UnsafeRawBufferPointer? {
    guard at + 4 <= window.count else { return nil }
    let start = unsafe window.base + at
    return unsafe UnsafeRawBufferPointer(start: start, count: Int(start.loadUnaligned(as: UInt32.self)))
  }

  /// Also called once before the first row.
  func advance() throws(Fault) {
    if isOpen, let row = unsafe row { at += row.count }
    isOpen = true
    while true {
      let left = window.count - at
      if left >= 4 {
        let length = unsafe Int((window.base + at).loadUnaligned(as: UInt32.self))
        if left >= length { return }
      } else if next == range.upperBound {
        precondition(left == 0, "a run ends with a whole row")
        return
      }
      try fill()
    }
  }

  /// Moves what is left to the front and reads the next block behind it.
  private func fill() throws(Fault) {
    let left = window.count - at
    unsafe window.base.copyMemory(from: window.base + at, byteCount: left)
    window.count = left
    at = 0
    let wanted = Int(min(Int64(RunReader.block), range.upperBound - next))
    window.reserve(wanted)
    // There is room for as many bytes behind those left.
    let got = try unsafe spill.read(
      at: next, into: UnsafeMutableRawBufferPointer(start: window.base + left, count: wanted))
    guard got > 0 else {
      throw Fault(
        "spill-truncated", "the temporary file ended before its rows", hint: "Run again; nothing was loaded.",
        status: .inputOutput)
    }
    next += Int64(got)
    window.count = left + got
  }
}
