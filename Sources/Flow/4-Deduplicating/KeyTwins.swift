import Records

/// Watches the records of one key after another, and finds those that say something else than the ones before them.
///
/// Two records with one number of the bank and another day, amount or text: the bank has corrected itself, or it uses
/// numbers twice. Memory holds one row, and as many twins as are wanted.
struct KeyTwins {
  private let layout: RowLayout
  /// Indices of the columns that are compared.
  private let columns: [Int]
  private let wanted: Int
  /// The first row of the current key; empty until it has a twin or its batch is gone.
  private var first: [UInt8] = []
  /// Rows in front of the last one that say the same as it.
  private var equal = 0

  /// Duplicates that another record of their key contradicts: one behind them or, where the first is kept, the first.
  private(set) var differing = 0
  /// Records that differ from the first of their key, in load order, as many as are wanted.
  private(set) var twins: [PackageDrain.Twin] = []
  /// All of them.
  private(set) var count = 0
  /// The statements they are in.
  private(set) var statements: Set<Int32> = []

  /// - Parameter wanted: how many twins are kept.
  init(_ layout: RowLayout, _ settings: DedupSettings?, wanted: Int) {
    self.layout = layout
    self.wanted = wanted
    columns = settings?.content.compactMap { layout.schema.index(of: $0) } ?? []
  }

  /// The rows that come have another key.
  mutating func begin() {
    if !first.isEmpty { first.removeAll(keepingCapacity: true) }
    equal = 1
  }

  /// The first row of the key leaves the memory it lay in.
  mutating func keep(_ row: UnsafeRawBufferPointer) {
    if first.isEmpty { unsafe first.append(contentsOf: row) }
  }

  /// A further row of the key.
  ///
  /// - Parameter last: the row before it, where the last one is kept; nil where the first one is.
  mutating func compare(_ row: UnsafeRawBufferPointer, last: UnsafeRawBufferPointer?) {
    let content = unsafe content(of: row)
    let opening = unsafe first.withUnsafeBytes { unsafe self.content(of: $0) }
    if let last = unsafe last {
      if unsafe self.content(of: last) == content {
        equal += 1
      } else {
        differing += equal
        equal = 1
      }
    } else if content != opening {
      differing += 1
    }
    if content != opening { unsafe add(row) }
  }

  private mutating func add(_ row: UnsafeRawBufferPointer) {
    guard wanted > 0 else { return }
    let origin = unsafe row.loadUnaligned(fromByteOffset: RowLayout.originAt, as: Origin.self)
    count += 1
    statements.insert(origin.statement)
    if twins.count == wanted { return }
    var bytes = first
    unsafe bytes.append(contentsOf: row)
    let pair = RowDecoder(layout: layout, settings: nil).decode(
      &bytes, starts: [0, first.count], occurrences: [0, 0])
    twins.append(PackageDrain.Twin(pair: pair))
  }

  /// What the bank never changes of a record, as bytes.
  private func content(of row: UnsafeRawBufferPointer) -> [UInt8] {
    var found: [UInt8] = []
    // Each row is whole: its fixed part and its texts lie within it.
    for at in columns {
      let width = RowLayout.width(layout.schema.fields[at].type)
      unsafe found.append(contentsOf: row[layout.offsets[at]..<layout.offsets[at] + width])
    }
    var textAt = layout.textAt
    for at in layout.textColumns {
      let length = unsafe row.loadUnaligned(fromByteOffset: layout.offsets[at], as: Int32.self)
      let end = textAt + max(0, Int(length))
      if columns.contains(at) { unsafe found.append(contentsOf: row[textAt..<end]) }
      textAt = end
    }
    return found
  }
}
