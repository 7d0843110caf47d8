import Records

/// Writes records as text for people and programs: NDJSON, CSV, or the cells of a table.
///
/// Field names are the schema's; dates are ISO 8601, amounts exact decimals with at least the decimals of their
/// currency, written as JSON strings so that no reader makes binary floats of them; a missing value is left out
/// (NDJSON) or empty (CSV).
struct RecordText {
  private let schema: RecordSchema
  /// For each column, the column its currency is in; nil where it has none.
  private let currencyColumns: [Int?]

  init(schema: RecordSchema, currencyFields: [String: String]) {
    self.schema = schema
    currencyColumns = schema.fields.map { field in currencyFields[field.name].flatMap { schema.index(of: $0) }
    }
  }

  var header: [String] { schema.names }

  /// One cell per field; nil for a missing value.
  func cells(_ batch: RecordBatch, row: Int) -> [String?] {
    batch.columns.indices.map { at in
      if case .decimals(let values, let scale) = batch.columns[at] {
        return values[row] == ScaledDecimal.null ? nil : amount(values[row], scale, batch, at, row)
      }
      return batch.columns[at].string(at: row)
    }
  }

  /// Appends one JSON object and a line feed.
  func appendJSON(_ batch: RecordBatch, row: Int, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    var isFirst = true
    for at in batch.columns.indices {
      let text: String
      var isNumber = false
      switch batch.columns[at] {
      case .decimals(let values, let scale):
        if values[row] == ScaledDecimal.null { continue }
        text = amount(values[row], scale, batch, at, row)
      case .integers:
        guard let number = batch.columns[at].string(at: row) else { continue }
        text = number
        isNumber = true
      default:
        guard let cell = batch.columns[at].string(at: row) else { continue }
        text = cell
      }
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      bytes.append(contentsOf: OrderedJSON.string(schema.fields[at].name).text().utf8)
      bytes.append(UInt8(ascii: ":"))
      bytes.append(contentsOf: isNumber ? Array(text.utf8) : Array(OrderedJSON.string(text).text().utf8))
    }
    bytes.append(UInt8(ascii: "}"))
    bytes.append(UInt8(ascii: "\n"))
  }

  private func amount(_ value: Int64, _ scale: Int, _ batch: RecordBatch, _ column: Int, _ row: Int) -> String
  {
    var least = 0
    if let at = currencyColumns[column], case .currencies(let codes) = batch.columns[at] {
      least = codes[row].minorUnits ?? 0
    }
    return ScaledDecimal.text(Int128(value), scale: scale, least: min(least, scale))
  }
}
