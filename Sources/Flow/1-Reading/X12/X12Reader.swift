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
struct X12Reader: BlockReader {
  // MARK: Spec

  static let spec = ComponentSpec(
    kind: .reader, name: "x12",
    summary: "Reads ANSI X12: invoices (810, 811, 812), payments (820, 823, 835), accounts (821, 823).",
    standard: "ASC X12, transaction sets 810, 811, 812, 820, 821, 822, 823 and 835",
    limits:
      "A block of 1 MiB, one document and the file's statements are in memory; a segment is at most 16 MiB long.",
    options: [
      ReaderOptions.encoding(example: "windows-1252")
    ] + DocumentTarget.options,
    reasons: DocumentReason.allCases.map { ReasonSpec($0.rawValue, $0.summary) },
    examples: ["{}", "{ currency: USD }", "{ records: lines, currency: USD }"])

  // MARK: Settings and init

  var window: BlockWindow<X12Parser>

  /// - Parameter options: checked against the spec.
  init(_ source: ByteSource, options: Options, contract: Contract) {
    window = BlockWindow(
      source, X12Parser(file: source.name, options: options, contract: contract))
  }

  // MARK: Work: see BlockReader

  // MARK: Reasons: see DocumentReason
}
