public import Records

/// Gives the rows of a package as batches in load order, each row with its fate.
public final class PackageDrain {
  /// Rows a batch.
  public static let batchRows = 8192
  /// Bytes of packed rows after which a batch is closed, however few its rows are.
  private static let batchBytes = 64 << 20

  private let layout: RowLayout
  private let settings: DedupSettings?
  private let keepsFirst: Bool
  private let choice: DrainChoice
  private var merge: RowMerge
  /// The bytes of the rows collected for the next batch, and where each begins.
  private var bytes: [UInt8] = []
  private var starts: [Int] = []
  private var fates: [Fate] = []
  /// Index in `starts` of the record of `currentKey` that would go on; -1 when there is none.
  private var live = -1
  private var currentKey: [UInt8] = []
  private var hasKey = false
  /// Number of the current fingerprint among equal ones.
  private var occurrence = 0
  private var occurrences: [Int] = []
  /// Index in `starts` of the first record of `currentKey`; -1 when its batch is gone.
  private var opening = -1
  private var watch: KeyTwins

  /// A record that differs from the first of its key in what the bank never changes.
  public struct Twin: Sendable {
    /// The first record of the key, and this one.
    public var pair: RecordBatch

    /// Where the record is.
    public var origin: Origin { pair.origins[1] }
  }

  /// Duplicates that another record of their key contradicts: one behind them or, where the first is kept, the first.
  public var differing: Int { watch.differing }
  /// Records that differ from the first of their key, in load order, as many as were asked for.
  public var twins: [Twin] { watch.twins }
  /// How many they are, and the statements they are in.
  public var allTwins: (count: Int, statements: Set<Int32>) { (watch.count, watch.statements) }

  init(
    layout: RowLayout, settings: DedupSettings?, sources: [RowSource], choice: DrainChoice, twins: Int
  ) throws(Fault) {
    self.layout = layout
    self.settings = settings
    keepsFirst = settings?.keepsFirst ?? false
    self.choice = choice
    watch = KeyTwins(layout, settings, wanted: twins)
    merge = try RowMerge(sources, sorted: settings != nil)
  }

  /// The next rows, or nil at the end. Rows that do not go on are in the batch too, with the fate that says why.
  public func next() throws(Fault) -> (batch: RecordBatch, fates: [Fate])? {
    // A record that may still be replaced by the next row is never the first to be held back: see `cut`.
    while hasRoom || mayBeReplaced && live == 0, let row = unsafe merge.row {
      unsafe take(row)
      try merge.advance()
    }
    if starts.isEmpty { return nil }
    let cut = unsafe mayBeReplaced && merge.row != nil ? live : starts.count
    let end = cut < starts.count ? starts[cut] : bytes.count
    if opening >= 0, opening < cut { keepOpening() }
    let heldBytes = Array(bytes[end...])
    let heldStarts = starts[cut...].map { $0 - end }
    let heldFates = Array(fates[cut...])
    let heldOccurrences = Array(occurrences[cut...])
    let size = bytes.count
    bytes.removeSubrange(end...)
    let batch = RowDecoder(layout: layout, settings: settings).decode(
      &bytes, starts: Array(starts[..<cut]), occurrences: occurrences)
    let result = (batch, Array(fates[..<cut]))
    bytes = heldBytes
    // The next batch is as large as this one: to grow there step by step copies it twice.
    bytes.reserveCapacity(size + size / 8)
    starts = heldStarts
    fates = heldFates
    occurrences = heldOccurrences
    live = cut == live ? 0 : -1
    opening = opening >= cut ? opening - cut : -1
    return result
  }

  private var hasRoom: Bool {
    starts.count < PackageDrain.batchRows && bytes.count < PackageDrain.batchBytes
  }

  /// The last of a key goes on, and a row of the next batch may have the same key: the batch ends before it.
  private var mayBeReplaced: Bool { settings != nil && !keepsFirst && live >= 0 }

  private func take(_ row: UnsafeRawBufferPointer) {
    let origin = unsafe row.loadUnaligned(fromByteOffset: RowLayout.originAt, as: Origin.self)
    let at = starts.count
    starts.append(bytes.count)
    unsafe bytes.append(contentsOf: row)
    occurrences.append(0)
    let keyWord = unsafe row.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
    let isNamed = keyWord & RowLayout.fingerprintBit != 0
    let keyLength = Int(keyWord & ~RowLayout.fingerprintBit)
    let key = unsafe UnsafeRawBufferPointer(rebasing: row[(row.count - keyLength)...])
    let isSame = unsafe hasKey && currentKey.withUnsafeBytes { unsafe RowSort.compare($0, key) == 0 }
    // Keys come in order: what has another key than the live record can no longer be followed by one with its key.
    if !isSame { live = -1 }
    // A record that is left out all the same counts among its equals; of several with one number it is none.
    if let fate = choice.fate(byStatement: origin) ?? (isNamed ? nil : choice.fate(byRecord: origin)) {
      fates.append(fate)
      return
    }
    fates.append(.kept)
    if settings == nil { return }
    if !isSame {
      unsafe begin(key, at)
    }
    if isNamed {
      occurrence += 1
      occurrences[at] =
        choice.occurrences.isEmpty ? occurrence : choice.occurrences[origin.record] ?? occurrence
      live = -1
      return
    }
    if isSame { unsafe compare(row) }
    if isSame, keepsFirst {
      fates[at] = .duplicate
    } else {
      if isSame, live >= 0 { fates[live] = .duplicate }
      live = at
    }
  }

  private func begin(_ key: UnsafeRawBufferPointer, _ at: Int) {
    currentKey.removeAll(keepingCapacity: true)
    unsafe currentKey.append(contentsOf: key)
    hasKey = true
    occurrence = 0
    opening = at
    watch.begin()
  }

  private func compare(_ row: UnsafeRawBufferPointer) {
    if opening >= 0 { keepOpening() }
    unsafe bytes.withUnsafeBytes { rows in
      let last = unsafe keepsFirst || live < 0 ? nil : packed(live, in: rows)
      unsafe watch.compare(row, last: last)
    }
  }

  /// The first row of the current key is about to leave, or to be compared with.
  private func keepOpening() {
    unsafe bytes.withUnsafeBytes { rows in unsafe watch.keep(packed(opening, in: rows)) }
  }

  /// A row among those collected.
  private func packed(_ at: Int, in rows: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    // A row begins with its length, and all of it was appended.
    let length = unsafe Int(rows.loadUnaligned(fromByteOffset: starts[at], as: UInt32.self))
    return unsafe UnsafeRawBufferPointer(rebasing: rows[starts[at]..<starts[at] + length])
  }
}
