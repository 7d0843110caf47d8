import Bytes
import Components
import Records

/// Reads QIF, the Quicken Interchange Format: the register that a program for personal finance keeps of an account.
///
///     !Account                N name, T type of account; ^
///     !Type:Bank              Bank, Cash, CCard, Oth A, Oth L: entries of that account; Invst: trades
///     D12/29/2025             date; T -1,234.50 amount; N number; P payee; M memo
///     LFood:Groceries         category, or [Other account]; S, E, $ parts of a split entry
///     ^                       ends the record
///
/// Standard: none that binds; Quicken Interchange Format, as Intuit described it.
/// Deviations: Specs/formats/qif.md lists what programs do and how it is read.
/// Totals: none; a QIF file states no balance, no sum and no number of entries.
/// Limits: a block of 1 MiB is in memory, up to 16 MiB where the first dates do not tell the order of day and month.
struct QIFReader: BlockReader {
  // MARK: Spec

  static let spec = ComponentSpec(
    kind: .reader, name: "qif",
    summary:
      "Reads QIF: the entries of bank, cash and card accounts as programs for personal finance export them.",
    standard: "Quicken Interchange Format (QIF)",
    limits:
      "A block of 1 MiB is in memory, up to 16 MiB where the first dates do not tell the order of day and month.",
    options: [
      ReaderOptions.encoding(example: "windows-1250"),
      OptionSpec(
        "date_order", .choice(["mdy", "dmy"]),
        doc:
          "Whether the month or the day comes first. Default: what the file's own dates tell; where none does, the file is "
          + "refused.",
        example: "dmy"),
      OptionSpec("currency", .text, doc: "Currency of all amounts, which QIF does not name.", example: "USD"),
      OptionSpec(
        "account_id", .text, doc: "Account of entries before which the file names none.",
        example: "Checking"),
      OptionSpec(
        "splits", .choice(["entry", "parts"]), default: "entry",
        doc:
          "Whether an entry that is split is one record, or one for each of its parts, where these add up to it.",
        example: "parts"),
      OptionSpec(
        "trades", .choice(["skip", "cash"]), default: "skip",
        doc: "Whether the cash side of investment accounts (!Type:Invst) is read too.", example: "cash"),
    ],
    reasons: QIFReason.allCases.map { ReasonSpec($0.rawValue, $0.summary) },
    examples: ["{ currency: USD }", "{ currency: EUR, account_id: Giro, date_order: dmy, splits: parts }"])

  // MARK: Settings and init

  var window: BlockWindow<QIFParser>

  init(_ source: ByteSource, settings: QIFSettings = QIFSettings()) {
    window = BlockWindow(source, QIFParser(file: source.name, settings: settings))
  }

  // MARK: Work: see BlockReader

  // MARK: Reasons: see QIFReason
}
