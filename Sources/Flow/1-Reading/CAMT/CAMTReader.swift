import Bytes
import Components
import Records

/// Reads camt.052, camt.053 and camt.054: the reports, statements and notifications of ISO 20022.
///
///     Document
///       BkToCstmrStmt | BkToCstmrAcctRpt | BkToCstmrDbtCdtNtfctn
///         GrpHdr                            message, pages
///         Stmt | Rpt | Ntfctn …             Id, numbers, period, Acct
///           Bal …                           OPBD, CLBD …
///           TxsSummry                       numbers and sums
///           Ntry …                          Amt, CdtDbtInd, Sts, BookgDt, ValDt, AcctSvcrRef, BkTxCd
///             NtryDtls / TxDtls …           references, parties, text
///
/// Standard: ISO 20022 camt.052, camt.053 and camt.054, versions 1 to 13, by local names.
/// Deviations: Specs/formats/camt.md lists what banks do and how it is read.
/// Totals: opening balance and entries against the closing balance, numbers and sums of entries, numbers of batches.
/// Limits: a piece of 64 KiB, an entry with its details, a batch and the statements of the file are in memory.
struct CAMTReader: Reader {
  // MARK: Spec

  static let spec = ComponentSpec(
    kind: .reader, name: "camt",
    summary: "Reads ISO 20022 statements, reports and notifications: camt.053, camt.052 and camt.054.",
    standard: "ISO 20022 camt.052, camt.053 and camt.054, versions 1 to 13",
    limits:
      "An entry with its details and the file's statements are in memory; an entry has at most 512 MiB of text.",
    options: [
      ReaderOptions.declaredEncoding,
      OptionSpec(
        "batches", .choice(["entries", "details"]), default: "entries",
        doc:
          "Whether an entry of several transactions is one record, as the bank booked it, or one for each of its "
          + "details, where these add up to it.",
        example: "details"),
      OptionSpec(
        "copies", .choice(["skip", "post"]), default: "skip",
        doc: "Whether what the bank marks as a copy or duplicate of an earlier message posts.",
        example: "post"),
      ReaderOptions.textJoin("several texts"),
    ],
    reasons: CAMTReason.allCases.map { ReasonSpec($0.rawValue, $0.summary) },
    examples: ["{}", "{ batches: details }", "{ copies: post, text_join: space }"])

  // MARK: Settings and init

  private static let rowsPerBatch = 16_384

  private let bytes: ByteSource
  private let source: XMLSource
  private var parser: CAMTParser
  /// The piece at hand is done with.
  private var isPieceDone = true
  private var isFinished = false

  /// - Parameter options: checked against the spec.
  init(_ bytes: ByteSource, options: Options) {
    self.bytes = bytes
    var settings = CAMTSettings()
    settings.splitsBatches = options.text("batches") == "details"
    settings.postsCopies = options.text("copies") == "post"
    settings.joint = ReaderOptions.joint(options)
    parser = CAMTParser(file: bytes.name, settings: settings)
    source = XMLSource(bytes, names: parser.paths.names)
  }

  // MARK: Work

  var schema: RecordSchema { BankRow.schema }

  var statements: [Statement] { parser.statements }

  var remarks: [String] { bytes.remarks + parser.notes.remarks }

  var recordsRead: Int { parser.recordsRead }

  var bytesRead: Int64 { bytes.bytesRead }

  mutating func nextBatch(rejecting rejections: inout [Rejection]) throws(Fault) -> RecordBatch? {
    while !isFinished, parser.rows.count < CAMTReader.rowsPerBatch {
      if isPieceDone {
        guard try source.advance() else {
          isFinished = true
          try parser.finish(source)
          break
        }
        parser.beginPiece()
      }
      var isDone = false
      try source.withPiece { events, attributes, text throws(Fault) in
        isDone = try parser.read(
          events, attributes, text, limit: CAMTReader.rowsPerBatch, source, rejecting: &rejections)
      }
      isPieceDone = isDone
    }
    return parser.rows.count > 0 ? parser.batch() : nil
  }

  // MARK: Reasons: see CAMTReason
}
