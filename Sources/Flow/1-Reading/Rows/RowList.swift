import Records

/// The records of a batch, for the columns they make; texts are views into `bytes`.
struct RowList<One> {
  let rows: [One]
  let bytes: [UInt8]

  func text(_ field: (One) -> TextView) -> Column { .text(TextColumn(bytes: bytes, views: rows.map(field))) }

  func integers(_ field: (One) -> Int64) -> Column { .integers(rows.map(field)) }

  func dates(_ field: (One) -> Int32) -> Column { .dates(rows.map(field)) }

  /// - Parameter scale: decimal places of the values.
  func decimals(_ field: (One) -> Int64, scale: Int) -> Column { .decimals(rows.map(field), scale: scale) }

  func currencies(_ field: (One) -> Currency) -> Column { .currencies(rows.map(field)) }
}
