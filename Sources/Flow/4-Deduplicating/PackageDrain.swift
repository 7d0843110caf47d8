public import Records

/// Gives the rows of a package as batches in load order, each row with its fate.
public final class PackageDrain {
  /// Rows a batch.
  public static let batchRows = 8192
  /// Bytes of packed rows after which a batch is closed, however few its rows are.
  private static let batchBytes = 64 << 20

  private let layout: RowLayout
  private let settings: DedupSettings?
  private let statementFates: [Fate]
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
  /// By number of the record: its number among equal ones, decided elsewhere.
  private let given: [Int32: Int]

  init(
    layout: RowLayout, settings: DedupSettings?, sources: [RowSource], statementFates: [Fate],
    given: [Int32: Int]
  ) throws(Fault) {
    self.given = given
    self.layout = layout
    self.settings = settings
    self.statementFates = statementFates
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
    let heldBytes = Array(bytes[end...])
    let heldStarts = starts[cut...].map { $0 - end }
    let heldFates = Array(fates[cut...])
    let heldOccurrences = Array(occurrences[cut...])
    bytes.removeSubrange(end...)
    let batch = RowDecoder(layout: layout, settings: settings).decode(
      &bytes, starts: Array(starts[..<cut]), occurrences: occurrences)
    let result = (batch, Array(fates[..<cut]))
    bytes = heldBytes
    starts = heldStarts
    fates = heldFates
    occurrences = heldOccurrences
    live = cut == live ? 0 : -1
    return result
  }

  private var hasRoom: Bool {
    starts.count < PackageDrain.batchRows && bytes.count < PackageDrain.batchBytes
  }

  /// The last of a key goes on, and a row of the next batch may have the same key: the batch ends before it.
  private var mayBeReplaced: Bool { settings?.keepsFirst == false && live >= 0 }

  private func take(_ row: UnsafeRawBufferPointer) {
    let origin = unsafe row.loadUnaligned(fromByteOffset: RowLayout.originAt, as: Origin.self)
    let at = starts.count
    starts.append(bytes.count)
    unsafe bytes.append(contentsOf: row)
    occurrences.append(0)
    let keyWord = unsafe row.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
    let keyLength = Int(keyWord & ~RowLayout.fingerprintBit)
    let key = unsafe UnsafeRawBufferPointer(rebasing: row[(row.count - keyLength)...])
    let isSame = unsafe hasKey && currentKey.withUnsafeBytes { unsafe RowSort.compare($0, key) == 0 }
    // Keys come in order: what has another key than the live record can no longer be followed by one with its key.
    if !isSame { live = -1 }
    let statement = Int(origin.statement)
    if statement >= 0, statement < statementFates.count, statementFates[statement] != .kept {
      fates.append(statementFates[statement])
      return
    }
    fates.append(.kept)
    guard let settings else { return }
    if !isSame {
      currentKey.removeAll(keepingCapacity: true)
      unsafe currentKey.append(contentsOf: key)
      hasKey = true
      occurrence = 0
    }
    if keyWord & RowLayout.fingerprintBit != 0 {
      occurrence += 1
      occurrences[at] = given.isEmpty ? occurrence : given[origin.record] ?? occurrence
      live = -1
      return
    }
    if isSame, settings.keepsFirst {
      fates[at] = .duplicate
    } else {
      if isSame, live >= 0 { fates[live] = .duplicate }
      live = at
    }
  }
}
