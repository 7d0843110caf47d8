import Records

extension FileReading {
  /// What a reading must never show, whatever the file; nil when all is well.
  func mistake(of bytes: [UInt8]) -> String? {
    if let fault { return fault.hint == nil ? "a fault without a hint: \(fault)" : nil }
    let rows = batches.reduce(0) { $0 + $1.count }
    let given = Set(batches.flatMap { $0.origins.map(\.record) })
    let refused = Set(rejections.map(\.origin.record))
    if given.count != rows { return "two rows are the same record" }
    if !given.isDisjoint(with: refused) { return "a refused record is in a batch" }
    if rows + refused.count != recordsRead {
      return "\(recordsRead) records read, but \(rows) given and \(refused.count) refused"
    }
    if batches.contains(where: { $0.count == 0 }) { return "an empty batch" }
    if batches.contains(where: { $0.schema != schema }) { return "a batch of another schema" }
    let values = rejections.reduce(0) { $0 + ($1.value?.utf8.count ?? 0) + $1.reason.utf8.count }
    // Transcoding makes three bytes of one at most.
    if values > 4096 + 64 * bytes.count {
      return "\(values) bytes of refused values for \(bytes.count) bytes"
    }
    if batches.contains(where: { $0.columns.contains(where: FileReading.isOutside) }) {
      return "a view beyond its arena"
    }
    return nil
  }

  private static func isOutside(_ column: Column) -> Bool {
    guard case .text(let text) = column else { return false }
    return text.views.contains { !$0.isNull && Int($0.start) + Int($0.length) > text.bytes.count }
  }
}
