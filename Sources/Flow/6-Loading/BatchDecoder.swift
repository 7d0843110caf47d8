import Components
import Records

/// Turns what a table stores back into a batch: the exact inverse of `BatchEncoder`.
///
/// Text and whole numbers are as they were; days are read from `YYYY-MM-DD`, currencies from their codes, money from
/// plain decimals or from whole minor units of its currency.
struct BatchDecoder {
  let layout: TableLayout
  /// Of the database, for messages.
  let path: String

  /// A batch of the layout's fields.
  ///
  /// - Parameter columns: one per field of the layout, as the table stores it.
  /// - Throws: `value-not-loaded` when a value is not as a load writes it.
  func batch(of columns: [Column]) throws(Fault) -> RecordBatch {
    var typed: [Column] = []
    for (field, column) in zip(layout.fields, columns) {
      // Minor units need the currencies, which may come behind.
      typed.append(field.isMinor ? column : try decoded(column, field))
    }
    for (at, field) in layout.fields.enumerated() where field.isMinor {
      typed[at] = try money(columns[at], field, currencies(of: field, typed))
    }
    let count = columns.first?.count ?? 0
    let origins = (0..<count).map { Origin(offset: 0, length: 0, line: 0, record: Int32($0 + 1)) }
    return RecordBatch(
      schema: RecordSchema(layout.fields.map { Field($0.name, $0.type) }), columns: typed, origins: origins)
  }

  private func currencies(of field: TableLayout.StoredField, _ columns: [Column]) -> [Currency]? {
    guard let at = layout.fields.firstIndex(where: { $0.name == field.currencyField }),
      case .currencies(let codes) = columns[at]
    else { return nil }
    return codes
  }

  private func decoded(_ column: Column, _ field: TableLayout.StoredField) throws(Fault) -> Column {
    guard case .text(let text) = column else { return column }
    switch field.type {
    case .text, .integer: return column
    case .date:
      return .dates(try read(text, field, missing: CivilDate.null) { BatchDecoder.day($0, $1) })
    case .currency:
      return .currencies(try read(text, field, missing: .none) { BatchDecoder.currency($0, $1) })
    case .decimal(let scale):
      let values = try read(text, field, missing: ScaledDecimal.null) {
        BatchDecoder.decimal($0, $1, scale: scale)
      }
      return .decimals(values, scale: scale)
    }
  }

  @inline(__always)
  private func read<Value>(
    _ text: TextColumn, _ field: TableLayout.StoredField, missing: Value,
    parse: (Span<UInt8>, Range<Int>) -> Value?
  ) throws(Fault) -> [Value] {
    var result = [Value](repeating: missing, count: text.views.count)
    let bytes = text.bytes.span
    for row in 0..<text.views.count where !text.views[row].isNull {
      let start = Int(text.views[row].start)
      guard let value = parse(bytes, start..<start + Int(text.views[row].length)) else {
        throw notLoaded(field)
      }
      result[row] = value
    }
    return result
  }

  private func money(
    _ column: Column, _ field: TableLayout.StoredField, _ currencies: [Currency]?
  ) throws(Fault) -> Column {
    guard case .integers(let minor) = column, case .decimal(let scale) = field.type else {
      preconditionFailure("minor units are whole numbers")
    }
    var values = minor
    for row in values.indices where minor[row] != Column.nullInteger {
      let unit = Currency.minorUnitsByRawValue[Int((currencies?[row] ?? .none).rawValue)]
      guard unit != Currency.unknown else { throw notLoaded(field) }
      if Int(unit) <= scale {
        let (product, overflow) = minor[row].multipliedReportingOverflow(
          by: ScaledDecimal.power(scale - Int(unit)))
        guard !overflow, product != ScaledDecimal.null else { throw notLoaded(field) }
        values[row] = product
      } else {
        let (quotient, rest) = minor[row].quotientAndRemainder(
          dividingBy: ScaledDecimal.power(Int(unit) - scale))
        guard rest == 0 else { throw notLoaded(field) }
        values[row] = quotient
      }
    }
    return .decimals(values, scale: scale)
  }

  private func notLoaded(_ field: TableLayout.StoredField) -> Fault {
    Fault(
      "value-not-loaded", "the column \(field.name) holds a value that no load wrote", at: Place(file: path),
      hint: "Someone changed the table by hand; mend the value.", status: .dataRefused)
  }

  // MARK: Forms

  private static func day(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int32? {
    guard range.count == 10, bytes[range.lowerBound + 4] == 45, bytes[range.lowerBound + 7] == 45 else {
      return nil
    }
    func number(_ from: Int, _ count: Int) -> Int? {
      var value = 0
      for at in from..<from + count {
        let byte = bytes[range.lowerBound + at]
        guard byte >= 48, byte <= 57 else { return nil }
        value = value * 10 + Int(byte - 48)
      }
      return value
    }
    guard let year = number(0, 4), let month = number(5, 2), let day = number(8, 2) else { return nil }
    return CivilDate(year: year, month: month, day: day)?.days
  }

  private static func currency(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Currency? {
    guard range.count == 3 else { return nil }
    let at = range.lowerBound
    return Currency(bytes[at], bytes[at + 1], bytes[at + 2])
  }

  /// `-?digits[.digits]`, with nothing but zeros beyond `scale`.
  private static func decimal(_ bytes: Span<UInt8>, _ range: Range<Int>, scale: Int) -> Int64? {
    var at = range.lowerBound
    let isNegative = at < range.upperBound && bytes[at] == 45
    if isNegative { at += 1 }
    var value: Int64 = 0
    // -1 before the point.
    var (digits, decimals) = (0, -1)
    while at < range.upperBound {
      let byte = bytes[at]
      at += 1
      if byte == 46, decimals < 0, digits > 0 {
        decimals = 0
        continue
      }
      guard byte >= 48, byte <= 57 else { return nil }
      digits += 1
      if decimals >= 0 { decimals += 1 }
      if decimals > scale {
        if byte != 48 { return nil }
        continue
      }
      let (tens, high) = value.multipliedReportingOverflow(by: 10)
      let (sum, over) = tens.addingReportingOverflow(Int64(byte - 48))
      if high || over { return nil }
      value = sum
    }
    guard digits > 0, decimals != 0 else { return nil }
    let shown = min(max(decimals, 0), scale)
    let (scaled, over) = value.multipliedReportingOverflow(by: ScaledDecimal.power(scale - shown))
    return over ? nil : isNegative ? -scaled : scaled
  }
}
