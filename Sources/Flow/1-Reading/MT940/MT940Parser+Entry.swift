import Records

// Entries: field 61 and what speaks of it.
extension MT940Parser {
  /// What is found in field 61 before it becomes a row.
  private struct Entry {
    var valueDate: CivilDate?
    var bookingDate: CivilDate?
    var isDebit = false
    var isExpected = false
    var amount: Int64 = 0
    var type = 0..<0
    var customerReference = 0..<0
    var bankReference = 0..<0
    /// Behind the padded reference on its line.
    var restOfLine = 0..<0
    /// The first line of the supplementary details, among the piece's lines.
    var supplement = 0
  }

  /// Reads field 61 from place to place.
  private struct Reading {
    var at: Int
    var end: Int
    /// Index of the next line.
    var nextLine: Int
  }

  mutating func entry(_ bytes: Span<UInt8>, rejecting rejections: inout [Rejection]) {
    recordsRead += 1
    let refused = rejections.count
    let first = framer.lines[0]
    var reading = Reading(at: first.lowerBound, end: first.upperBound, nextLine: 1)
    var row = Entry()
    if dates(bytes, &reading, &row, &rejections), mark(bytes, &reading, &row, &rejections) {
      amount(bytes, &reading, &row, &rejections)
    }
    guard rejections.count == refused, let day = row.bookingDate, let value = row.valueDate else { return }
    references(bytes, &reading, &row)
    row.supplement = reading.nextLine
    book?.add(row.amount, isExpected: row.isExpected, day: day)
    append(bytes, row, day: day, value: value)
  }

  // MARK: Its parts

  /// Value date and entry date; false when the field cannot be read on.
  private mutating func dates(
    _ bytes: Span<UInt8>, _ reading: inout Reading, _ row: inout Entry, _ rejections: inout [Rejection]
  ) -> Bool {
    skipBlanks(bytes, &reading)
    let start = reading.at
    guard bytes.isDigits(at: start, count: 6, before: reading.end) else {
      let found = start..<min(start + 6, reading.end)
      rejections.append(refusal(bytes, .valueDateUnknown, field: "value_date", found))
      return false
    }
    if let date = MT940Value.date(bytes, at: start) {
      row.valueDate = date.date
      if date.isClamped { notes.add(.februaryDay, line: framer.startLine) }
    } else {
      rejections.append(refusal(bytes, .valueDateUnknown, field: "value_date", start..<start + 6))
    }
    reading.at += 6
    skipBlanks(bytes, &reading)
    row.bookingDate = row.valueDate
    guard reading.at < reading.end, bytes[reading.at].digit != nil else { return true }
    return entryDate(bytes, &reading, &row, &rejections)
  }

  private mutating func entryDate(
    _ bytes: Span<UInt8>, _ reading: inout Reading, _ row: inout Entry, _ rejections: inout [Rejection]
  ) -> Bool {
    let start = reading.at
    guard bytes.isDigits(at: start, count: 4, before: reading.end) else {
      let found = start..<min(start + 4, reading.end)
      rejections.append(refusal(bytes, .bookingDateUnknown, field: "booking_date", found))
      return false
    }
    reading.at += 4
    guard let near = row.valueDate else { return true }
    guard let date = MT940Value.date(bytes, at: start, near: near) else {
      rejections.append(refusal(bytes, .bookingDateUnknown, field: "booking_date", start..<start + 4))
      return true
    }
    row.bookingDate = date.date
    if date.isClamped { notes.add(.februaryDay, line: framer.startLine) }
    return true
  }

  /// C, D, RC, RD, EC or ED, then perhaps the third letter of the currency; false when there is no such mark. A reversal
  /// of a credit is money out, a reversal of a debit is money in.
  private mutating func mark(
    _ bytes: Span<UInt8>, _ reading: inout Reading, _ row: inout Entry, _ rejections: inout [Rejection]
  ) -> Bool {
    skipBlanks(bytes, &reading)
    let start = reading.at
    func byte(_ place: Int) -> UInt8 { start + place < reading.end ? bytes[start + place] : 0 }
    let isReversal = byte(0) == UInt8(ascii: "R")
    row.isExpected = byte(0) == UInt8(ascii: "E")
    let place = isReversal || row.isExpected ? 1 : 0
    let isDebit = byte(place) == UInt8(ascii: "D")
    guard isDebit || byte(place) == UInt8(ascii: "C") else {
      rejections.append(refusal(bytes, .markUnknown, field: "amount", start..<min(start + 2, reading.end)))
      return false
    }
    row.isDebit = isDebit != isReversal
    reading.at += place + 1
    if reading.at < reading.end, bytes[reading.at].isCapital { reading.at += 1 }
    return true
  }

  private mutating func amount(
    _ bytes: Span<UInt8>, _ reading: inout Reading, _ row: inout Entry, _ rejections: inout [Rejection]
  ) {
    skipBlanks(bytes, &reading)
    let lines = framer.lines(of: 0)
    // Some files wrap between mark and amount.
    if reading.at == reading.end, reading.nextLine < lines.upperBound {
      (reading.at, reading.end) = (
        framer.lines[reading.nextLine].lowerBound, framer.lines[reading.nextLine].upperBound
      )
      reading.nextLine += 1
      skipBlanks(bytes, &reading)
    }
    let start = reading.at
    let figure = MT940Value.amount(bytes, start..<reading.end)
    reading.at = figure.end
    skipBlanks(bytes, &reading)
    let end = reading.end
    func refuse(_ reason: MT940Reason, at position: Int? = nil) -> Rejection {
      var stop = figure.end
      while stop < end, bytes[stop] > 0x20, !MT940Parser.beginsType(bytes[stop]) { stop += 1 }
      return refusal(bytes, reason, field: "amount", start..<stop, at: position)
    }
    switch figure.amount {
    case .value where !isEnded(bytes, figure, reading):
      rejections.append(refuse(.amountNotANumber, at: figure.end))
    case .value(let value):
      row.amount = row.isDebit ? -value : value
      note(figure)
    case .notANumber(let place): rejections.append(refuse(.amountNotANumber, at: place))
    case .tooLarge: rejections.append(refuse(.amountTooLarge))
    case .tooFine: rejections.append(refuse(.amountTooFine))
    }
  }

  /// Whether what follows is no part of the amount: the letter of a type, slashes, blanks without more digits. Another
  /// letter may begin a type only where two decimals are there: before, it is a slip for a digit.
  private func isEnded(_ bytes: Span<UInt8>, _ figure: MT940Value.Figure, _ reading: Reading) -> Bool {
    guard reading.at < reading.end else { return true }
    let next = bytes[reading.at]
    if reading.at > figure.end {
      return next.digit == nil && next != UInt8(ascii: ",") && next != UInt8(ascii: ".")
    }
    return MT940Parser.beginsType(next) || next == UInt8(ascii: "/")
      || (next.isCapital && figure.decimals >= 2)
  }

  /// N, S or F: the standard has no other types.
  private static func beginsType(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "N") || byte == UInt8(ascii: "S") || byte == UInt8(ascii: "F")
  }

  /// Type, the account holder's reference, and behind two slashes the bank's.
  private func references(_ bytes: Span<UInt8>, _ reading: inout Reading, _ row: inout Entry) {
    var slashes = reading.at
    while slashes + 1 < reading.end,
      bytes[slashes] != UInt8(ascii: "/") || bytes[slashes + 1] != UInt8(ascii: "/")
    { slashes += 1 }
    if slashes + 1 >= reading.end { slashes = reading.end }
    if reading.at < slashes, bytes[reading.at].isCapital {
      let end = min(reading.at + 4, slashes)
      row.type = bytes.trimmed(reading.at..<end)
      reading.at = end
    }
    var reference = reading.at..<slashes
    // Padded to its sixteen places: what stands behind them is something else.
    if reference.count > 16, bytes[reading.at + 14] == 0x20, bytes[reading.at + 15] == 0x20 {
      row.restOfLine = reading.at + 16..<slashes
      reference = reading.at..<reading.at + 16
    }
    row.customerReference = MT940Parser.named(bytes, reference)
    row.bankReference = MT940Parser.named(bytes, min(slashes + 2, reading.end)..<reading.end)
  }

  /// A reference, without the words that say that there is none or that it stands in field 86.
  private static func named(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    let used = bytes.trimmed(range)
    for word in absent where MT940Details.isEqual(bytes, used, word) { return 0..<0 }
    return used
  }

  private static let absent: [StaticString] = ["NONREF", "EREF", "EREF+", "KREF", "KREF+", "PREF", "MARF"]

  private func skipBlanks(_ bytes: Span<UInt8>, _ reading: inout Reading) {
    while reading.at < reading.end, bytes[reading.at].isBlank { reading.at += 1 }
  }

  // MARK: The row

  private mutating func append(_ bytes: Span<UInt8>, _ row: Entry, day: CivilDate, value: CivilDate) {
    guard let statement = book?.statement, let isInterim = book?.isInterim else { return }
    readDetails(bytes, row)
    var found = BankRow()
    found.account = shown.account
    found.statementID = shown.statementID
    found.bookingDate = day.days
    found.valueDate = value.days
    found.amount = row.amount
    found.currency = statements[statement].currency
    found.status = row.isExpected ? shown.future : isInterim ? shown.pending : shown.booked
    found.typeCode = typeCode(bytes, row.type)
    found.bankReference = rows.text.view(of: row.bankReference)
    found.customerReference =
      row.customerReference.isEmpty
      ? rows.text.keep(details.reference) : rows.text.view(of: row.customerReference)
    found.endToEndID = rows.text.keep(details.endToEndID)
    found.counterpartyName = rows.text.keep(details.name)
    found.counterpartyAccount = rows.text.keep(details.account)
    found.description = rows.text.keep(details.description)
    rows.append(found, origin)
  }

  /// That of field 61, and behind a slash that of field 86 where it has one.
  private mutating func typeCode(_ bytes: Span<UInt8>, _ type: Range<Int>) -> TextView {
    if details.code.isEmpty { return rows.text.view(of: type) }
    if type.isEmpty { return rows.text.keep(details.code) }
    typeScratch.removeAll(keepingCapacity: true)
    MT940Details.append(bytes, type, to: &typeScratch)
    typeScratch.append(UInt8(ascii: "/"))
    typeScratch.append(contentsOf: details.code)
    return rows.text.keep(typeScratch)
  }

  private mutating func readDetails(_ bytes: Span<UInt8>, _ row: Entry) {
    details.clear()
    details.addLine(bytes, row.restOfLine)
    let own = framer.lines(of: 0).upperBound
    var supplement = framer.lines[row.supplement..<own]
    // An account there gives way to the one in the text.
    let hasAccount = supplement.contains { MT940Details.isIBAN(bytes, bytes.trimmed($0)) }
    if !hasAccount {
      details.addSupplement(bytes, supplement)
      supplement = []
    }
    var texts = 0..<0
    for part in framer.parts.indices.dropFirst() {
      let lines = framer.lines(of: part)
      if framer.parts[part].tag == .details {
        texts = texts.isEmpty ? lines : texts.lowerBound..<lines.upperBound
      } else {
        details.addNational(bytes, framer.lines[lines])
      }
    }
    if !texts.isEmpty { details.addText(bytes, framer.lines[texts]) }
    details.addSupplement(bytes, supplement)
  }

  private var origin: Origin {
    // Records and statements are numbered in 32 bits; a file would need more than 2^31 of them to run over.
    Origin(
      offset: base + Int64(framer.start), length: Int32(framer.end - framer.start), line: framer.startLine,
      record: Int32(truncatingIfNeeded: recordsRead), statement: Int32(book?.statement ?? -1))
  }

  private func refusal(
    _ bytes: Span<UInt8>, _ reason: MT940Reason, field: String, _ range: Range<Int>, at position: Int? = nil
  ) -> Rejection {
    Rejection(
      origin: origin, stage: "read", field: field,
      value: range.isEmpty ? nil : bytes.text(range), code: reason.rawValue, reason: reason.fact,
      hint: reason.hint, position: Int32((position ?? range.lowerBound) - framer.start))
  }
}
