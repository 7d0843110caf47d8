import Bytes
import Components
import Records

/// Reads UN/EDIFACT interchanges: invoices, payments with what they pay, and entries of accounts.
///
///     file         = interchange…
///     interchange  = [UNA] UNB message… UNZ   the separators, sender, recipient, reference, test | count, reference
///     group        = UNG message… UNE         may stand between them
///     message      = UNH segment… UNT         reference, kind and directory | segments, reference
///     INVOIC       = BGM DTM… RFF… NAD… CUX {LIN QTY PRI MOA ALC TAX}… UNS MOA…
///     REMADV       = BGM DTM… NAD… {DOC MOA DTM AJT}… UNS MOA
///     PAYMUL       = BGM {LIN MOA {SEQ MOA RFF FII NAD DOC…}…}…
///     FINSTA       = BGM {LIN FII MOA… {SEQ MOA DTM RFF FTX}…}…
///     CREMUL       = BGM {LIN DTM MOA FII {SEQ MOA NAD}…}…      DEBMUL the same
///
/// Standard: ISO 9735 and the UN/EDIFACT directories, any version.
/// Deviations: Specs/formats/edifact.md lists what partners do and how it is read.
/// Totals: counts and references of UNT, UNE and UNZ; totals of documents, payments and batches; balances of accounts.
/// Limits: a block of 1 MiB, one document with its lines and the statements of the file are in memory; a segment is at most
/// 16 MiB long.
struct EDIFACTReader: BlockReader {
  // MARK: Spec

  static let spec = ComponentSpec(
    kind: .reader, name: "edifact",
    summary:
      "Reads UN/EDIFACT: invoices (INVOIC), payments (REMADV, PAYMUL), accounts (FINSTA, CREMUL, DEBMUL).",
    standard: "ISO 9735 and the UN/EDIFACT directories: INVOIC, REMADV, PAYMUL, FINSTA, CREMUL, DEBMUL",
    limits:
      "A block of 1 MiB, one document and the file's statements are in memory; a segment is at most 16 MiB long.",
    options: [
      ReaderOptions.encoding(example: "iso-8859-1")
    ] + DocumentTarget.options,
    reasons: DocumentReason.allCases.filter { $0 != .sideUnknown }.map {
      ReasonSpec($0.rawValue, $0.summary)
    },
    examples: ["{}", "{ currency: EUR }", "{ records: lines }"])

  // MARK: Settings and init

  var window: BlockWindow<EDIFACTParser>

  /// - Parameter options: checked against the spec.
  init(_ source: ByteSource, options: Options, contract: Contract) {
    window = BlockWindow(
      source, EDIFACTParser(file: source.name, options: options, contract: contract))
  }

  // MARK: Work: see BlockReader

  // MARK: Reasons: see DocumentReason
}
