import Records

extension Column {
  /// The canonical text of every value: ISO dates, decimals at the column's scale, codes. Text is handed on as it is.
  func canonicalText() -> TextColumn {
    switch self {
    case .text(let column): column
    case .decimals(let values, let scale): .decimals(values, scale: scale, currencies: nil)
    case .integers(let values): .decimals(values, scale: 0, currencies: nil)
    case .dates(let values): .dates(values)
    case .currencies(let values): .currencies(values)
    }
  }
}
