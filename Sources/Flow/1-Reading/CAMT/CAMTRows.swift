import Records

/// The columns of a batch while its entries are read. All text lies in one arena, into which the reader copies it from
/// the pieces of the document.
struct CAMTRows {
  static let schema = RecordSchema([
    Field("account_id", .text), Field("booking_date", .date), Field("value_date", .date),
    Field("amount", .decimal(scale: scale)), Field("currency", .currency), Field("status", .text),
    Field("type_code", .text), Field("bank_reference", .text), Field("customer_reference", .text),
    Field("end_to_end_id", .text), Field("counterparty_name", .text), Field("counterparty_account", .text),
    Field("description", .text), Field("statement_id", .text),
  ])
  /// Decimal places of every amount.
  static let scale = 4

  /// What the columns show of one record.
  struct Row {
    var account = TextView.null
    var bookingDate = CivilDate.null
    var valueDate = CivilDate.null
    var amount = ScaledDecimal.null
    var currency = Currency.none
    var status = TextView.null
    var typeCode = TextView.null
    var bankReference = TextView.null
    var customerReference = TextView.null
    var endToEndID = TextView.null
    var counterpartyName = TextView.null
    var counterpartyAccount = TextView.null
    var description = TextView.null
    var statementID = TextView.null
  }

  private var origins: [Origin] = []
  private var rows: [Row] = []
  private(set) var arena: [UInt8] = []

  var count: Int { rows.count }

  mutating func append(_ row: Row, _ origin: Origin) {
    rows.append(row)
    origins.append(origin)
  }

  /// Copies a text into the arena; null when it is empty. The arena stays far below 4 GiB.
  @inline(__always)
  mutating func keep(_ text: Span<UInt8>, _ range: Range<Int>) -> TextView {
    if range.isEmpty { return .null }
    let view = TextView(start: UInt32(truncatingIfNeeded: arena.count), length: Int32(range.count))
    // The range lies within the text, and the arena is another memory.
    unsafe text.extracting(range).withUnsafeBufferPointer { unsafe arena.append(contentsOf: $0) }
    return view
  }

  mutating func keep(_ text: String) -> TextView {
    if text.isEmpty { return .null }
    let view = TextView(start: UInt32(truncatingIfNeeded: arena.count), length: Int32(text.utf8.count))
    arena.append(contentsOf: text.utf8)
    return view
  }

  /// The texts that are there, with `joint` between them; no copy of one alone.
  mutating func join(_ views: some Sequence<TextView>, with joint: [UInt8]) -> TextView {
    var first = TextView.null
    var start = 0
    var parts = 0
    for view in views where !view.isNull {
      parts += 1
      if parts == 1 {
        first = view
        continue
      }
      if parts == 2 {
        start = arena.count
        repeatText(first)
      }
      arena.append(contentsOf: joint)
      repeatText(view)
    }
    guard parts > 1 else { return first }
    return TextView(start: UInt32(truncatingIfNeeded: start), length: Int32(arena.count - start))
  }

  /// Byte by byte: a slice of the arena would have the whole of it copied.
  private mutating func repeatText(_ view: TextView) {
    let start = Int(view.start)
    for at in start..<start + Int(view.length) { arena.append(arena[at]) }
  }

  func text(_ view: TextView) -> String? {
    view.isNull
      ? nil : String(decoding: arena[Int(view.start)..<Int(view.start) + Int(view.length)], as: UTF8.self)
  }

  /// Whether both show the same bytes, and there are some.
  func areEqual(_ a: TextView, _ b: TextView) -> Bool {
    guard a.length > 0, a.length == b.length else { return false }
    let (x, y, count) = (Int(a.start), Int(b.start), Int(a.length))
    return arena[x..<x + count].elementsEqual(arena[y..<y + count])
  }

  /// Whether the view shows these bytes.
  func shows(_ view: TextView, _ bytes: StaticString) -> Bool {
    guard Int(view.length) == bytes.utf8CodeUnitCount else { return false }
    let start = Int(view.start)
    return bytes.withUTF8Buffer { letters in
      // The letters of a literal live for ever.
      unsafe arena[start..<start + Int(view.length)].elementsEqual(letters)
    }
  }

  /// Everything so far as a batch; the rows begin anew.
  mutating func take() -> RecordBatch {
    var finished = CAMTRows()
    finished.rows.reserveCapacity(rows.count)
    finished.origins.reserveCapacity(rows.count)
    finished.arena.reserveCapacity(arena.count)
    swap(&finished, &self)
    return finished.batch()
  }

  private consuming func batch() -> RecordBatch {
    let rows = self.rows
    let bytes = arena
    func text(_ field: (Row) -> TextView) -> Column {
      .text(TextColumn(bytes: bytes, views: rows.map(field)))
    }
    return RecordBatch(
      schema: CAMTRows.schema,
      columns: [
        text(\.account), .dates(rows.map(\.bookingDate)), .dates(rows.map(\.valueDate)),
        .decimals(rows.map(\.amount), scale: CAMTRows.scale), .currencies(rows.map(\.currency)),
        text(\.status), text(\.typeCode), text(\.bankReference), text(\.customerReference),
        text(\.endToEndID), text(\.counterpartyName), text(\.counterpartyAccount), text(\.description),
        text(\.statementID),
      ],
      origins: origins)
  }
}
