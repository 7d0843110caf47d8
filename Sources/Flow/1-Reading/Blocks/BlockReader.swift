import Bytes
import Components
import Records

/// A reader of a format whose parser takes the file block by block.
protocol BlockReader: Reader {
  associatedtype Parser: BlockParser
  var window: BlockWindow<Parser> { get set }
}

extension BlockReader {
  var schema: RecordSchema { window.parser.schema }

  var statements: [Statement] { window.parser.statements }

  var remarks: [String] { window.source.remarks + window.parser.remarks }

  var recordsRead: Int { window.parser.recordsRead }

  var bytesRead: Int64 { window.source.bytesRead }

  mutating func nextBatch(rejecting rejections: inout [Rejection]) throws(Fault) -> RecordBatch? {
    try window.nextBatch(rejecting: &rejections)
  }
}
