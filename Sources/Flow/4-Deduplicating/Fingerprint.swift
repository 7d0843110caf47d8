import Bytes
import Records

/// Names a record that the bank gave no id, by the values of its immutable fields.
///
/// The name is `fp:` and the first 128 bits of the SHA-256 of the fields, in hexadecimal; the occurrence among equal
/// records of the file (`#1`, `#2`, …) is added when the package is drained. Each field enters with a tag for its
/// type and its length, decimals without trailing zeros, so that neither a shift of text between fields nor a wider
/// scale changes or confuses a name. Mapped or derived fields never enter it.
struct Fingerprint {
  /// Bytes of a name without its occurrence.
  static let length = 35

  private let columns: [Int]

  init(fields: [String], schema: RecordSchema) {
    columns = fields.compactMap { schema.index(of: $0) }
  }

  /// The name of each of these rows, without its occurrence.
  func ids(of batch: RecordBatch, where rows: [Int]) -> [Int: [UInt8]] {
    var ids: [Int: [UInt8]] = [:]
    ids.reserveCapacity(rows.count)
    var bytes: [UInt8] = []
    for row in rows {
      bytes.removeAll(keepingCapacity: true)
      for at in columns { append(batch.columns[at], row, to: &bytes) }
      ids[row] = Array("fp:".utf8) + Array(Digest.sha256(bytes).prefix(32).utf8)
    }
    return ids
  }

  private func append(_ column: Column, _ row: Int, to bytes: inout [UInt8]) {
    func number(_ value: Int64) {
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: value >> Int64(shift)))
      }
    }
    switch column {
    case .text(let text):
      let view = text.views[row]
      bytes.append(UInt8(ascii: "t"))
      number(Int64(max(0, view.length)))
      if view.length > 0 {
        bytes.append(contentsOf: text.bytes[Int(view.start)..<Int(view.start) + Int(view.length)])
      }
    case .decimals(let values, let scale):
      var value = values[row]
      var places = Int64(scale)
      while value != ScaledDecimal.null, places > 0, value % 10 == 0 {
        value /= 10
        places -= 1
      }
      bytes.append(UInt8(ascii: "n"))
      number(value)
      number(value == ScaledDecimal.null ? 0 : places)
    case .integers(let values):
      bytes.append(UInt8(ascii: "i"))
      number(values[row])
    case .dates(let values):
      bytes.append(UInt8(ascii: "d"))
      number(Int64(values[row]))
    case .currencies(let values):
      bytes.append(UInt8(ascii: "c"))
      bytes.append(contentsOf: values[row].bytes)
    }
  }
}
