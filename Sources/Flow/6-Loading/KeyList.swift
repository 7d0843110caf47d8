import Records

/// The keys of inserted rows, packed: what an undo takes out again.
///
/// Rows come sorted by key, so neighbours share their beginnings. A row is its key's fields in order; a text is the
/// number of leading bytes it shares with the row before, the number of bytes that follow, and these; a whole number
/// is its difference from the row before. Each batch is led by the number of its rows, and its first row differs from
/// empty texts and zeros. All numbers are LEB128; signed ones zigzag.
///
/// Limits: a key has no missing values.
struct KeyList: Sendable {
  private(set) var bytes: [UInt8] = []
  private(set) var count = 0

  /// One field of a key.
  enum Key: Sendable, Hashable {
    case text([UInt8])
    case integer(Int64)
  }

  /// Adds the keys of rows of a batch, whose first shares nothing with what was there.
  ///
  /// - Parameter columns: the key's fields: text and whole numbers.
  mutating func append(_ columns: [Column], rows: [Int]) {
    // One field after the other would be quicker, but a row's fields belong together.
    var filling = bytes
    bytes = []
    func descend(_ fields: [Field]) {
      if fields.count == columns.count { return KeyList.write(fields, rows, into: &filling) }
      switch columns[fields.count] {
      case .text(let text):
        unsafe text.bytes.withUnsafeBufferPointer { bytes in
          unsafe text.views.withUnsafeBufferPointer { views in
            unsafe descend(fields + [Field(bytes: bytes, views: views)])
          }
        }
      case .integers(let values):
        unsafe values.withUnsafeBufferPointer { values in unsafe descend(fields + [Field(integers: values)]) }
      default: preconditionFailure("a table stores text and whole numbers")
      }
    }
    KeyList.put(UInt64(rows.count), into: &filling)
    descend([])
    bytes = filling
    count += rows.count
  }

  /// Where a field's values lie; valid only while `append` has the columns open.
  @safe private struct Field {
    var bytes = unsafe UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    var views = unsafe UnsafeBufferPointer<TextView>(start: nil, count: 0)
    var integers: UnsafeBufferPointer<Int64>?
  }

  private static func write(_ fields: [Field], _ rows: [Int], into bytes: inout [UInt8]) {
    var before: Int?
    for row in rows {
      for field in fields {
        if let integers = unsafe field.integers {
          let step = unsafe integers[row] &- (before.map { unsafe integers[$0] } ?? 0)
          put(UInt64(bitPattern: (step << 1) ^ (step >> 63)), into: &bytes)
          continue
        }
        let view = unsafe field.views[row]
        var shared: Int32 = 0
        if let before {
          let earlier = unsafe field.views[before]
          let limit = min(earlier.length, view.length)
          // Safe: views lie in their arena.
          while shared < limit,
            unsafe field.bytes[Int(earlier.start) + Int(shared)] == field.bytes[Int(view.start) + Int(shared)]
          { shared += 1 }
        }
        put(UInt64(shared), into: &bytes)
        put(UInt64(view.length - shared), into: &bytes)
        let rest = Int(view.start) + Int(shared)..<Int(view.start) + Int(view.length)
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(rebasing: field.bytes[rest]))
      }
      before = row
    }
  }

  /// Adds numbers of rows.
  mutating func append(numbers: Range<Int64>) {
    append([.integers(Array(numbers))], rows: Array(0..<numbers.count))
  }

  private static func put(_ value: UInt64, into bytes: inout [UInt8]) {
    var value = value
    while value >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
      value >>= 7
    }
    bytes.append(UInt8(value))
  }

  /// Calls `use` with every key in order.
  ///
  /// - Parameter isText: of each field, whether it is text.
  /// - Throws: `journal-damaged` when the bytes are not what `append` wrote; what `use` throws.
  static func each(
    _ bytes: [UInt8], isText: [Bool], path: String, use: ([Key]) throws(Fault) -> Void
  ) throws(Fault) {
    if isText.isEmpty { throw damaged(path) }
    var at = 0
    func number() throws(Fault) -> UInt64 {
      var value: UInt64 = 0
      for shift in stride(from: UInt64(0), to: 64, by: 7) {
        guard at < bytes.count else { throw damaged(path) }
        let byte = bytes[at]
        at += 1
        value |= UInt64(byte & 0x7f) << shift
        if byte < 0x80 { return value }
      }
      throw damaged(path)
    }
    while at < bytes.count {
      var key = isText.map { $0 ? Key.text([]) : .integer(0) }
      for _ in 0..<(try number()) {
        for field in key.indices {
          switch key[field] {
          case .integer(let before):
            let raw = try number()
            key[field] = .integer(before &+ (Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)))
          case .text(let before):
            let shared = try number()
            let rest = try number()
            guard shared <= before.count, rest <= UInt64(bytes.count - at) else { throw damaged(path) }
            key[field] = .text(Array(before[..<Int(shared)]) + bytes[at..<at + Int(rest)])
            at += Int(rest)
          }
        }
        try use(key)
      }
    }
  }

  private static func damaged(_ path: String) -> Fault {
    Fault(
      "journal-damaged", "the list of what a run inserted cannot be read", at: Place(file: path),
      hint: "Restore the books from a copy.", status: .dataRefused)
  }
}
