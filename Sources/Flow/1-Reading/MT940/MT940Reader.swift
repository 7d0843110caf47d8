import Bytes
import Components
import Records

/// Reads SWIFT customer statements (MT940) and interim transaction reports (MT942).
///
///     message    = 20 25 28C page -}        reference, account, statement number / page
///     page       = 60 entry… 62 64 65…      opening and closing balance (F final, M intermediate), available ones
///     report     = 34F 13D entry… 90D 90C   floor limits, time, number and sum of debits and of credits
///     entry      = 61 86…                   value date, entry date, mark, amount, type, references | text
///     86 after anything but an entry speaks of the statement; a page may stand in blocks {1:…}{2:…}{4:…-}{5:…}
///
/// Standard: SWIFT Standards MT, category 9 (MT940 and MT942).
/// Deviations: Specs/formats/mt940.md lists what banks do and how it is read.
/// Totals: opening balance and entries against the closing balance, of every page and statement; fields 90C and 90D.
/// Limits: a block of 1 MiB and the statements of the file are in memory; an entry is at most 16 MiB long.
struct MT940Reader: BlockReader {
  // MARK: Spec

  static let spec = ComponentSpec(
    kind: .reader, name: "mt940",
    summary: "Reads SWIFT MT940 statements and MT942 interim reports, in the dialects of banks.",
    standard: "SWIFT Standards MT, category 9 (MT940 and MT942)",
    limits: "A block of 1 MiB and the file's statements are in memory; an entry is at most 16 MiB long.",
    options: [
      ReaderOptions.encoding(example: "windows-1252")
    ],
    reasons: MT940Reason.allCases.map { ReasonSpec($0.rawValue, $0.summary) },
    examples: ["{}", "{ encoding: windows-1250 }"])

  // MARK: Settings and init

  var window: BlockWindow<MT940Parser>

  init(_ source: ByteSource) { window = BlockWindow(source, MT940Parser(file: source.name)) }

  // MARK: Work: see BlockReader

  // MARK: Reasons: see MT940Reason
}
