import Bytes
import Components
import Records

/// Reads files whose fields have fixed places.
///
///     file       = statement… file         or records alone
///     statement  = header record… totals   header and totals state balances, counts and sums
///     record     = line continuation…      a line is of the first kind of record whose code stands in it
///
/// Standard: those of the layouts in Specs/layouts.
/// Deviations: Specs/formats/fixed_width.md lists what files do and how it is read.
/// Totals: what the layout's records state of their statement and of the file.
/// Limits: a block of 1 MiB and the statements of the file are in memory; a record has 16 MiB at most.
struct FixedWidthReader: BlockReader {
  var window: BlockWindow<FixedWidthParser>

  init(_ source: ByteSource, _ plan: FixedWidthPlan) {
    window = BlockWindow(source, FixedWidthParser(file: source.name, plan: plan))
  }

  // MARK: Work: see BlockReader

  // MARK: Reasons: see FixedWidthReason
}
