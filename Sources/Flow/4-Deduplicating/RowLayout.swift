import Records

/// How a row of a batch lies in bytes while a package is sorted and spilled.
///
///     0   UInt32  length of the row in bytes, this word included
///     4   UInt32  length of the key in bytes; the top bit marks a fingerprint
///     8   Origin  24 bytes
///     32  fixed   per column: decimal, integer 8 bytes; date, currency 4; text 4 (its length, or -1)
///     …   text    of the text columns, one after another
///     …   key     the bytes rows are sorted by; where one text column is the key, these are its text, which comes last
///
/// Native byte order: the bytes never leave the machine or outlive the process.
struct RowLayout: Sendable {
  static let originAt = 8
  static let fixedAt = 32
  static let fingerprintBit: UInt32 = 0x8000_0000

  let schema: RecordSchema
  /// Offset of each column's fixed part within the row.
  let offsets: [Int]
  /// Where text begins.
  let textAt: Int
  /// Indices of the text columns, in the order of their texts.
  let textColumns: [Int]
  /// The last text is the key.
  let keyIsText: Bool

  /// - Parameter key: the fields of the schema that rows are sorted by.
  init(_ schema: RecordSchema, key: [String]) {
    self.schema = schema
    let keyColumn = key.count == 1 ? schema.index(of: key[0]) : nil
    var at = RowLayout.fixedAt
    var offsets: [Int] = []
    var textColumns: [Int] = []
    for (index, field) in schema.fields.enumerated() {
      offsets.append(at)
      at += RowLayout.width(field.type)
      if field.type == .text, index != keyColumn { textColumns.append(index) }
    }
    keyIsText = keyColumn.map { schema.fields[$0].type == .text } ?? false
    if keyIsText, let keyColumn { textColumns.append(keyColumn) }
    self.offsets = offsets
    self.textColumns = textColumns
    textAt = at
  }

  /// Bytes of a field's fixed part.
  static func width(_ type: FieldType) -> Int {
    switch type {
    case .decimal, .integer: 8
    case .date, .currency, .text: 4
    }
  }
}

/// A column's storage as pointers, valid only inside `withPointers`.
@unsafe struct ColumnPointers {
  let type: FieldType
  /// The values, or the views of a text column.
  let values: UnsafeRawPointer
  /// The arena of a text column.
  let bytes: UnsafePointer<UInt8>?

  /// Calls `body` with the storage of every column at once.
  static func withPointers<Result>(
    _ columns: [Column], _ body: ([ColumnPointers]) -> Result
  ) -> Result {
    func open(_ at: Int, _ found: [ColumnPointers]) -> Result {
      if at == columns.count { return unsafe body(found) }
      func go(_ values: UnsafeRawBufferPointer, _ bytes: UnsafePointer<UInt8>?) -> Result {
        // An empty column has no address; nothing is read through this one then.
        guard let start = unsafe values.baseAddress ?? UnsafeRawPointer(bitPattern: 8) else {
          preconditionFailure("8 is not the null address")
        }
        return unsafe open(
          at + 1, found + [ColumnPointers(type: columns[at].type, values: start, bytes: bytes)])
      }
      switch columns[at] {
      case .text(let text):
        return unsafe text.bytes.withUnsafeBufferPointer { bytes in
          unsafe text.views.withUnsafeBytes { unsafe go($0, bytes.baseAddress) }
        }
      case .decimals(let values, _): return unsafe values.withUnsafeBytes { unsafe go($0, nil) }
      case .dates(let values): return unsafe values.withUnsafeBytes { unsafe go($0, nil) }
      case .integers(let values): return unsafe values.withUnsafeBytes { unsafe go($0, nil) }
      case .currencies(let values): return unsafe values.withUnsafeBytes { unsafe go($0, nil) }
      }
    }
    return unsafe open(0, [])
  }
}
