import Bytes
import Components
import Records

/// Reads Open Financial Exchange: what banks, card issuers and brokers offer as OFX, QFX (Quicken) and QBO (QuickBooks).
///
///     header                              1.x OFXHEADER:100 … lines, 2.x <?OFX … ?>; passed over
///     OFX
///       SIGNONMSGSRSV1 / SONRS            STATUS
///       STMTTRNRS | CCSTMTTRNRS | INVSTMTTRNRS …      STATUS
///         STMTRS | CCSTMTRS | INVSTMTRS   CURDEF, BANKACCTFROM | CCACCTFROM | INVACCTFROM
///           BANKTRANLIST | INVTRANLIST    DTSTART, DTEND, STMTTRN …
///           BANKTRANLISTP                 STMTTRNP …, not booked yet
///           LEDGERBAL, AVAILBAL           BALAMT, DTASOF
///
/// Standard: OFX 1.0.2 to 1.6 (SGML) and 2.0 to 2.3 (XML), by one tolerant tokenizer for both.
/// Deviations: Specs/formats/ofx.md lists what banks do and how it is read.
/// Totals: none; OFX states a closing balance and nothing else that could be computed.
/// Limits: a block of 1 MiB and the statements of the file are in memory; an entry is at most 16 MiB long.
struct OFXReader: BlockReader {
  // MARK: Spec

  static let spec = ComponentSpec(
    kind: .reader, name: "ofx",
    summary: "Reads OFX, QFX and QBO files of banks, cards and brokers, in SGML and XML.",
    standard: "Open Financial Exchange (OFX) 1.0.2 to 1.6 and 2.0 to 2.3",
    limits: "A block of 1 MiB and the file's statements are in memory; an entry is at most 16 MiB long.",
    options: [
      ReaderOptions.encoding(example: "windows-1250"),
      OptionSpec(
        "currency", .text, doc: "Currency of statements that name none (CURDEF).", example: "USD"),
      OptionSpec(
        "trades", .choice(["skip", "cash"]), default: "skip",
        doc:
          "Whether the cash of a broker's trades and income (BUYSTOCK, SELLMF, INCOME…) is read too, beside its bank "
          + "transactions.",
        example: "cash"),
    ],
    reasons: OFXReason.allCases.map { ReasonSpec($0.rawValue, $0.summary) },
    examples: ["{}", "{ trades: cash }", "{ currency: USD, encoding: windows-1250 }"])

  // MARK: Settings and init

  var window: BlockWindow<OFXParser>

  init(_ source: ByteSource, settings: OFXSettings = OFXSettings()) {
    window = BlockWindow(
      source, OFXParser(file: source.name, encoding: source.encoding, settings: settings))
  }

  // MARK: Work: see BlockReader

  // MARK: Reasons: see OFXReason
}
