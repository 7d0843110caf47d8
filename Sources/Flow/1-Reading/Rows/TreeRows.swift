import Records

/// The records of a batch while a tree is read: each with its own values, and with those of what lies around it.
///
/// What lies around records is counted in levels from 0 at the root. A value around records may stand behind them, as
/// the members of an object have no order, as long as they are still at hand.
struct TreeRows {
  /// Records of a batch at most.
  static let rowsPerBatch = 16_384
  /// Bytes of text at which a batch ends, and bytes that one record, or one line, may bring to it at most.
  private static let usualText = 16 << 20
  private static let mostText = 512 << 20

  private static let valueLate = Flaw(
    code: "value-late", fact: "a value that belongs to records which are long behind",
    hint:
      "Values around records may follow \(rowsPerBatch) of them at most: ask the sender for smaller files.")

  /// A value around records.
  private struct Held {
    var field: Int
    var level: Int
    var isThere = false
    var text: [UInt8] = []
    /// In the arena of the batch at hand, where `isShown`.
    var view = TextView.null
    var isShown = false
  }

  /// Where things stood before a part that may be taken back.
  struct Mark {
    fileprivate var rows: Int
    fileprivate var recordsRead: Int
  }

  /// Records met, also refused ones.
  private(set) var recordsRead = 0
  private var rows: TextRows
  private var held: [Held] = []
  /// By field, where in `held` it is; -1 for fields of the record itself.
  private let place: [Int]
  /// Rows in earlier batches.
  private var given = 0
  /// By level, the number of rows before what is open at that level.
  private var firstRow: [Int]
  /// The record that is open.
  private var offset: Int64 = 0
  private var line: Int32 = 0
  /// By field, the number of the record that last had a value for it.
  private var filledBy: [Int]
  private var opened = 0
  private var flaws: [(flaw: Flaw, field: String, value: String?, position: Int32)] = []

  /// - Parameters:
  ///   - rows: of the schema.
  ///   - levels: by field that is read, the level it belongs to; nil for those of the record itself.
  init(_ rows: TextRows, levels: [Int?]) {
    self.rows = rows
    var place: [Int] = []
    for (field, level) in levels.enumerated() {
      place.append(level == nil ? -1 : held.count)
      if let level { held.append(Held(field: field, level: level)) }
    }
    self.place = place
    firstRow = Array(repeating: 0, count: (levels.compactMap(\.self).max() ?? 0) + 1)
    filledBy = Array(repeating: 0, count: rows.width)
  }

  var schema: RecordSchema { rows.schema }

  /// Whether the batch is large enough to be given.
  var isFull: Bool { rows.count >= TreeRows.rowsPerBatch || rows.text.bytes.count >= TreeRows.usualText }

  /// Whether there is more text than a batch may hold.
  var isBeyond: Bool { rows.text.bytes.count >= TreeRows.mostText }

  /// Refuses a file with more text in a record than a batch may hold.
  func tooLarge(_ file: String, line: Int32) -> Fault {
    Fault(
      "record-too-large", "a record, or what is read as one, with more than 512 MiB of text",
      at: Place(file: file, line: Int(line)), hint: "Check that this is the sender's own file.",
      status: .dataRefused)
  }

  /// What is complete as a batch; nil when there is nothing. No record may be open.
  mutating func take() -> RecordBatch? {
    given += rows.count
    for at in held.indices { held[at].isShown = false }
    let batch = rows.take()
    return batch.count > 0 ? batch : nil
  }

  // MARK: Around records

  /// Something begins at a level around records: what was said at the level is forgotten.
  mutating func enter(level: Int) {
    guard level < firstRow.count else { return }
    firstRow[level] = given + rows.count
    for at in held.indices where held[at].level == level {
      held[at].isThere = false
      held[at].isShown = false
    }
  }

  /// Takes a value around records; what is wrong with it, if anything.
  mutating func hold(_ field: Int, _ text: [UInt8]) -> Flaw? {
    let at = place[field]
    if held[at].isThere { return TreeReason.valueRepeated.flaw }
    held[at].isThere = true
    held[at].text = text
    let first = firstRow[held[at].level]
    let now = given + rows.count
    if first == now || text.isEmpty { return nil }
    guard first >= given else { return TreeRows.valueLate }
    show(at)
    rows.set(field, held[at].view, rows: first - given..<now - given)
    return nil
  }

  private mutating func show(_ at: Int) {
    held[at].view = rows.text.keep(held[at].text)
    held[at].isShown = true
  }

  // MARK: Records

  mutating func begin(offset: Int64, line: Int32) {
    self.offset = offset
    self.line = line
    opened += 1
    flaws.removeAll(keepingCapacity: true)
    rows.begin()
    for at in held.indices where held[at].isThere {
      if !held[at].isShown { show(at) }
      rows.set(held[at].field, held[at].view)
    }
  }

  /// Takes a value of the open record; an empty one is no value, but a second one is one too many all the same.
  mutating func put(_ field: Int, _ bytes: Span<UInt8>, _ range: Range<Int>, at offset: Int64) {
    guard fill(field, at: offset) else { return }
    rows.set(field, rows.text.keep(bytes, range))
  }

  mutating func put(_ field: Int, _ text: [UInt8], at offset: Int64) {
    guard fill(field, at: offset) else { return }
    rows.set(field, rows.text.keep(text))
  }

  /// Whether it is the record's first value for the field.
  private mutating func fill(_ field: Int, at offset: Int64) -> Bool {
    if filledBy[field] == opened {
      flaw(TreeReason.valueRepeated.flaw, field, nil, at: offset)
      return false
    }
    filledBy[field] = opened
    return true
  }

  /// Something is wrong with the open record: the first flaw of each field is told, and 16 at most.
  ///
  /// - Parameter field: nil when the record as a whole is meant.
  mutating func flaw(_ flaw: Flaw, _ field: Int?, _ value: String?, at offset: Int64) {
    let name = field.map { rows.schema.fields[$0].name } ?? ""
    if flaws.count == 16 || flaws.contains(where: { $0.field == name }) { return }
    flaws.append((flaw, name, value, Int32(clamping: offset - self.offset)))
  }

  /// Ends the open record: it becomes a row, or is refused.
  ///
  /// - Parameter end: offset behind it.
  mutating func end(_ end: Int64, rejecting rejections: inout [Rejection]) {
    recordsRead += 1
    let origin = origin(offset, end, line)
    if flaws.isEmpty { return rows.close(origin) }
    rows.drop()
    for (flaw, field, value, position) in flaws {
      rejections.append(rejection(flaw, origin, field, value, position))
    }
  }

  /// Refuses what should have been a record as a whole.
  ///
  /// - Parameter position: of the first byte that is wrong, in the file.
  mutating func refuse(
    _ flaw: Flaw, _ bytes: Range<Int64>, line: Int32, position: Int64, rejecting rejections: inout [Rejection]
  ) {
    recordsRead += 1
    let origin = origin(bytes.lowerBound, bytes.upperBound, line)
    rejections.append(rejection(flaw, origin, "", nil, Int32(clamping: position - bytes.lowerBound)))
  }

  // MARK: Taking back

  var mark: Mark { Mark(rows: rows.count, recordsRead: recordsRead) }

  /// Takes back every record since the mark, which is of the batch at hand.
  mutating func takeBack(to mark: Mark) {
    rows.drop(to: mark.rows)
    recordsRead = mark.recordsRead
  }

  private func origin(_ start: Int64, _ end: Int64, _ line: Int32) -> Origin {
    Origin(
      offset: start, length: Int32(clamping: end - start), line: line, record: Int32(clamping: recordsRead))
  }

  private func rejection(
    _ flaw: Flaw, _ origin: Origin, _ field: String, _ value: String?, _ position: Int32
  ) -> Rejection {
    Rejection(
      origin: origin, stage: "read", field: field, value: value, code: flaw.code, reason: flaw.fact,
      hint: flaw.hint, position: position)
  }
}
