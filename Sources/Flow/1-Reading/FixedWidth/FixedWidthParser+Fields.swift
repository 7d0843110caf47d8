import Records

// Fields: what stands at their places.
extension FixedWidthParser {
  /// What is wrong with a field, and where.
  struct Flaw {
    var reason: FixedWidthReason
    var range: Range<Int>
  }

  /// Reads a record and its continuations into a row, and counts it.
  mutating func entry(
    _ bytes: Span<UInt8>, _ layout: FixedLayout, _ record: PlacedRecord, _ meant: FixedRecord,
    rejecting rejections: inout [Rejection]
  ) {
    recordsRead += 1
    let end = (continuations.last?.record ?? record).range.upperBound
    // Records and statements are numbered in 32 bits; a file would need more than 2^31 of them to run over.
    let origin = Origin(
      offset: base + Int64(record.range.lowerBound), length: Int32(end - record.range.lowerBound),
      line: record.line, record: Int32(truncatingIfNeeded: recordsRead),
      statement: Int32(truncatingIfNeeded: book?.statement ?? -1))
    let refused = rejections.count
    rows.begin()
    func refuse(_ field: FixedField, _ flaw: Flaw) {
      rejections.append(
        Rejection(
          origin: origin, stage: "read", field: field.name,
          value: flaw.range.isEmpty ? nil : bytes.text(flaw.range),
          code: flaw.reason.rawValue, reason: flaw.reason.fact, hint: flaw.reason.hint,
          position: Int32(flaw.range.lowerBound - record.range.lowerBound)))
    }
    for field in meant.fields {
      if let flaw = set(bytes, record, field, isContinuation: false) { refuse(field, flaw) }
    }
    for (part, kind) in continuations {
      for field in layout.records[kind].fields {
        if let flaw = set(bytes, part, field, isContinuation: true) { refuse(field, flaw) }
      }
    }
    book?.lastLine = record.line
    guard rejections.count == refused else { return }
    tally.records += 1
    book?.tally.records += 1
    if let amount, let value = rows.number(amount.column) {
      let isDebit = value < 0 || (value == 0 && isDebit)
      tally.add(value, isDebit: isDebit)
      book?.tally.add(value, isDebit: isDebit)
    }
    rows.close(bytes, origin)
  }

  /// Sets one field of the open row; gives what is wrong with it. Blanks, and a date of zeros, are no value.
  mutating func set(
    _ bytes: Span<UInt8>, _ record: PlacedRecord, _ field: FixedField, isContinuation: Bool
  ) -> Flaw? {
    if field.kind == .text, field.values.isEmpty {
      if !isContinuation { rows.clear(field.column) }
      for places in field.places {
        let range = record.field(bytes, places.first, places.last)
        rows.append(field.column, bytes, range, joint: field.joint)
      }
      return nil
    }
    let range = record.value(bytes, field.places[0].first, field.places[0].last)
    if range.isEmpty { return nil }
    switch field.kind {
    case .text:
      if let text = field.values.meaning(bytes, range) {
        rows.set(field.column, text: text)
      } else {
        rows.set(field.column, range: range)
      }
    case .currency:
      let meaning = field.values.meaning(bytes, range).map { String(decoding: $0, as: UTF8.self) }
      guard let currency = Currency(meaning ?? bytes.text(range)) else {
        return Flaw(reason: .currencyUnknown, range: range)
      }
      rows.set(field.column, number: Int64(currency.rawValue))
    case .date:
      guard let day = field.date.date(bytes, range) else {
        return isZeros(bytes, range) ? nil : Flaw(reason: .dateUnknown, range: range)
      }
      rows.set(field.column, number: Int64(day.days))
    case .number, .integer:
      switch number(bytes, record, field, range) {
      case .success(let number): rows.set(field.column, number: number)
      case .failure(let flaw): return flaw
      }
    }
    return nil
  }

  private enum Number {
    case success(Int64)
    case failure(Flaw)
  }

  private mutating func number(
    _ bytes: Span<UInt8>, _ record: PlacedRecord, _ field: FixedField, _ range: Range<Int>
  ) -> Number {
    var scale = 0
    if case .number(let places) = field.kind { scale = places }
    var decimals = field.figures.decimals
    if let at = field.figures.decimalsAt {
      let place = record.value(bytes, at.first, at.last)
      if place.count == 1, let digit = bytes[place.lowerBound].digit { self.decimals = Int(digit) }
      decimals = self.decimals ?? decimals
    }
    let reading = FixedNumber.read(
      bytes, range, isOverpunched: field.figures.isOverpunched, decimals: decimals, scale: scale)
    switch reading {
    case .value(let value): return signed(bytes, record, field, value)
    case .notDigits: return .failure(Flaw(reason: .numberNotDigits, range: range))
    case .tooLarge: return .failure(Flaw(reason: .numberTooLarge, range: range))
    case .tooFine: return .failure(Flaw(reason: .numberTooFine, range: range))
    }
  }

  /// With the sign that stands elsewhere; nothing needs none.
  private mutating func signed(
    _ bytes: Span<UInt8>, _ record: PlacedRecord, _ field: FixedField, _ value: Int64
  ) -> Number {
    guard let at = field.figures.signAt else { return .success(value) }
    let range = record.value(bytes, at.first, at.last)
    let isNegative = field.figures.negative.contains { bytes.isEqual(range, $0) }
    if field.column == amount?.column { isDebit = isNegative }
    if isNegative { return .success(-value) }
    let positive = field.figures.positive
    let isPositive = positive.isEmpty || positive.contains { bytes.isEqual(range, $0) }
    return isPositive || value == 0 ? .success(value) : .failure(Flaw(reason: .signUnknown, range: range))
  }

  private func isZeros(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for index in range where bytes[index] != UInt8(ascii: "0") { return false }
    return true
  }

  // MARK: What a record states

  mutating func states(_ bytes: Span<UInt8>, _ record: PlacedRecord, _ meant: FixedRecord) -> [FixedStated] {
    meant.states.compactMap { state in
      let field = state.field
      let range = record.value(bytes, field.places[0].first, field.places[0].last)
      if range.isEmpty { return nil }
      var value = FixedStated.Value.text(bytes.text(range))
      switch field.kind {
      case .number, .integer:
        if case .success(let number) = number(bytes, record, field, range) { value = .number(number) }
      case .date: if let day = field.date.date(bytes, range) { value = .day(day) }
      case .text, .currency: break
      }
      return FixedStated(what: state.what, value: value, line: record.line)
    }
  }
}
