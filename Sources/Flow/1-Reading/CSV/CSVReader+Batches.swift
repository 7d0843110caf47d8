import Bytes
import Records

extension CSVReader {
  /// A batch in the making, and where the scan stands.
  struct Scan {
    var at: Int
    /// Line ends before `at`.
    var lines: Int
    var rows = 0
    var tally: CSVTally
    var origins: [Origin] = []
    var rejections: [Rejection] = []
    /// Rows and fields of the batch whose text still holds doubled quotes or escapes.
    var escaped: [(row: Int, field: Int)] = []
    /// What stops the reading.
    var stop: Fault?
  }

  /// Scans records until a batch is full or the window has no whole record left; nil when no row came of it.
  mutating func scanBatch(rejecting rejections: inout [Rejection]) throws(Fault) -> RecordBatch? {
    var scan = Scan(at: window.taken, lines: window.lines, tally: tally)
    var lastLines = CSVLastLines(dialect.bounds.footerLines)
    scan.origins.reserveCapacity(CSVReader.rowsAtMost)
    var room = Room()
    swap(&room, &self.room)
    // The window comes with its padding, and the room was made for one record and one batch of this file.
    unsafe window.bytes.withUnsafeBufferPointer { source in
      unsafe room.fields.withUnsafeMutableBufferPointer { fields in
        unsafe room.views.withUnsafeMutableBufferPointer { views in
          guard let base = source.baseAddress, let fields = fields.baseAddress else { return }
          unsafe scanRecords(base, fields, views, &scan, &lastLines)
        }
      }
    }
    swap(&room, &self.room)
    if let fault = scan.stop { throw fault }
    lastLines.holdBack(&scan, isAtEnd: window.isLast && scan.at == window.count)
    window.taken = scan.at
    window.lines = scan.lines
    tally = scan.tally
    rejections += scan.rejections
    return scan.rows == 0 ? nil : batch(scan)
  }

  /// - Parameters:
  ///   - base: the window and its padding.
  ///   - fields: room for the fields of one record, and one more.
  ///   - views: room for `rowsAtMost` views of each field.
  private func scanRecords(
    _ base: UnsafePointer<UInt8>, _ fields: UnsafeMutablePointer<TextView>,
    _ views: UnsafeMutableBufferPointer<TextView>, _ scan: inout Scan, _ lastLines: inout CSVLastLines
  ) {
    let (count, isLast, scanner) = (window.count, window.isLast, self.scanner)
    let width = header.names.count
    let isWatchful = self.isWatchful
    let headerLength = headerBytes.isEmpty ? -1 : headerBytes.count
    var notes = CSVScanner.Notes()
    while scan.at < count, scan.rows < CSVReader.rowsAtMost {
      if unsafe base[scan.at] <= 0x20, unsafe passBlankLines(base, count, isLast, &scan) { return }
      let at = scan.at
      if unsafe isComment(base + at, count - at) {
        guard unsafe skipLine(base, count, isLast, &scan) else { return }
        continue
      }
      if !notes.isEmpty { notes.clear() }
      let end = unsafe scanner.scan(
        base, from: at, count: count, isLast: isLast, fields: fields, capacity: width + 1, notes: &notes)
      guard end.isComplete else {
        if isLast { scan.stop = quoteNotClosed(line: scan.lines + 1 + (notes.openQuoteLines ?? 0)) }
        return
      }
      let length = end.stop - at
      // No second look for what is as wide as the header and the first record, more than delimiters, and not as long
      // as the header.
      let isPlain =
        !isWatchful && end.fields == width && end.fields == scan.tally.fields && length >= width
        && length != headerLength && notes.isEmpty
      if unsafe isPlain || takes(base, at, end, fields, notes, &scan, &lastLines) {
        scan.tally.records += 1
        unsafe keep(fields, views, row: scan.rows)
        scan.origins.append(origin(at, end, scan))
        scan.rows += 1
      }
      scan.at = end.next
      scan.lines += end.lines
    }
  }

  /// Steps over lines without a value, which are no records; there may be very many of them.
  ///
  /// - Returns: whether the window ends with them.
  @inline(__always)
  private func passBlankLines(
    _ base: UnsafePointer<UInt8>, _ count: Int, _ isLast: Bool, _ scan: inout Scan
  ) -> Bool {
    let blank = unsafe scanner.blankLines(base, from: scan.at, count: count, isLast: isLast)
    scan.at = blank.next
    scan.lines += blank.lines
    return scan.at == count
  }

  /// Whether every record needs a second look.
  private var isWatchful: Bool {
    header.names.count == 1 || window.hasZero || !dialect.bounds.footerTexts.isEmpty
      || dialect.bounds.footerLines > 0
  }

  private func quoteNotClosed(line: Int) -> Fault { CSVReader.quoteNotClosed(window.source.name, line: line) }

  private func isComment(_ start: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard let comment = dialect.comment else { return false }
    // From `start` on there are `count` bytes of the window.
    return unsafe UnsafeBufferPointer(start: start, count: count).starts(with: comment)
  }

  /// Steps over a line whatever is in it; false when the window ends before the line does.
  private func skipLine(_ base: UnsafePointer<UInt8>, _ count: Int, _ isLast: Bool, _ scan: inout Scan)
    -> Bool
  {
    var at = scan.at
    // Reads only below `count`.
    while at < count, unsafe base[at] != 10, unsafe base[at] != 13 { at += 1 }
    // A carriage return may have company of two bytes.
    guard isLast || at + 2 < count else { return false }
    if at < count { at = unsafe base[at] == 10 ? at + 1 : CSVScanner.afterReturn(base, at: at, count: count) }
    scan.at = at
    scan.lines += 1
    return true
  }

  /// Puts the fields of a record into their columns. An empty field is no value.
  @inline(__always)
  private func keep(
    _ fields: UnsafeMutablePointer<TextView>, _ views: UnsafeMutableBufferPointer<TextView>, row: Int
  ) {
    // Sources are columns of the file, for which there is room; a batch has room for `rowsAtMost` of each.
    for slot in 0..<sources.count {
      let view = unsafe fields[sources[slot]]
      unsafe views[slot &* CSVReader.rowsAtMost &+ row] = view.length == 0 ? .null : view
    }
  }

  func origin(_ at: Int, _ end: CSVScanner.End, _ scan: borrowing Scan) -> Origin {
    Origin(
      offset: window.offset + Int64(at), length: Int32(truncatingIfNeeded: end.stop - at),
      line: Int32(clamping: scan.lines + 1), record: Int32(clamping: scan.tally.records))
  }

  /// The batch of the rows scanned.
  private mutating func batch(_ scan: Scan) -> RecordBatch {
    unescape(scan.escaped)
    var columns: [Column] = []
    columns.reserveCapacity(schema.fields.count)
    for slot in 0..<sources.count {
      let start = slot * CSVReader.rowsAtMost
      columns.append(
        .text(TextColumn(bytes: window.bytes, views: Array(room.views[start..<start + scan.rows]))))
    }
    for constant in dialect.columns.constants { columns.append(.constant(constant.text, count: scan.rows)) }
    return RecordBatch(schema: schema, columns: columns, origins: scan.origins)
  }

  /// Takes doubled quotes and escapes out of the texts that have them, in the window itself: it is past them.
  private mutating func unescape(_ escaped: [(row: Int, field: Int)]) {
    if escaped.isEmpty { return }
    let scanner = self.scanner
    var clean: [(at: Int, view: TextView)] = []
    for (row, field) in escaped {
      // A field beyond the header's columns is empty.
      let slots = field < slotsOfColumn.count ? slotsOfColumn[field] : []
      guard let first = slots.first else { continue }
      let view = room.views[first * CSVReader.rowsAtMost + row]
      if view.isNull { continue }
      // The view lies within the window.
      let shorter = unsafe window.bytes.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return view }
        return unsafe scanner.unescape(base, view)
      }
      for slot in slots { clean.append((slot * CSVReader.rowsAtMost + row, shorter)) }
    }
    for (at, view) in clean { room.views[at] = view.length == 0 ? .null : view }
  }
}
