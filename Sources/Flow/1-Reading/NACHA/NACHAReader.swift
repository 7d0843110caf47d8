import Bytes
import Components
import Records

/// Reads ACH files in the format of NACHA.
///
///     file    = 1 batch… 9 fill…       sender, creation, modifier | batches, blocks, count, hash, debits, credits
///     batch   = 5 entry… 8             company, entry class, effective date | count, hash, debits, credits
///     entry   = 6 7…                   transaction code, bank, account, amount, name, trace number | addenda
///     fill    = lines of nines         up to a multiple of ten records of 94 characters
///
/// Standard: Nacha Operating Rules, appendix three (2024).
/// Deviations: Specs/formats/nacha.md lists what banks and processors do and how it is read.
/// Totals: controls of batches and files, their counts, hashes and sums, become checks of the batches they cover.
/// Limits: a block of 1 MiB and the batches of the file are in memory; an entry with its addenda has 16 MiB at most.
struct NACHAReader<One: ACHRow>: BlockReader {
  var window: BlockWindow<NACHAParser<One>>

  init(_ source: ByteSource) { window = BlockWindow(source, NACHAParser(file: source.name)) }

  // MARK: Work: see BlockReader

  // MARK: Reasons: see NACHAReason
}

// What holds for either kind of records stands with the usual one.
extension NACHAReader where One == ACHEntryRow {
  // MARK: Spec

  static var spec: ComponentSpec {
    ComponentSpec(
      kind: .reader, name: "nacha",
      summary: "Reads ACH files in the NACHA format: all entry classes, returns and notifications of change.",
      standard: "Nacha Operating Rules, appendix three (2024)",
      limits:
        "A block of 1 MiB and the file's batches are in memory; an entry with its addenda has 16 MiB at most.",
      options: [ReaderOptions.encoding(example: "windows-1252")],
      reasons: NACHAReason.allCases.map { ReasonSpec($0.rawValue, $0.summary) },
      examples: ["{}", "{ encoding: windows-1252 }"])
  }
}
