import Bytes
import Components
import Records

/// Reads a sheet of a workbook: one record a row.
///
///     Posted      Details      Amount       header: names the columns
///     46024       Acme, Inc.   12.3         a number formatted as a date is a day: 2026-01-02
///     46025       refund       -4
///     Total                    8.3          footer: left out when the options say how it starts
///
/// Standard: ISO/IEC 29500, transitional and strict: workbooks of Excel from 2007 on (xlsx, xlsm).
/// Deviations: parts under any name, cells and rows without their names, texts shared and in the cell, prefixes of any
/// kind. See Specs/formats/xlsx.md.
/// Totals: none; a file of this format cannot prove that it is whole.
/// Limits: every field is text. The texts that cells share are in memory, at most 512 MiB; of the sheet a piece of 64 KiB,
/// a row and a batch.
struct XLSXReader: Reader {
  // MARK: Settings and init

  let schema: RecordSchema

  private static let rowsPerBatch = 16_384
  /// Bytes of text of a batch, and at most of a row.
  private static let batchBytes = 16 << 20

  private let settings: XLSXSettings
  private let source: ByteSource
  private let part: ByteSource
  private var sheet: XLSXSheet
  private var values: XLSXValues
  private let start: XLSXStart
  /// Index of the field that comes from each column; several may.
  let fieldsOfColumn: [[Int]]
  private let sheetRemarks: [String]
  private var notes = Notes<XLSXNote>()
  private var rows: TextRows
  private var row = XLSXRow()
  /// The last rows, which may be the footer.
  private var held: [XLSXRow] = []
  private var oldest = 0
  private var hasRecord: Bool
  private var hasFooter = false
  private var isFinished = false
  private(set) var recordsRead = 0

  /// Opens the workbook and reads as far as the header.
  ///
  /// - Throws: the faults of `XLSXFaults`, and what reading throws.
  init(_ source: ByteSource, settings: XLSXSettings) throws(Fault) {
    self.settings = settings
    self.source = source
    let package = try XLSXPackage(source)
    let workbook = try XLSXWorkbook(package)
    let wanted = try workbook.sheet(settings.sheet, in: source.name)
    sheetRemarks = workbook.remarks(reading: wanted, isNamed: settings.sheet != nil)
    let open = { () throws(Fault) -> ByteSource in
      if let part = try package.open(wanted.part) { return part }
      throw XLSXFaults.damaged(source.name, "the sheet is not in it")
    }
    values = try XLSXValues(workbook, in: package)
    part = try open()
    sheet = XLSXSheet(part)
    start = try XLSXStart(&sheet, &row, &values, settings, part: open, file: source.name)
    hasRecord = start.hasRecord
    let header = start.header
    let sources: [Int]
    if let wanted = settings.columns.wanted {
      schema = settings.columns.listed
      let isEmpty = !settings.bounds.hasHeader && !start.hasRecord
      sources = isEmpty ? [] : try header.indices(of: wanted, in: source.name)
    } else {
      schema = settings.columns.schema(ofColumns: header.names)
      sources = Array(header.names.indices)
    }
    var fields = [[Int]](repeating: [], count: header.names.count)
    for (field, column) in sources.enumerated() { fields[column].append(field) }
    fieldsOfColumn = fields
    rows = TextRows(schema, constants: settings.columns.constants.map(\.text))
  }

  // MARK: Work

  /// None: the format has no statements.
  var statements: [Statement] { [] }

  var remarks: [String] {
    sheetRemarks + notes.remarks
      + (isFinished && recordsRead == 0
        ? [settings.bounds.hasHeader ? "header only: no records" : "no records"] : [])
  }

  /// As much of the file as of the sheet.
  var bytesRead: Int64 {
    if isFinished || part.size == 0 { return source.size }
    return Int64(Int128(source.size) * Int128(part.bytesRead) / Int128(part.size))
  }

  mutating func nextBatch(rejecting rejections: inout [Rejection]) throws(Fault) -> RecordBatch? {
    while !isFinished, rows.count < XLSXReader.rowsPerBatch,
      rows.text.bytes.count < XLSXReader.batchBytes
    {
      if hasRecord {
        hasRecord = false
      } else if try !sheet.read(into: &row) {
        finish()
        break
      }
      if isRecord(), release() { try take(&rejections) }
    }
    return rows.count > 0 ? rows.take() : nil
  }

  private mutating func finish() {
    isFinished = true
    for row in held[oldest...] + held[..<oldest] { notes.add(.footer, line: row.number) }
    for area in sheet.merged where area.rows.upperBound > start.row {
      notes.add(.merged, line: area.rows.lowerBound)
    }
  }

  /// Whether the row at hand has anything in it, and is not the header again.
  private mutating func isRecord() -> Bool {
    guard row.cells.contains(where: { values.isFilled($0, of: row) }) else { return false }
    guard !start.texts.isEmpty, row.cells.count >= start.texts.count else { return true }
    for (column, text) in start.texts {
      guard let cell = row.cells.first(where: { $0.column == column }), values.text(of: cell, row) == text
      else { return true }
    }
    notes.add(.header, line: row.number)
    return false
  }

  /// Holds the row at hand back, as long as it may be one of the last; false when there is no other in its place.
  private mutating func release() -> Bool {
    guard settings.bounds.footerLines > 0 else { return true }
    guard held.count == settings.bounds.footerLines else {
      held.append(row)
      row = XLSXRow()
      return false
    }
    swap(&held[oldest], &row)
    oldest = (oldest + 1) % held.count
    return true
  }

  /// Makes a record of the row at hand, or refuses it.
  ///
  /// - Throws: `record-after-footer`, `record-too-large`.
  private mutating func take(_ rejections: inout [Rejection]) throws(Fault) {
    if isFooter() {
      hasFooter = true
      return notes.add(.footer, line: row.number)
    }
    if hasFooter { throw XLSXFaults.recordAfterFooter(source.name, line: row.number) }
    recordsRead += 1
    if row.isHidden { notes.add(.hiddenRow, line: row.number) }
    let textBefore = rows.text.bytes.count
    var isRefused = false
    var last = -1
    rows.begin()
    for cell in row.cells {
      let isRepeated = cell.column <= last && row.cells.count { $0.column == cell.column } > 1
      last = max(last, cell.column)
      guard cell.column < fieldsOfColumn.count else {
        if values.isFilled(cell, of: row) { notes.add(.beyond, line: row.number) }
        continue
      }
      let fields = fieldsOfColumn[cell.column]
      guard let first = fields.first else { continue }
      if let reason = isRepeated ? .cellRepeated : keep(cell, fields) {
        isRefused = true
        rejections.append(refusal(of: cell, field: first, reason))
      }
      if rows.text.bytes.count - textBefore > XLSXReader.batchBytes {
        throw XLSXFaults.recordTooLarge(source.name, line: row.number, limit: XLSXReader.batchBytes)
      }
    }
    if isRefused { rows.drop() } else { rows.close(origin) }
  }

  /// Gives fields the value of a cell; the reason when it has none that can be read.
  private mutating func keep(_ cell: XLSXCell, _ fields: [Int]) -> XLSXReason? {
    let outcome = values.read(cell, of: row)
    switch outcome {
    case .nothing: return nil
    case .refused(let reason): return reason
    case .cleaned: notes.add(.noise, line: row.number)
    case .written, .shared, .asItStands: break
    }
    let view = values.keep(outcome, of: row, in: &rows.text)
    for field in fields { rows.set(field, view) }
    return nil
  }

  private mutating func isFooter() -> Bool {
    guard !settings.bounds.footerTexts.isEmpty,
      let first = row.cells.first(where: { values.isFilled($0, of: row) })
    else { return false }
    let text = values.text(of: first, row)
    return settings.bounds.footerTexts.contains { text.starts(with: $0) }
  }

  /// Where the row at hand is: its number in the sheet, and its bytes in the text of the package.
  private var origin: Origin {
    Origin(
      offset: (part.start ?? 0) + row.offset,
      length: part.start == nil ? 0 : Int32(clamping: row.length), line: row.number,
      record: Int32(clamping: recordsRead))
  }

  private func refusal(of cell: XLSXCell, field: Int, _ reason: XLSXReason) -> Rejection {
    let text = row.text[cell.range].prefix(100)
    return Rejection(
      origin: origin, stage: "read", field: schema.fields[field].name,
      value: cell.hasValue ? String(decoding: text, as: UTF8.self) : nil, code: reason.rawValue,
      reason: "\(reason.fact) (\(XLSXArea.letters(cell.column))\(row.number))", hint: reason.hint,
      position: cell.position)
  }

  // MARK: Reasons: see XLSXReason
}
