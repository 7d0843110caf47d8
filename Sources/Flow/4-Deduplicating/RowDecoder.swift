import Records

/// Turns packed rows back into columns. The rows' own bytes become the arena of the text columns.
struct RowDecoder {
  let layout: RowLayout
  let settings: DedupSettings?

  /// - Parameters:
  ///   - bytes: packed rows; names with an occurrence are written behind them.
  ///   - starts: where each row begins.
  ///   - occurrences: number of a fingerprinted row among equal ones, 0 for others; at least as many as rows.
  func decode(_ bytes: inout [UInt8], starts: [Int], occurrences: [Int]) -> RecordBatch {
    var columns: [Column] = []
    var views: [(column: Int, views: [TextView])] = []
    let origins: [Origin] = unsafe bytes.withUnsafeBytes { rows in
      var cursor = starts.map { $0 + layout.textAt }
      for (at, field) in layout.schema.fields.enumerated() {
        columns.append(unsafe column(rows, starts, layout.offsets[at], field.type))
      }
      for at in layout.textColumns {
        views.append((at, unsafe texts(rows, starts, layout.offsets[at], &cursor)))
      }
      return unsafe values(rows, starts, RowLayout.originAt)
    }
    if let field = settings?.fingerprintField, let at = layout.schema.index(of: field),
      let found = views.firstIndex(where: { $0.column == at })
    {
      name(&views[found].views, in: &bytes, occurrences: occurrences)
    }
    for (at, views) in views { columns[at] = .text(TextColumn(bytes: bytes, views: views)) }
    return RecordBatch(schema: layout.schema, columns: columns, origins: origins)
  }

  /// A column of fixed width; an empty one in the place of a text column.
  private func column(
    _ rows: UnsafeRawBufferPointer, _ starts: [Int], _ offset: Int, _ type: FieldType
  ) -> Column {
    switch type {
    case .decimal(let scale): return .decimals(unsafe values(rows, starts, offset), scale: scale)
    case .integer: return .integers(unsafe values(rows, starts, offset))
    case .date: return .dates(unsafe values(rows, starts, offset))
    case .currency:
      let codes: [UInt32] = unsafe values(rows, starts, offset)
      return .currencies(codes.map { Currency(rawValue: UInt16(truncatingIfNeeded: $0)) })
    case .text: return .nulls(.text, count: 0)
    }
  }

  /// Where the texts of a column lie.
  ///
  /// - Parameter cursor: where each row's next text begins; moved behind this one.
  private func texts(
    _ rows: UnsafeRawBufferPointer, _ starts: [Int], _ offset: Int, _ cursor: inout [Int]
  ) -> [TextView] {
    let lengths: [Int32] = unsafe values(rows, starts, offset)
    return lengths.indices.map { row in
      if lengths[row] < 0 { return .null }
      defer { cursor[row] += Int(lengths[row]) }
      return TextView(start: UInt32(cursor[row]), length: lengths[row])
    }
  }

  private func values<Value: BitwiseCopyable>(
    _ rows: UnsafeRawBufferPointer, _ starts: [Int], _ offset: Int
  ) -> [Value] {
    unsafe Array(unsafeUninitializedCapacity: starts.count) { target, count in
      for row in 0..<starts.count {
        // Each row is whole: its fixed part lies within `rows`.
        let value = unsafe rows.loadUnaligned(fromByteOffset: starts[row] + offset, as: Value.self)
        unsafe target.initializeElement(at: row, to: value)
      }
      count = starts.count
    }
  }

  private func name(_ views: inout [TextView], in bytes: inout [UInt8], occurrences: [Int]) {
    for row in views.indices where occurrences[row] > 0 {
      let start = Int(views[row].start)
      let named = Array(bytes[start..<start + Int(views[row].length)]) + Array("#\(occurrences[row])".utf8)
      views[row] = TextView(start: UInt32(bytes.count), length: Int32(named.count))
      bytes.append(contentsOf: named)
    }
  }
}
