import Components
import Records

/// Packs the rows of a batch, each with its key, behind each other in a buffer.
struct RowEncoder {
  private let layout: RowLayout
  private let settings: DedupSettings?
  /// Column indices of the key fields.
  private let keyColumns: [Int]
  /// Which of the key fields a fingerprint may fill; -1 for none.
  private let fingerprintAt: Int
  private let fingerprint: Fingerprint?

  /// - Parameter settings: nil packs rows without a key, in their order.
  init(layout: RowLayout, settings: DedupSettings?) {
    self.layout = layout
    self.settings = settings
    let schema = layout.schema
    keyColumns = settings.map { $0.key.compactMap { schema.index(of: $0) } } ?? []
    fingerprintAt = settings?.fingerprintField.flatMap { schema.index(of: $0) } ?? -1
    fingerprint =
      fingerprintAt < 0 ? nil : settings.map { Fingerprint(fields: $0.fingerprint, schema: schema) }
  }

  /// Appends every row that has a key; the others are refused.
  ///
  /// - Parameter fates: one per row; only rows `.kept` are packed.
  /// - Returns: how many of them are known by a fingerprint.
  func encode(
    _ batch: RecordBatch, fates: inout [Fate], into buffer: RowBuffer, entries: inout [RowEntry],
    rejecting rejections: inout [Rejection]
  ) -> Int {
    if settings != nil { refuseMissingKeys(batch, &fates, &rejections) }
    let ids = fingerprint?.ids(of: batch, where: missing(in: batch, fates)) ?? [:]
    buffer.reserve(bound(batch, fingerprints: ids.count))
    unsafe ColumnPointers.withPointers(batch.columns) { columns in
      for row in 0..<batch.count where fates[row] == .kept {
        let start = buffer.count
        unsafe pack(row, batch.origins[row], columns, ids[row], into: buffer)
        entries.append(RowEntry(prefix: 0, position: UInt32(start), record: batch.origins[row].record))
      }
    }
    return ids.count
  }

  /// Room that the rows of the batch can need at most: in a key a text takes twice its length, as often as the key
  /// names its field, and anything else eight bytes.
  private func bound(_ batch: RecordBatch, fingerprints: Int) -> Int {
    var total = batch.count * (layout.textAt + keyColumns.count * 8)
    for at in layout.textColumns {
      guard case .text(let column) = batch.columns[at] else { continue }
      var text = at == fingerprintAt ? fingerprints * Fingerprint.length : 0
      for view in column.views where !view.isNull { text += Int(view.length) }
      total += text * (1 + (layout.keyIsText ? 0 : 2 * keyColumns.count { $0 == at }))
    }
    return total
  }

  private func missing(in batch: RecordBatch, _ fates: [Fate]) -> [Int] {
    guard fingerprintAt >= 0, case .text(let column) = batch.columns[fingerprintAt] else { return [] }
    return column.views.indices.filter { column.views[$0].length <= 0 && fates[$0] == .kept }
  }

  private func refuseMissingKeys(_ batch: RecordBatch, _ fates: inout [Fate], _ rejections: inout [Rejection])
  {
    for at in keyColumns where at != fingerprintAt {
      let isMissing: (Int) -> Bool
      switch batch.columns[at] {
      case .text(let column): isMissing = { column.views[$0].length <= 0 }
      case .decimals(let values, _): isMissing = { values[$0] == ScaledDecimal.null }
      case .dates(let values): isMissing = { values[$0] == CivilDate.null }
      case .integers(let values): isMissing = { values[$0] == Column.nullInteger }
      case .currencies(let values): isMissing = { values[$0] == .none }
      }
      for row in 0..<batch.count where isMissing(row) && fates[row] == .kept {
        let field = batch.schema.fields[at].name
        fates[row] = .rejected
        rejections.append(
          Rejection(
            origin: batch.origins[row], stage: "dedup", field: field, value: nil, code: "key-missing",
            reason: "the key field \(field) has no value",
            hint:
              "Without \(field) the record cannot be recognised again; ask the source for it or choose another key."
          ))
      }
    }
  }

  private func pack(
    _ row: Int, _ origin: Origin, _ columns: [ColumnPointers], _ id: [UInt8]?, into buffer: RowBuffer
  ) {
    let start = buffer.count
    // `encode` reserved what the row can need at most, so all stores below stay inside the buffer.
    let target = unsafe buffer.base + start
    unsafe target.storeBytes(of: origin, toByteOffset: RowLayout.originAt, as: Origin.self)
    for at in layout.offsets.indices {
      let offset = layout.offsets[at]
      let column = unsafe columns[at]
      switch unsafe column.type {
      case .decimal, .integer:
        let value = unsafe column.values.load(fromByteOffset: row * 8, as: Int64.self)
        unsafe target.storeBytes(of: value, toByteOffset: offset, as: Int64.self)
      case .date:
        let value = unsafe column.values.load(fromByteOffset: row * 4, as: Int32.self)
        unsafe target.storeBytes(of: value, toByteOffset: offset, as: Int32.self)
      case .currency:
        let value = unsafe column.values.load(fromByteOffset: row * 2, as: UInt16.self)
        unsafe target.storeBytes(of: UInt32(value), toByteOffset: offset, as: UInt32.self)
      case .text: break
      }
    }
    var (end, last) = (layout.textAt, 0)
    for at in layout.textColumns {
      let length = unsafe packText(row, columns[at], at == fingerprintAt ? id : nil, to: target + end)
      unsafe target.storeBytes(of: length, toByteOffset: layout.offsets[at], as: Int32.self)
      last = max(0, Int(length))
      end += last
    }
    let keyLength = unsafe layout.keyIsText ? last : packKey(row, columns, id, to: target + end)
    let length = layout.keyIsText ? end : end + keyLength
    unsafe target.storeBytes(of: UInt32(length), as: UInt32.self)
    let keyWord = UInt32(keyLength) | (id == nil ? 0 : RowLayout.fingerprintBit)
    unsafe target.storeBytes(of: keyWord, toByteOffset: 4, as: UInt32.self)
    buffer.count = start + length
  }

  /// Copies the name, or else the text of the row; returns its length, negative for "no value".
  @inline(__always)
  private func packText(
    _ row: Int, _ column: ColumnPointers, _ name: [UInt8]?, to target: UnsafeMutableRawPointer
  ) -> Int32 {
    if let name {
      for at in name.indices { unsafe target.storeBytes(of: name[at], toByteOffset: at, as: UInt8.self) }
      return Int32(name.count)
    }
    let view = unsafe column.values.load(fromByteOffset: row * 8, as: TextView.self)
    // Views lie within their arena.
    if view.length > 0, let bytes = unsafe column.bytes {
      unsafe target.copyMemory(from: bytes + Int(view.start), byteCount: Int(view.length))
    }
    return view.length
  }

  private func packKey(
    _ row: Int, _ columns: [ColumnPointers], _ id: [UInt8]?, to target: UnsafeMutableRawPointer
  ) -> Int {
    var key = unsafe RowKey(at: target)
    for (position, at) in keyColumns.enumerated() {
      let column = unsafe columns[at]
      switch unsafe column.type {
      case .decimal, .integer: key.put(unsafe column.values.load(fromByteOffset: row * 8, as: Int64.self))
      case .date: key.put(unsafe column.values.load(fromByteOffset: row * 4, as: Int32.self))
      case .currency: key.put(unsafe column.values.load(fromByteOffset: row * 2, as: UInt16.self))
      case .text:
        let isLast = position == keyColumns.count - 1
        if at == fingerprintAt, let id {
          unsafe id.withUnsafeBufferPointer { unsafe key.put($0, isLast: isLast) }
        } else {
          let view = unsafe column.values.load(fromByteOffset: row * 8, as: TextView.self)
          // Views lie within their arena; one of no bytes has no address to begin at.
          let start = unsafe view.length > 0 ? column.bytes.map { unsafe $0 + Int(view.start) } : nil
          let text = unsafe UnsafeBufferPointer(start: start, count: start == nil ? 0 : Int(view.length))
          unsafe key.put(text, isLast: isLast)
        }
      }
    }
    return key.count
  }
}
