import Bytes
import Components
import Records

/// Reads Standard Audit Files for Tax: entries of the ledger, accounts, customers and suppliers, or sales invoices.
///
///     AuditFile
///       Header                                     company, currency, period
///       MasterFiles
///         GeneralLedgerAccounts / Account …        account/1
///         Customers / Customer …, Suppliers …      party/1; without a list around them in Portugal
///       GeneralLedgerEntries                       numbers and totals
///         Journal … / Transaction … / Line …       journal_line/1; Lines / DebitLine, CreditLine in Portugal
///       SourceDocuments
///         SalesInvoices                            numbers and totals
///           Invoice … / Line …                     invoice/1, whole or by lines
///
/// Standard: OECD SAF-T 1 and 2, SAF-T Financial of Norway, SAF-T PT of Portugal, by local names.
/// Deviations: Specs/formats/saft.md says what is read of each.
/// Totals: numbers of entries, total debits and credits; both sides of every transaction; the lines of every document.
/// Limits: a piece of 64 KiB, a batch of records and the lines of one document are in memory.
struct SAFTReader<One: SAFTRow>: Reader {
  // MARK: Settings and init

  private let bytes: ByteSource
  private let source: XMLSource
  private var parser: SAFTParser<One>
  /// The piece at hand is done with.
  private var isPieceDone = true
  private var isFinished = false

  private static var rowsPerBatch: Int { 16_384 }

  /// - Parameter grain: of documents; anything else has one.
  init(_ bytes: ByteSource, _ grain: DocumentGrain) {
    self.bytes = bytes
    parser = SAFTParser(file: bytes.name, grain)
    source = XMLSource(bytes, names: parser.paths.names)
  }

  // MARK: Work

  var schema: RecordSchema { One.schema }

  var statements: [Statement] { parser.statements }

  var remarks: [String] {
    bytes.remarks + parser.notes.remarks + (isFinished && parser.recordsRead == 0 ? ["no records"] : [])
  }

  var recordsRead: Int { parser.recordsRead }

  var bytesRead: Int64 { bytes.bytesRead }

  mutating func nextBatch(rejecting rejections: inout [Rejection]) throws(Fault) -> RecordBatch? {
    while !isFinished, parser.rows.count < Self.rowsPerBatch {
      if isPieceDone {
        guard try source.advance() else {
          isFinished = true
          try parser.finish()
          break
        }
        parser.beginPiece()
      }
      var isDone = false
      try source.withPiece { events, _, text throws(Fault) in
        isDone = try parser.read(
          events, text, limit: Self.rowsPerBatch, source, rejecting: &rejections)
      }
      isPieceDone = isDone
    }
    return parser.rows.count > 0 ? parser.batch() : nil
  }

  // MARK: Reasons: see SAFTReason
}

// What holds for all kinds of records stands with the usual one.
extension SAFTReader where One == JournalRow {
  // MARK: Spec

  static var spec: ComponentSpec {
    ComponentSpec(
      kind: .reader, name: "saft",
      summary: "Reads Standard Audit Files for Tax: ledger entries, accounts, parties or sales invoices.",
      standard: "OECD SAF-T 1 and 2, SAF-T Financial (Norway), SAF-T PT (Portugal)",
      limits: "One contract at a time: journal_line/1, account/1, party/1 or invoice/1.",
      options: [
        DocumentGrain.option("Whether a record of invoice/1 is a document as a whole, or one line of it."),
        ReaderOptions.declaredEncoding,
      ],
      reasons: SAFTReason.allCases.map { ReasonSpec($0.rawValue, $0.summary) },
      examples: ["{}", "{ records: lines }"])
  }
}
