import Bytes
import Components
import Records

/// Reads XML that no other format knows: a record for each element at a path, its values by paths from there.
///
///     <Export account="0012345">                     /Export/@account
///       <Entries>
///         <Entry id="7">                             records: Export/Entries/Entry; @id
///           <Amount Ccy="EUR">-12.30</Amount>        Amount, Amount/@Ccy
///         </Entry> … </Entries></Export>
///
/// Standard: XML 1.0 by libxml2, elements and attributes by local names.
/// Deviations: none; see `XMLSource`.
/// Totals: none; the last end tag proves that the document is whole.
/// Limits: every field is text. Memory holds a piece of 64 KiB and the values of one batch.
struct XMLReader: Reader {
  // MARK: Spec

  static let spec = ComponentSpec(
    kind: .reader, name: "xml",
    summary: "Any other XML: a record for each element at a path, its values by paths from there.",
    standard: "XML 1.0, Namespaces in XML 1.0",
    limits: "Every field is text. 256 levels; a record has at most 512 MiB of text.",
    options: [
      OptionSpec(
        "records", .text,
        doc: """
          The path to the elements that are records: local names with slashes between them, from the root on, or from \
          any element that the document has above them. A pipeline has to say it.
          """, example: "Export/Entries/Entry"),
      Columns.option(
        key: "the path of an element or attribute",
        doc: """
          Which value becomes which field. A path leads from the record on; an attribute has `@` before it and stands \
          last. With a slash before it, a path begins where `records` does, for what lies around the records. \
          `Dt|DtTm` is either of two names. Values not listed are left out.
          """, example: "{ BookingDate: booking_date, Amount/@Ccy: currency, /Export/@account: account_id }"),
      Columns.constantsOption,
      ReaderOptions.declaredEncoding,
    ],
    reasons: TreeReason.specs,
    examples: [
      "{ records: Export/Entry, columns: { Date: booking_date, Amount: amount, Amount/@Ccy: currency } }",
      "{ records: Export/Entry, columns: { /Export/@account: account_id }, constants: { currency: USD } }",
    ])

  // MARK: Settings and init

  private let bytes: ByteSource
  private let source: XMLSource
  private var parser: XMLParser
  private let found: [String]
  /// The piece at hand is done with.
  private var isPieceDone: Bool
  private var isFinished = false

  /// Opens the document, and looks at its beginning where the options do not say what is wanted.
  init(_ bytes: ByteSource, dialect: XMLDialect) throws(Fault) {
    self.bytes = bytes
    let constants = dialect.columns.constants.map(\.text)
    if let paths = dialect.paths, let records = dialect.records {
      let tree = ColumnTree(records: records, columns: paths.map(\.column))
      let names = XMLTree.names(of: tree)
      source = XMLSource(bytes, names: names)
      let numbers = names.enumerated().map { ($1, UInt16($0 + 1)) }
      parser = XMLParser(
        XMLTree(tree, numbers: Dictionary(uniqueKeysWithValues: numbers)),
        rows: TextRows(dialect.columns.listed, constants: constants), file: bytes.name)
      found = []
      isPieceDone = true
      return
    }
    let source = XMLSource(bytes, names: [], isFirstWhole: true)
    var sample: XMLSample?
    if try source.advance() {
      try source.withPiece { events, attributes, _ throws(Fault) in
        sample = XMLSample(events, attributes, source, records: dialect.records)
      }
    }
    let paths = dialect.paths ?? sample?.columns ?? []
    let records = dialect.records ?? sample?.records.map { [$0] } ?? []
    let tree = ColumnTree(records: records, columns: paths.map(\.column))
    let schema =
      dialect.paths == nil
      ? dialect.columns.schema(ofColumns: paths.map(\.text)) : dialect.columns.listed
    self.source = source
    parser = XMLParser(
      XMLTree(tree, numbers: sample?.numbers ?? [:]), rows: TextRows(schema, constants: constants),
      file: bytes.name)
    found = ["records found at " + records.joined().joined(separator: "/")]
    isPieceDone = sample == nil
  }

  // MARK: Work

  var schema: RecordSchema { parser.rows.schema }

  /// None: nothing is known of what it states.
  var statements: [Statement] { [] }

  var remarks: [String] {
    bytes.remarks + found + (isFinished && parser.rows.recordsRead == 0 ? ["no records"] : [])
  }

  var recordsRead: Int { parser.rows.recordsRead }

  var bytesRead: Int64 { bytes.bytesRead }

  mutating func nextBatch(rejecting rejections: inout [Rejection]) throws(Fault) -> RecordBatch? {
    while !isFinished {
      if isPieceDone {
        guard try source.advance() else {
          isFinished = true
          try parser.finish()
          break
        }
        parser.beginPiece()
      }
      var isDone = false
      try source.withPiece { events, attributes, text throws(Fault) in
        isDone = try parser.read(events, attributes, text, rejecting: &rejections)
      }
      isPieceDone = isDone
      if parser.rows.isFull, let batch = parser.rows.take() { return batch }
    }
    return parser.rows.take()
  }

  // MARK: Reasons: see TreeReason
}
