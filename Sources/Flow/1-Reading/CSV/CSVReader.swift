import Bytes
public import Components
public import Records

/// Reads delimited text: one record a line, fields parted by a delimiter, quoted where they must be.
///
///     Posted,Details,Amount          header: names the columns
///     2026-01-02,"Acme, Inc.",12.30  a quoted field may hold delimiters and line ends,
///     2026-01-03,"say ""hi""",-4.00  and quotes, written twice
///     Total,,8.30                    footer: left out when the options say how it starts
///
/// Standard: RFC 4180, and what banks make of it.
/// Deviations: any delimiter and quote, an escape, LF, CRLF, CR and CRCRLF as line ends, no last line end, lines
/// before the header and after the records, comments, one more empty field at the end of records or header, blanks
/// around quotes. See Specs/formats/csv.md.
/// Totals: none; a file of this format cannot prove that it is whole.
/// Limits: every field is text. Memory holds one window of 1.5 MiB, and of 16 MiB for a record that long.
public struct CSVReader: Reader {
  /// The fields of every batch: those listed and the constants, or one for each column of the file.
  public let schema: RecordSchema
  /// None: the format has no statements.
  public var statements: [Statement] { [] }

  let dialect: CSVDialect
  let scanner: CSVScanner
  /// Columns of the file.
  let header: ColumnHeader
  /// The header as it stands in the file, to know it again.
  let headerBytes: [UInt8]
  /// Index of the file's column for each field that comes from one.
  let sources: [Int]
  /// The other way round: which fields each column becomes.
  let slotsOfColumn: [[Int]]
  var window: CSVWindow
  var tally = CSVTally()
  var room: Room

  /// Rows of a batch at most.
  static let rowsAtMost = 16_384

  /// Opens the file and reads as far as its header.
  ///
  /// - Throws: `file-not-text`, `file-empty` and the faults of a header that is not there, or not as the options have it.
  init(dialect: CSVDialect, source: ByteSource, windowBytes: Int = CSVWindow.usualBytes) throws(Fault) {
    if !source.parts.isEmpty { throw CSVReader.notText(source.name) }
    self.dialect = dialect
    scanner = CSVScanner(dialect)
    window = try CSVWindow(source: source, size: windowBytes)
    if window.isEmpty { throw CSVReader.fileEmpty(source.name) }
    let start = try CSVStart(dialect, scanner, &window)
    header = start.header
    headerBytes = start.bytes
    if let wanted = dialect.columns.wanted {
      schema = dialect.columns.listed
      sources =
        try start.isEmptyFile
        ? wanted.map { _ in 0 } : start.header.indices(of: wanted, in: source.name)
    } else {
      schema = dialect.columns.schema(ofColumns: start.header.names)
      sources = Array(start.header.names.indices)
    }
    var slots = [[Int]](repeating: [], count: start.header.names.count)
    for (slot, column) in sources.enumerated() where column < slots.count { slots[column].append(slot) }
    slotsOfColumn = slots
    room = Room(
      fields: Array(repeating: .null, count: start.header.names.count + 1),
      views: Array(repeating: .null, count: sources.count * CSVReader.rowsAtMost))
  }

  /// Records met so far.
  public var recordsRead: Int { tally.records }

  /// Bytes of the file consumed so far, before unzipping.
  public var bytesRead: Int64 { window.source.bytesRead }

  /// What the survey of the file remarked, the lines that were left out because they are no records, and that there is
  /// no record at all. Final once the last batch was given.
  public var remarks: [String] {
    let isOver = window.isEmpty && window.isLast
    return window.source.remarks + tally.remarks
      + (isOver && tally.records == 0
        ? [dialect.bounds.hasHeader ? "header only: no records" : "no records"] : [])
  }

  /// The next batch.
  ///
  /// - Rejects: the reasons of the spec.
  /// - Throws: `quote-not-closed`, `record-after-footer`, `record-too-large`, and what reading bytes throws.
  public mutating func nextBatch(rejecting rejections: inout [Rejection]) throws(Fault) -> RecordBatch? {
    while !window.isEmpty || !window.isLast {
      try window.advance()
      let before = window.taken
      if let batch = try scanBatch(rejecting: &rejections) { return batch }
      if window.taken == before, !window.isEmpty { try window.grow() }
    }
    return nil
  }
}

extension CSVReader {
  /// Memory that every batch of a file uses again.
  struct Room {
    /// The fields of one record, and one more.
    var fields: [TextView] = []
    /// The views of a batch: `rowsAtMost` of the first field, of the second…
    var views: [TextView] = []
  }
}

/// What was met in a file so far.
struct CSVTally {
  /// Records given and refused.
  var records = 0
  /// Fields of the first record that has as many as the header, give or take an empty last one; 0 before it.
  var fields = 0
  /// Lines left out because nothing is in them but delimiters.
  var emptyLines = 0
  /// Lines left out because they say what the header says.
  var headers = 0
  /// Lines left out because they belong to the footer.
  var footers = 0

  var remarks: [String] {
    [
      (emptyLines, "with nothing but delimiters"), (headers, "repeating the header"),
      (footers, "of the footer"),
    ].compactMap { count, what in
      count == 0 ? nil : "\(counted(count, "line")) \(what) left out"
    }
  }
}
