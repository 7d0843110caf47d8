import Components
import Records

/// Turns a batch into the columns that a table stores: text and whole numbers, in the order of the layout.
struct BatchEncoder {
  let layout: TableLayout

  /// The fields, then the stamps.
  ///
  /// - Throws: a key without a value; money that has no exact minor units where those are asked for.
  func columns(of batch: RecordBatch, from provenance: Provenance?) throws(Fault) -> [Column] {
    var columns: [Column] = []
    columns.reserveCapacity(layout.columns.count)
    for field in layout.fields { columns.append(try column(field, of: batch)) }
    for at in layout.key { try checkKey(columns[at], layout.fields[at].name, batch) }
    guard layout.hasStamps, let provenance else { return columns }
    let compared = columns.indices.filter { layout.fields[$0].isCompared }.map { columns[$0] }
    let hashes = contentHashes(compared, count: batch.count)
    columns.append(.integers(Array(repeating: provenance.run, count: batch.count)))
    columns.append(.constant(provenance.file, count: batch.count))
    columns.append(.integers(batch.origins.map { Int64($0.line) }))
    columns.append(hashes)
    return columns
  }

  private func column(_ field: TableLayout.StoredField, of batch: RecordBatch) throws(Fault) -> Column {
    guard let column = batch.column(field.name) else {
      return .nulls(field.storesInteger ? .integer : .text, count: batch.count)
    }
    precondition(column.type == field.type, "a field has one type in all formats")
    switch column {
    case .text, .integers: return column
    case .dates(let values): return .text(TextColumn.dates(values))
    case .currencies(let values): return .text(TextColumn.currencies(values))
    case .decimals(let values, let scale):
      var currencies: [Currency]?
      if let name = field.currencyField, case .currencies(let codes)? = batch.column(name) {
        currencies = codes
      }
      if field.isMinor {
        return .integers(try minorUnits(values, scale: scale, currencies, field.name, batch.origins))
      }
      return .text(TextColumn.decimals(values, scale: scale, currencies: currencies))
    }
  }

  /// Whole minor units of each row's currency, exactly.
  private func minorUnits(
    _ values: [Int64], scale: Int, _ currencies: [Currency]?, _ field: String, _ origins: [Origin]
  ) throws(Fault) -> [Int64] {
    let units = Currency.minorUnitsByRawValue
    let powers = ScaledDecimal.powers
    var result: [Int64] = []
    result.reserveCapacity(values.count)
    for row in values.indices {
      let value = values[row]
      if value == ScaledDecimal.null {
        result.append(Column.nullInteger)
        continue
      }
      let unit = units[Int((currencies?[row] ?? .none).rawValue)]
      guard unit != Currency.unknown else { throw Reasons.currencyMissing(field, origins[row]) }
      if Int(unit) <= scale {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: powers[scale - Int(unit)])
        guard remainder == 0 else { throw Reasons.minorUnitsExceeded(field, origins[row]) }
        result.append(quotient)
      } else {
        let (product, overflow) = value.multipliedReportingOverflow(by: powers[Int(unit) - scale])
        guard !overflow, product != Column.nullInteger else {
          throw Reasons.minorUnitsExceeded(field, origins[row])
        }
        result.append(product)
      }
    }
    return result
  }

  /// A key without a value would find no row, and be inserted again by every run.
  private func checkKey(_ column: Column, _ field: String, _ batch: RecordBatch) throws(Fault) {
    var missing: Int?
    switch column {
    case .text(let text): missing = text.views.firstIndex { $0.isNull }
    case .integers(let values): missing = values.firstIndex(of: Column.nullInteger)
    default: break
    }
    if let missing { throw Reasons.keyMissing(field, batch.origins[missing]) }
  }

  /// What stops a load because of a record; no values, only where.
  private enum Reasons {
    static func keyMissing(_ field: String, _ origin: Origin) -> Fault {
      Fault(
        "key-missing", "the record on line \(origin.line) has no \(field), which is part of the key",
        hint: "Take another key, or let an earlier stage refuse records without it.", status: .dataRefused)
    }

    static func currencyMissing(_ field: String, _ origin: Origin) -> Fault {
      Fault(
        "currency-missing", "\(field) on line \(origin.line) has no currency with minor units",
        hint: "Give the reader a currency, or load with amounts: decimal.", status: .dataRefused)
    }

    static func minorUnitsExceeded(_ field: String, _ origin: Origin) -> Fault {
      Fault(
        "minor-units-exceeded",
        "\(field) on line \(origin.line) is not a whole number of its currency's minor units",
        hint: "Load with amounts: decimal, which keeps every decimal.", status: .dataRefused)
    }
  }
}
