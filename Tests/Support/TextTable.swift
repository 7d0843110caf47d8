public import Components
public import Records

/// Batches written and compared as small text tables, so that a stage's test shows what goes in and what comes out.
///
///     let batch = table("""
///       account_id | amount:decimal(4) | booking_date:date
///       A1         | 12.3400           | 2026-01-31
///       A1         | ~                 | 2026-02-01
///       """)
///
/// The header names the fields, with `:type` where the type is not text. `~` is "no value", `''` the empty text.
/// Row n has record n and line n + 1, as in a file with a header.
public func table(_ text: String) -> RecordBatch {
  let lines = text.split(separator: "\n").map { line in
    line.split(separator: "|", omittingEmptySubsequences: false).map { String(trimmed($0)) }
  }
  let fields = lines[0].map { cell -> Field in
    let parts = cell.split(separator: ":", maxSplits: 1).map(String.init)
    return Field(parts[0], parts.count == 1 ? .text : fieldType(parts[1]))
  }
  let rows = lines.dropFirst()
  let columns = fields.indices.map { at in
    column(fields[at].type, rows.map { $0[at] == "~" ? nil : $0[at] == "''" ? "" : $0[at] })
  }
  let origins = rows.indices.map {
    Origin(offset: Int64($0) * 100, length: 80, line: Int32($0 + 1), record: Int32($0))
  }
  return RecordBatch(schema: RecordSchema(fields), columns: columns, origins: origins)
}

/// The same form back, columns padded to their widest cell, one row a line.
public func text(_ batch: RecordBatch) -> String {
  var lines = [batch.schema.fields.map { $0.type == .text ? $0.name : "\($0.name):\($0.type)" }]
  for row in 0..<batch.count {
    lines.append(batch.columns.map { $0.string(at: row).map { $0.isEmpty ? "''" : $0 } ?? "~" })
  }
  let widths = batch.columns.indices.map { at in lines.map { $0[at].count }.max() ?? 0 }
  return lines.map { cells in
    let padded = zip(cells, widths).map { cell, width in
      cell + String(repeating: " ", count: width - cell.count)
    }
    return String(trimmed(padded.joined(separator: " | ")[...]))
  }.joined(separator: "\n")
}

/// Rejections one a line: `record field code value`.
public func text(_ rejections: [Rejection]) -> String {
  rejections.map { "\($0.origin.record) \($0.field.isEmpty ? "-" : $0.field) \($0.code) \($0.value ?? "~")" }
    .joined(separator: "\n")
}

/// Runs one stage over one batch and takes out the rows that leave.
public func run(_ stage: some Stage, _ batch: RecordBatch) -> (
  batch: RecordBatch, fates: [Fate], rejections: [Rejection]
) {
  var batch = batch
  var fates = [Fate](repeating: .kept, count: batch.count)
  var rejections: [Rejection] = []
  stage.apply(to: &batch, fates: &fates, rejecting: &rejections)
  return (batch.keeping(fates), fates, rejections)
}

private func trimmed(_ text: Substring) -> Substring {
  var text = text
  while text.first == " " { text.removeFirst() }
  while text.last == " " { text.removeLast() }
  return text
}

private func fieldType(_ name: String) -> FieldType {
  switch name {
  case "date": return .date
  case "integer": return .integer
  case "currency": return .currency
  case "text": return .text
  default:
    guard name.hasPrefix("decimal("), let scale = Int(name.dropFirst(8).dropLast()) else {
      preconditionFailure("not a field type: \(name)")
    }
    return .decimal(scale: scale)
  }
}

private func column(_ type: FieldType, _ cells: [String?]) -> Column {
  switch type {
  case .text: return .text(TextColumn(cells))
  case .date: return .dates(cells.map { $0.flatMap(CivilDate.init(iso:))?.days ?? CivilDate.null })
  case .integer: return .integers(cells.map { $0.flatMap { Int64($0) } ?? Column.nullInteger })
  case .currency: return .currencies(cells.map { $0.flatMap { Currency($0) } ?? .none })
  case .decimal(let scale):
    return .decimals(
      cells.map { $0.flatMap { ScaledDecimal($0) }?.rescaled(to: scale)?.unscaled ?? ScaledDecimal.null },
      scale: scale)
  }
}
