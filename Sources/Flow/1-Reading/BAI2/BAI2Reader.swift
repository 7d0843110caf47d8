import Bytes
import Components
import Records

/// Reads BAI2 balance and transaction reports.
///
///     file      = 01 group… 99          sender, receiver, creation date, file id … | control total, groups, records
///     group     = 02 account… 98        originator, status, as-of date, currency, modifier | total, accounts, records
///     account   = 03 transaction… 49    account, currency, {type, amount, items, funds} … | control total, records
///     transaction = 16                  type, amount, funds, bank reference, customer reference, text
///     88 continues any record; fields end at commas, records at a slash; text runs to the next record
///
/// Standard: BAI2 Cash Management Balance Reporting Specifications, version 2 (2005).
/// Deviations: Specs/formats/bai2.md lists what banks do and how it is read; the NAB dialect is recognised.
/// Totals: control totals and counts of records 49, 98 and 99 become checks of every statement they cover.
/// Limits: a block of 1 MiB and the statements of the file are in memory; a record is at most 16 MiB long.
struct BAI2Reader: BlockReader {
  // MARK: Spec

  static let spec = ComponentSpec(
    kind: .reader, name: "bai2",
    summary: "Reads BAI2 cash management reports, the statements of American banks.",
    standard: "BAI2 Cash Management Balance Reporting Specifications, version 2 (2005)",
    limits: "A block of 1 MiB and the file's statements are in memory; a record is at most 16 MiB long.",
    options: [
      ReaderOptions.encoding(example: "windows-1252"),
      OptionSpec(
        "exponents", .map(key: "a currency code", .integer(0...BAI2Rows.scale)),
        doc: "Decimal places the bank implies in amounts, where they differ from ISO 4217.",
        example: "{ EUR: 0 }"),
      ReaderOptions.textJoin("the lines of a text"),
    ],
    reasons: BAI2Reason.allCases.map { ReasonSpec($0.rawValue, $0.summary) },
    examples: ["{}", "{ text_join: space }", "{ exponents: { EUR: 0, BRL: 0 } }"])

  // MARK: Settings and init

  var window: BlockWindow<BAI2Parser>

  /// - Parameter options: checked against the spec.
  init(_ source: ByteSource, options: Options) {
    var settings = BAI2Settings()
    for entry in options.map("exponents") {
      if let currency = Currency(entry.key), case .integer(let units) = entry.value.kind {
        settings.exponents[currency] = units
      }
    }
    settings.joint = ReaderOptions.joint(options)
    window = BlockWindow(source, BAI2Parser(file: source.name, settings: settings))
  }

  // MARK: Work: see BlockReader

  // MARK: Reasons: see BAI2Reason
}
