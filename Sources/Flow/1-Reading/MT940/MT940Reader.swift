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
struct MT940Reader: Reader {
  // MARK: Spec

  static let spec = ComponentSpec(
    kind: .reader, name: "mt940",
    summary: "Reads SWIFT MT940 statements and MT942 interim reports, in the dialects of banks.",
    standard: "SWIFT Standards MT, category 9 (MT940 and MT942)",
    limits: "A block of 1 MiB and the file's statements are in memory; an entry is at most 16 MiB long.",
    options: [
      OptionSpec(
        "encoding", .choice(TextEncoding.names),
        doc: "Encoding of the file, where it is not UTF-8 and the survey of its bytes cannot tell.",
        example: "windows-1252")
    ],
    reasons: MT940Reason.allCases.map { ReasonSpec($0.rawValue, $0.summary) },
    examples: ["{}", "{ encoding: windows-1250 }"])

  // MARK: Settings and init

  private static let blockSize = 1 << 20
  private static let longestField = 16 << 20
  private static let rowsPerBatch = 16_384

  private let source: ByteSource
  private var parser: MT940Parser
  /// The bytes not done with.
  private var block: [UInt8] = []
  /// Offset of `block` in the file.
  private var offset: Int64 = 0
  private var isAtEnd = false
  private var isFinished = false

  init(_ source: ByteSource) {
    self.source = source
    parser = MT940Parser(file: source.name)
  }

  // MARK: Work

  var schema: RecordSchema { MT940Rows.schema }

  var statements: [Statement] { parser.statements }

  var remarks: [String] { source.remarks + parser.notes.remarks }

  var recordsRead: Int { parser.recordsRead }

  var bytesRead: Int64 { source.bytesRead }

  mutating func nextBatch(rejecting rejections: inout [Rejection]) throws(Fault) -> RecordBatch? {
    var size = MT940Reader.blockSize
    while !isFinished {
      try fill(to: size)
      var arena: [UInt8] = []
      swap(&arena, &block)
      let (used, isDone) = try parser.read(
        arena.span, at: offset, atEnd: isAtEnd, limit: MT940Reader.rowsPerBatch, rejecting: &rejections)
      isFinished = isDone
      offset += Int64(used)
      // Room for a block and for what its rows put behind it.
      if !isDone { block.reserveCapacity(MT940Reader.blockSize * 2) }
      block.append(contentsOf: arena[used...])
      if parser.rows.count > 0 { return parser.batch(arena: arena) }
      if used > 0 { continue }
      size *= 2
      guard size <= MT940Reader.longestField else {
        throw MT940Faults.fieldTooLong(at: parser.framer.place, limit: MT940Reader.longestField)
      }
    }
    return nil
  }

  /// Reads on until the block has that many bytes or the file ends.
  private mutating func fill(to size: Int) throws(Fault) {
    while block.count < size, !isAtEnd {
      isAtEnd = try source.read(into: &block, atMost: size - block.count) == 0
    }
  }

  // MARK: Reasons: see MT940Reason
}
