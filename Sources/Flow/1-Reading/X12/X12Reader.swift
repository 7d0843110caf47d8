import Bytes
import Components
import Records

/// Reads ANSI X12 interchanges: invoices, payments with what they pay, and entries of accounts.
///
///     file         = interchange…
///     interchange  = ISA group… IEA          the separators, sender, receiver, number, test | groups, number
///     group        = GS set… GE              number | sets, number
///     set          = ST segment… SE          its number (810, 820 …), number | segments, number
///     invoice      = BIG … {IT1 CTP PID SAC TXI}… TDS …     811 the same; 812 is BCD CDD…
///     payment      = BPR TRN … {RMR ADX}…    820; in an 823 behind DEP and BAT; in an 835 with CLP, CAS and PLB
///     account      = ACT CUR BLN FIR…        821
///
/// Standard: ASC X12, sets 810, 811, 812, 820, 821, 822, 823 and 835, versions 002001 to 008010.
/// Deviations: Specs/formats/x12.md lists what partners do and how it is read.
/// Totals: counts and numbers of SE, GE and IEA; the totals of documents, payments, deposits and claims.
/// Limits: a block of 1 MiB, one document with its lines and the statements of the file are in memory; a segment is at most
/// 16 MiB long.
struct X12Reader: Reader {
  // MARK: Spec

  static let spec = ComponentSpec(
    kind: .reader, name: "x12",
    summary: "Reads ANSI X12: invoices (810, 811, 812), payments (820, 823, 835), accounts (821, 823).",
    standard: "ASC X12, transaction sets 810, 811, 812, 820, 821, 822, 823 and 835",
    limits:
      "A block of 1 MiB, one document and the file's statements are in memory; a segment is at most 16 MiB long.",
    options: [
      OptionSpec(
        "encoding", .choice(TextEncoding.names),
        doc: "Encoding of the file, where it is not UTF-8 and the survey of its bytes cannot tell.",
        example: "windows-1252")
    ] + DocumentTarget.options,
    reasons: DocumentReason.allCases.map { ReasonSpec($0.rawValue, $0.summary) },
    examples: ["{}", "{ currency: USD }", "{ records: lines, currency: USD }"])

  // MARK: Settings and init

  private var window: BlockWindow<X12Parser>

  /// - Parameter options: checked against the spec.
  init(_ source: ByteSource, options: Options, contract: Contract) {
    let target = DocumentTarget(rawValue: contract.title) ?? .invoice
    var parser = X12Parser(
      file: source.name, target: target,
      grain: options.text("records").flatMap(DocumentGrain.init(rawValue:)) ?? .documents)
    parser.usualCurrency = options.text("currency").flatMap { Currency($0) } ?? .none
    window = BlockWindow(source, parser)
  }

  // MARK: Work

  var schema: RecordSchema { window.parser.target.schema }

  var statements: [Statement] { window.parser.envelope.statements }

  var remarks: [String] {
    window.source.remarks + window.parser.notes.remarks + window.parser.leftOutRemarks
  }

  var recordsRead: Int { window.parser.output.recordsRead }

  var bytesRead: Int64 { window.source.bytesRead }

  mutating func nextBatch(rejecting rejections: inout [Rejection]) throws(Fault) -> RecordBatch? {
    try window.nextBatch(rejecting: &rejections)
  }

  // MARK: Reasons: see DocumentReason
}
