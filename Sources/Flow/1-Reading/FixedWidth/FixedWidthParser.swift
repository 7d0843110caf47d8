import Records

/// Reads records of a layout into statements and rows, in the order of the file.
struct FixedWidthParser: BlockParser {
  let plan: FixedWidthPlan
  private let file: String
  /// Nil until the first line has decided.
  var layout: FixedLayout?
  var cutter: RecordCutter
  var notes = Notes<FixedWidthNote>()
  var rows: FixedRows
  var statements: [Statement] = []
  var book: FixedBook?
  /// Of the file, or of the one of several that is open.
  var tally = FixedTally()
  private var firstOfFile = 0
  /// The fields of the open statement, which all its records have.
  private var carried: FixedCarried
  /// Decimals that a record has said last.
  var decimals: Int?
  /// The sign that stood beside the last amount.
  var isDebit = false
  /// Records met, refused ones included.
  var recordsRead = 0
  /// Offset of the block in the file.
  var base: Int64 = 0
  private var linesToSkip: Int
  private var hasContinuations = false
  /// The continuations of the record at hand, each with its kind.
  var continuations: [(record: PlacedRecord, kind: Int)] = []
  /// The column and scale of amounts; nil where records have none.
  let amount: (column: Int, scale: Int)?
  let accountColumn: Int?
  let statementColumn: Int?
  let currencyColumn: Int?

  init(file: String, plan: FixedWidthPlan) {
    self.plan = plan
    self.file = file
    // Lines to be skipped have any length.
    let lengths = plan.layouts.map(\.length)
    let longest = lengths.contains(nil) || plan.skippedLines > 0 ? nil : lengths.compactMap(\.self).max()
    cutter = FixedWidthParser.cutter(file, longest)
    rows = FixedRows(plan.fields)
    carried = FixedCarried(columns: plan.fields.count)
    linesToSkip = plan.skippedLines
    let schema = RecordSchema(plan.fields)
    accountColumn = schema.index(of: "account_id")
    statementColumn = schema.index(of: "statement_id")
    currencyColumn = schema.index(of: "currency").flatMap { plan.fields[$0].type == .currency ? $0 : nil }
    if let at = schema.index(of: "amount"), case .decimal(let scale) = plan.fields[at].type {
      amount = (at, scale)
    } else {
      amount = nil
    }
  }

  private static func cutter(_ file: String, _ length: Int?) -> RecordCutter {
    RecordCutter(file: file, length: length) { FixedWidthFaults.recordUnknown(at: $0) }
  }

  mutating func read(
    _ bytes: Span<UInt8>, at offset: Int64, atEnd: Bool, limit: Int, rejecting rejections: inout [Rejection]
  ) throws(Fault) -> (used: Int, isFinished: Bool) {
    base = offset
    rows.beginBlock(bytes.count, carried)
    if layout == nil, try !choose(bytes, atEnd: atEnd) { return leave(cutter.cursor, false) }
    guard let layout else { return leave(cutter.cursor, false) }
    while rows.count < limit {
      let mark = cutter.mark
      guard let (record, kind) = try next(bytes, layout, atEnd: atEnd) else {
        guard atEnd, cutter.cursor == bytes.count else { return leave(cutter.cursor, false) }
        finish(layout)
        return leave(bytes.count, true)
      }
      cutter.take()
      if layout.records[kind].role == .record, try !gather(bytes, layout, atEnd: atEnd) {
        cutter.restore(mark)
        return leave(cutter.cursor, false)
      }
      take(bytes, layout, record, kind, rejecting: &rejections)
    }
    return leave(cutter.cursor, false)
  }

  var rowCount: Int { rows.count }

  mutating func batch(block: consuming [UInt8]) -> RecordBatch { rows.take(block: block) }

  var schema: RecordSchema { RecordSchema(plan.fields) }

  var remarks: [String] { notes.remarks }

  func recordTooLong(limit: Int) -> Fault { FixedWidthFaults.recordTooLong(at: cutter.place, limit: limit) }

  private mutating func leave(_ used: Int, _ isFinished: Bool) -> (used: Int, isFinished: Bool) {
    cutter.drop(used)
    return (used, isFinished)
  }

  // MARK: Lines

  /// Takes the layout whose first kind of record the first line is of; false when the block does not have the line whole.
  private mutating func choose(_ bytes: Span<UInt8>, atEnd: Bool) throws(Fault) -> Bool {
    while let line = try cutter.peek(bytes, atEnd: atEnd, begins: { _, _ in true }) {
      guard linesToSkip == 0 else {
        linesToSkip -= 1
        cutter.take()
        continue
      }
      let isGiven = plan.layouts.count == 1
      let found = plan.layouts.first {
        isGiven ? $0.kind(of: line, in: bytes) != nil : $0.begins(bytes, line)
      }
      guard let found else {
        throw FixedWidthFaults.unfit(plan.layouts.map(\.name).filter { !$0.isEmpty }, at: cutter.place)
      }
      layout = found
      hasContinuations = found.has(.continuation)
      for (column, text) in found.constants { setConstant(column, text) }
      rows.show(carried)
      let mark = cutter.mark
      cutter = FixedWidthParser.cutter(file, found.length)
      cutter.restore(mark)
      return true
    }
    guard atEnd, cutter.cursor == bytes.count else { return false }
    throw FixedWidthFaults.empty(file)
  }

  private mutating func setConstant(_ column: Int, _ text: [UInt8]) {
    if plan.fields[column].type == .currency {
      let currency = Currency(String(decoding: text, as: UTF8.self)) ?? .none
      carried.numbers[column] = Int64(currency.rawValue)
    } else {
      carried.texts[column] = text
    }
  }

  /// The next line with its kind; nil when the block does not have it whole, or is used up.
  private mutating func next(
    _ bytes: Span<UInt8>, _ layout: FixedLayout, atEnd: Bool
  ) throws(Fault) -> (record: PlacedRecord, kind: Int)? {
    let record = try cutter.peek(bytes, atEnd: atEnd) { bytes, start in
      let rest = PlacedRecord(
        range: start..<min(bytes.count, start + (layout.length ?? 0)), line: 0, isASCII: true)
      return layout.kind(of: rest, in: bytes) != nil
    }
    guard let record else { return nil }
    guard let kind = layout.kind(of: record, in: bytes) else {
      throw FixedWidthFaults.recordUnknown(at: cutter.place)
    }
    if record.isCut { notes.add(.linesTooLong, line: record.line) }
    return (record, kind)
  }

  /// Takes the continuations behind a record; false when they may go on behind the block.
  private mutating func gather(_ bytes: Span<UInt8>, _ layout: FixedLayout, atEnd: Bool) throws(Fault) -> Bool
  {
    continuations.removeAll(keepingCapacity: true)
    // Where a layout has none, what follows the record need not be there.
    guard hasContinuations else { return true }
    while let found = try next(bytes, layout, atEnd: atEnd) {
      guard layout.records[found.kind].role == .continuation else { return true }
      continuations.append(found)
      cutter.take()
    }
    return atEnd && cutter.cursor == bytes.count
  }

  private mutating func take(
    _ bytes: Span<UInt8>, _ layout: FixedLayout, _ record: PlacedRecord, _ kind: Int,
    rejecting rejections: inout [Rejection]
  ) {
    let meant = layout.records[kind]
    if meant.role == .statement { closeStatement(layout) }
    let counted =
      (meant.isCounted ? 1 : 0)
      + (meant.role == .record ? continuations.count { layout.records[$0.kind].isCounted } : 0)
    tally.lines += counted
    switch meant.role {
    case .statement: openStatement(bytes, layout, record, meant)
    case .record:
      if book == nil { openImplied(layout, line: record.line) }
      entry(bytes, layout, record, meant, rejecting: &rejections)
    case .continuation: notes.add(.continuationAlone, line: record.line)
    case .totals:
      guard book != nil else {
        notes.add(.totalsAlone, line: record.line)
        return
      }
      let stated = states(bytes, record, meant)
      book?.stated += stated
      book?.hasTotals = true
      book?.lastLine = record.line
    case .file: closeFile(layout, states(bytes, record, meant), line: record.line)
    case .ignored: break
    }
    book?.tally.lines += counted
  }

  // MARK: Statements

  private mutating func openStatement(
    _ bytes: Span<UInt8>, _ layout: FixedLayout, _ record: PlacedRecord, _ meant: FixedRecord
  ) {
    carried = FixedCarried(columns: plan.fields.count)
    decimals = nil
    for (column, text) in layout.constants { setConstant(column, text) }
    rows.show(carried)
    rows.begin()
    var checks: [Statement.Check] = []
    for field in meant.fields {
      guard let flaw = set(bytes, record, field, isContinuation: false) else { continue }
      checks.append(
        Statement.Check(
          .controlTotals, name: "\(field.name)-unreadable", stated: bytes.text(flaw.range),
          computed: "readable",
          line: record.line))
    }
    carried = rows.carriedFromOpen(bytes)
    rows.show(carried)
    open(line: record.line)
    statements[statements.count - 1].checks = checks
    let stated = states(bytes, record, meant)
    book?.stated = stated
  }

  /// Records that stand before any statement, or whose layout has totals only.
  private mutating func openImplied(_ layout: FixedLayout, line: Int32) {
    guard layout.hasStatements || layout.has(.totals) || layout.has(.file) else { return }
    open(line: line)
    if layout.hasStatements {
      statements[statements.count - 1].checks = [FixedWidthParser.missing("statement-header", line: line)]
    }
  }

  private mutating func open(line: Int32) {
    func text(_ column: Int?) -> String {
      guard let column else { return "" }
      let text = carried.texts[column]
      return String(decoding: text[text.span.trimmed(0..<text.count)], as: UTF8.self)
    }
    statements.append(
      Statement(
        statementID: text(statementColumn), accountID: text(accountColumn),
        currency: currencyColumn.map { carried.currency($0) } ?? .none, line: line))
    book = FixedBook(statement: statements.count - 1, lastLine: line)
  }

  private static func missing(_ name: String, line: Int32) -> Statement.Check {
    Statement.Check(.recordCounts, name: name, stated: "present", computed: "missing", line: line)
  }

  private mutating func closeStatement(_ layout: FixedLayout) {
    guard let open = book else { return }
    book = nil
    let scale = amount?.scale ?? 0
    var statement = statements[open.statement]
    statement.recordCount = open.tally.records
    let total = Int64(exactly: open.tally.sum).flatMap { $0 == ScaledDecimal.null ? nil : $0 }
    statement.recordsTotal = ScaledDecimal(unscaled: total ?? 0, scale: scale)
    statement.opening = open.amount(.opening).map { ScaledDecimal(unscaled: $0, scale: scale) }
    statement.closing = open.amount(.closing).map { ScaledDecimal(unscaled: $0, scale: scale) }
    setPeriod(open, of: &statement)
    if total == nil {
      statement.checks.append(
        Statement.Check(
          .controlTotals, name: "records-total", stated: "a sum of at most 18 digits",
          computed: ScaledDecimal.text(open.tally.sum, scale: scale), line: open.lastLine))
    }
    if layout.has(.totals), layout.hasStatements, !open.hasTotals {
      statement.checks.append(FixedWidthParser.missing("totals", line: open.lastLine))
    }
    if let before = open.amount(.opening), let after = open.amount(.closing) {
      statement.checks.append(
        Statement.Check(
          .balance, name: "closing-balance", stated: Int128(after), computed: Int128(before) + open.tally.sum,
          scale: scale, currency: statement.currency, line: open.lastLine))
    }
    let checks = FixedChecks(scale: scale, currency: statement.currency, prefix: "")
    statement.checks += checks.checks(open.stated, open.tally)
    statements[open.statement] = statement
  }

  /// The day of an opening balance is over.
  private func setPeriod(_ open: FixedBook, of statement: inout Statement) {
    statement.asOf = open.day(.closingDate)
    if case .text(let text)? = open.stated.last(where: { $0.what == .sequence })?.value {
      statement.sequence = text.contains { $0 != "0" } ? text : nil
    }
    guard let last = statement.asOf else { return }
    let first = open.day(.periodStart) ?? open.day(.openingDate)?.adding(days: 1)
    if let first, first < last { statement.starts = first }
  }

  // MARK: The file

  private mutating func closeFile(_ layout: FixedLayout, _ stated: [FixedStated], line: Int32) {
    closeStatement(layout)
    if firstOfFile == statements.count { notes.add(.totalsAlone, line: line) }
    for at in firstOfFile..<statements.count {
      let checks = FixedChecks(scale: amount?.scale ?? 0, currency: statements[at].currency, prefix: "file-")
      statements[at].checks += checks.checks(stated, tally)
    }
    tally = FixedTally()
    firstOfFile = statements.count
  }

  private mutating func finish(_ layout: FixedLayout) {
    let line = book?.lastLine ?? cutter.line
    closeStatement(layout)
    guard layout.has(.file) else { return }
    for at in firstOfFile..<statements.count {
      statements[at].checks.append(FixedWidthParser.missing("file-totals", line: line))
    }
  }
}

extension FixedLayout {
  /// Whether a line is of the layout's first kind of record, or of another that begins statements where that one does.
  fileprivate func begins(_ bytes: Span<UInt8>, _ line: PlacedRecord) -> Bool {
    guard let kind = kind(of: line, in: bytes) else { return false }
    return kind == 0 || (records[kind].role == .statement && records[0].role == .statement)
  }
}
