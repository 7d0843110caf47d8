public import Bytes
import Components
public import Records

/// Collects the batches of one file into a package: sorted by key where records have one, in their order otherwise.
///
/// Nothing of a file touches a destination before its package is complete. Memory holds one buffer of
/// `bufferSize` bytes of packed rows; what came before goes to a temporary file as sorted runs, so memory does not grow
/// with the file. Used by one thread.
public final class PackageWriter {
  /// Bytes of packed rows held in memory before they are sorted and spilled.
  public static let bufferSize = 32 << 20

  private let layout: RowLayout
  private let settings: DedupSettings?
  private let encoder: RowEncoder
  private let bufferSize: Int
  private let openSpill: () throws(Fault) -> SpillFile
  private var spill: SpillFile?
  private var runs: [Range<Int64>] = []
  private var buffer: RowBuffer
  private var entries: [RowEntry] = []
  private var fingerprinted = 0

  /// - Parameters:
  ///   - schema: of the batches; where the settings add a field it is part of this schema.
  ///   - settings: of the `dedup` stage, or nil when the pipeline has none.
  ///   - spill: opens the temporary file when a package outgrows memory.
  public init(
    schema: RecordSchema, settings: DedupSettings?, bufferSize: Int = PackageWriter.bufferSize,
    spill: @escaping () throws(Fault) -> SpillFile
  ) {
    layout = RowLayout(settings?.schema ?? schema, key: settings?.key ?? [])
    self.settings = settings
    self.bufferSize = bufferSize
    encoder = RowEncoder(layout: layout, settings: settings)
    // Pages that are never written take no memory; a buffer that grows is copied again and again.
    buffer = RowBuffer(capacity: bufferSize + bufferSize / 8)
    openSpill = spill
  }

  /// Adds the rows of a batch.
  ///
  /// - Returns: one fate per row: `.rejected` where a key field has no value.
  public func add(_ batch: RecordBatch, rejecting rejections: inout [Rejection]) throws(Fault) -> [Fate] {
    var batch = batch
    for field in layout.schema.fields where batch.schema.index(of: field.name) == nil {
      batch.set(field.name, .nulls(field.type, count: batch.count))
    }
    if buffer.count >= bufferSize { try spillBuffer() }
    var fates = [Fate](repeating: .kept, count: batch.count)
    fingerprinted += encoder.encode(
      batch, fates: &fates, into: buffer, entries: &entries, rejecting: &rejections)
    return fates
  }

  /// Nothing is added after this.
  public func finish() throws(Fault) -> Package {
    if settings != nil { unsafe RowSort(base: buffer.base).sort(&entries) }
    return Package(
      layout: layout, settings: settings, buffer: buffer, entries: entries, spill: spill, runs: runs,
      fingerprinted: fingerprinted)
  }

  private func spillBuffer() throws(Fault) {
    if settings != nil { unsafe RowSort(base: buffer.base).sort(&entries) }
    let file: SpillFile
    if let spill { file = spill } else { file = try openSpill() }
    spill = file
    var start: Int64?
    var end: Int64 = 0
    var chunk: [UInt8] = []
    chunk.reserveCapacity(1 << 20)
    for (at, entry) in entries.enumerated() {
      let row = unsafe buffer.base + Int(entry.position)
      let length = unsafe Int(row.loadUnaligned(as: UInt32.self))
      unsafe chunk.append(contentsOf: UnsafeRawBufferPointer(start: row, count: length))
      if chunk.count >= 1 << 20 || at == entries.count - 1 {
        let written = try file.append(chunk)
        start = start ?? written.lowerBound
        end = written.upperBound
        chunk.removeAll(keepingCapacity: true)
      }
    }
    if let start { runs.append(start..<end) }
    entries.removeAll(keepingCapacity: true)
    buffer.count = 0
  }
}
