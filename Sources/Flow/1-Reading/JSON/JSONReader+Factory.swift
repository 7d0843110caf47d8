import Components
import Records

extension JSONReader {
  /// JSON as one of the formats the program reads.
  static let factory = ReaderFactory(
    spec: spec,
    schema: { options, _, complaints in
      JSONDialect(options, complaints: &complaints).columns.required(
        options, by: "the path of a value", example: "amount.value: amount", complaints: &complaints)
    },
    make: { options, _, source, _ throws(Fault) in
      var complaints: [Complaint] = []
      let dialect = JSONDialect(options, complaints: &complaints)
      try Columns.stop(complaints)
      return try JSONReader(source, dialect: dialect)
    },
    recognizes: { head, name in
      isJSON(head) ? .certain : Recognition.byName(name, [".json", ".ndjson", ".jsonl"])
    })

  /// An object, or a list that holds one, without a mistake as far as the head goes.
  private static func isJSON(_ head: [UInt8]) -> Bool {
    let bytes = head.span
    let isWhole = head.count < Readers.headSize
    let isLines = JSONSample.isLines(bytes, atEnd: isWhole)
    var tokens = JSONTokenizer(isLines: isLines)
    var hasObject = false
    while true {
      switch tokens.next(bytes, atEnd: isWhole) {
      case .failure: return false
      case .more, .fileEnd: return hasObject
      case .objectStart: hasObject = true
      default: break
      }
    }
  }
}
