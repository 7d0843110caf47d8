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
struct NACHAReader<One: ACHRow>: Reader {
  private var window: BlockWindow<NACHAParser<One>>

  init(_ source: ByteSource) { window = BlockWindow(source, NACHAParser(file: source.name)) }

  // MARK: Work

  var schema: RecordSchema { One.schema }

  var statements: [Statement] { window.parser.envelope.statements }

  var remarks: [String] { window.source.remarks + window.parser.notes.remarks }

  var recordsRead: Int { window.parser.recordsRead }

  var bytesRead: Int64 { window.source.bytesRead }

  mutating func nextBatch(rejecting rejections: inout [Rejection]) throws(Fault) -> RecordBatch? {
    try window.nextBatch(rejecting: &rejections)
  }

  // MARK: Reasons: see NACHAReason
}
