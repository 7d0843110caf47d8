import Bytes
import Components
import Records

/// Reads JSON: documents with a list of records in them, and files of a document in each line (NDJSON).
///
///     { "account": { "id": "0012345" },
///       "transactions": [                          records: transactions
///         { "amount": { "value": -12.30 },         amount.value
///           "date": "2026-01-31" } ] }             date; and of the account, $.account.id
///
/// Standard: RFC 8259; a file of lines as ndjson has it.
/// Deviations: blank lines between documents in lines, a byte order mark, other encodings.
/// Totals: none; a document proves that it is whole by its last bracket, a file of lines does not.
/// Limits: every field is text, a number as it is written. 256 levels, 16 MiB of one text, 512 MiB of a record or a line.
/// Memory holds a piece of the file and the values of one batch.
struct JSONReader: Reader {
  // MARK: Spec

  static let spec = ComponentSpec(
    kind: .reader, name: "json",
    summary: "JSON documents with records in them, and NDJSON, a document in each line.",
    standard: "RFC 8259",
    limits: "Every field is text, numbers as they are written. A text has at most 16 MiB.",
    options: [
      Columns.option(
        key: "the path of a value",
        doc: """
          Which value becomes which field. A path is names with dots between them, from the record on; one that \
          begins with `$.` starts at the root of the document, for what lies around the records. Lists on the way \
          have no part in a path. Values not listed are left out.
          """, example: "{ booking.date: booking_date, amount.value: amount, $.account.id: account_id }"),
      Columns.constantsOption,
      OptionSpec(
        "records", .text,
        doc: """
          The path from the root to the records: an object, or a list of objects. When left out, the document is a \
          record itself, or a list of them.
          """, example: "data.transactions"),
      OptionSpec(
        "lines", .flag,
        doc: """
          Whether each line is a document of its own (NDJSON). When left out: if the first one ends in its line and \
          another one follows.
          """, example: "true"),
    ],
    reasons: JSONReason.allCases.map { ReasonSpec($0.rawValue, $0.summary) } + TreeReason.specs,
    examples: [
      "{ columns: { date: booking_date, amount.value: amount }, constants: { currency: USD } }",
      "{ records: data.items, columns: { id: external_id, $.data.account: account_id } }",
    ])

  // MARK: Settings and init

  private static let blockSize = 1 << 20
  private static let longestText = 16 << 20

  private let source: ByteSource
  private let tree: ColumnTree
  private var parser: JSONParser
  /// The bytes not done with.
  private var block: [UInt8] = []
  private var isAtEnd = false
  private var found: [String] = []

  /// Opens the file, and looks at its beginning for what the options do not say.
  ///
  /// - Throws: `file-empty`, and what reading throws.
  init(_ source: ByteSource, dialect: JSONDialect) throws(Fault) {
    self.source = source
    var first: [UInt8] = []
    try JSONReader.fill(&first, from: source, to: JSONReader.blockSize, &isAtEnd)
    if first.isEmpty { throw JSONFaults.empty(source.name) }
    let (bytes, atEnd) = (first.span, isAtEnd)
    let isLines = dialect.isLines ?? JSONSample.isLines(bytes, atEnd: atEnd)
    var records = dialect.records ?? []
    var schema = dialect.columns.listed
    if dialect.paths == nil, dialect.records == nil {
      records = JSONSample.records(bytes, atEnd: atEnd, isLines: isLines)
      if !records.isEmpty {
        found.append("records found at \(JSONPath(isFromRoot: false, names: records).text)")
      }
    }
    var paths = dialect.paths ?? []
    if dialect.paths == nil {
      paths = JSONSample.columns(bytes, atEnd: atEnd, isLines: isLines, records: records)
      schema = dialect.columns.schema(ofColumns: paths.map(\.text))
      if !atEnd { found.append("fields are those that the first MiB has") }
    }
    tree = ColumnTree(records: records.map { [$0] }, columns: paths.map(\.column))
    parser = JSONParser(
      tree, rows: TextRows(schema, constants: dialect.columns.constants.map(\.text)), isLines: isLines,
      file: source.name)
    block = first
  }

  // MARK: Work

  var schema: RecordSchema { parser.rows.schema }

  /// None: the format has no statements.
  var statements: [Statement] { [] }

  var remarks: [String] {
    source.remarks + found + (parser.isFinished && parser.rows.recordsRead == 0 ? ["no records"] : [])
  }

  var recordsRead: Int { parser.rows.recordsRead }

  var bytesRead: Int64 { source.bytesRead }

  /// Reads the record's bytes once more. What lies around it is not in them.
  var fieldFinder: FieldFinder? {
    let finder = JSONFinder(tree, schema)
    return { field, record in finder.range(of: field, in: record) }
  }

  mutating func nextBatch(rejecting rejections: inout [Rejection]) throws(Fault) -> RecordBatch? {
    var size = JSONReader.blockSize
    while !parser.isFinished {
      var piece: [UInt8] = []
      swap(&piece, &block)
      try parser.read(piece.span, atEnd: isAtEnd, rejecting: &rejections)
      swap(&piece, &block)
      if parser.isFinished || parser.rows.isFull {
        if let batch = parser.rows.take() { return batch }
        continue
      }
      let used = parser.advance()
      block.removeFirst(used)
      size = used > 0 ? JSONReader.blockSize : size * 2
      if size > JSONReader.longestText { throw JSONFaults.textTooLong(source.name, line: parser.tokens.line) }
      try JSONReader.fill(&block, from: source, to: size, &isAtEnd)
    }
    return nil
  }

  /// Reads on until the block has that many bytes or the file ends.
  private static func fill(
    _ block: inout [UInt8], from source: ByteSource, to size: Int, _ isAtEnd: inout Bool
  ) throws(Fault) {
    while block.count < size, !isAtEnd {
      isAtEnd = try source.read(into: &block, atMost: size - block.count) == 0
    }
  }

  // MARK: Reasons: see JSONReason and TreeReason
}
