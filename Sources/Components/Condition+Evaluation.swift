public import Records

extension Condition {
  /// Turns off the rows that do not meet the condition; rows already off stay off.
  ///
  /// - Parameters:
  ///   - batch: of the schema the condition was made for.
  ///   - matches: one per row.
  public func narrow(_ matches: inout [Bool], in batch: RecordBatch) {
    precondition(matches.count == batch.count, "one answer a row")
    guard let column = batch.column(field.name), column.type == field.type else {
      preconditionFailure("a batch of another schema")
    }
    switch column {
    case .text(let column): narrow(&matches, text: column)
    case .decimals(let values, _): narrow(&matches, values, null: ScaledDecimal.null) { $0 }
    case .integers(let values): narrow(&matches, values, null: Column.nullInteger) { $0 }
    case .dates(let values): narrow(&matches, values, null: Int64(CivilDate.null)) { Int64($0) }
    case .currencies(let values):
      narrow(&matches, values, null: Int64(Currency.none.rawValue)) { Int64($0.rawValue) }
    }
  }

  /// Which rows meet all conditions; every row when there is none.
  public static func matches(_ conditions: [Condition], in batch: RecordBatch) -> [Bool] {
    var matches = [Bool](repeating: true, count: batch.count)
    for condition in conditions { condition.narrow(&matches, in: batch) }
    return matches
  }

  // MARK: Numbers, dates, currencies

  @inline(__always)
  private func narrow<Element>(
    _ matches: inout [Bool], _ values: [Element], null: Int64, number: (Element) -> Int64
  ) {
    switch test {
    case .range(let low, let high):
      for row in 0..<values.count {
        let value = number(values[row])
        let meets = value >= low && value <= high
        matches[row] = matches[row] && value != null && meets != isInverted
      }
    case .numbers(let known):
      for row in 0..<values.count where matches[row] {
        let value = number(values[row])
        matches[row] = value != null && known.contains(value) != isInverted
      }
    case .present:
      for row in 0..<values.count {
        matches[row] = matches[row] && (number(values[row]) != null) != isInverted
      }
    case .texts, .contains, .startsWith: preconditionFailure("a text test of a number")
    }
  }

  // MARK: Text

  private func narrow(_ matches: inout [Bool], text column: TextColumn) {
    switch test {
    case .texts(let known):
      narrow(&matches, column) { bytes, start, length in
        known.contains { $0.count == length && begins(bytes, at: start, with: $0) }
      }
    case .startsWith(let prefix):
      narrow(&matches, column) { bytes, start, length in
        prefix.count <= length && begins(bytes, at: start, with: prefix)
      }
    case .contains(let part):
      narrow(&matches, column) { bytes, start, length in
        guard part.count <= length else { return false }
        for at in start...start + length - part.count where begins(bytes, at: at, with: part) { return true }
        return false
      }
    case .present:
      for row in 0..<column.views.count {
        matches[row] = matches[row] && column.views[row].isNull == isInverted
      }
    case .range, .numbers: preconditionFailure("a number test of a text")
    }
  }

  @inline(__always)
  private func narrow(
    _ matches: inout [Bool], _ column: TextColumn,
    meets: (_ bytes: Span<UInt8>, _ start: Int, _ length: Int) -> Bool
  ) {
    let bytes = column.bytes.span
    for row in 0..<column.views.count where matches[row] {
      let view = column.views[row]
      matches[row] = !view.isNull && meets(bytes, Int(view.start), Int(view.length)) != isInverted
    }
  }
}

/// Whether the bytes at `start` are those of `prefix`, which is known to fit.
@inline(__always)
private func begins(_ bytes: Span<UInt8>, at start: Int, with prefix: [UInt8]) -> Bool {
  for at in 0..<prefix.count where bytes[start + at] != prefix[at] { return false }
  return true
}
