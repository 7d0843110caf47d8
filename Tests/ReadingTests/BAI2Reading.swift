import Bytes
import Components
import Records
import Support

@testable import Reading

/// What a reader made of a text.
struct BAI2Result {
  var batches: [RecordBatch] = []
  var rejections: [Rejection] = []
  var statements: [Statement] = []
  var remarks: [String] = []
  var recordsRead = 0

  /// One column over all batches; `~` is "no value".
  func column(_ name: String) -> [String] {
    batches.flatMap { batch in
      (0..<batch.count).map { batch.column(name)?.string(at: $0) ?? "~" }
    }
  }

  /// `name stated computed` of the checks that fail, of all statements.
  var failures: [String] {
    statements.flatMap(\.checks).filter { !$0.holds }.map { "\($0.name) \($0.stated) \($0.computed)" }
  }
}

/// Reads a whole file as BAI2.
func readBAI2(
  _ text: String, exponents: [String: Int] = [:], join: String? = nil, chunk: Int = Int.max
) throws(Fault) -> BAI2Result {
  let place = Place(file: "test.yaml", line: 1)
  var values: [String: Options.Value] = [:]
  if let join { values["text_join"] = Options.Value(.text(join), at: place) }
  let entries = exponents.sorted { $0.key < $1.key }.map {
    Options.Value.Entry(key: $0.key, keyPlace: place, value: Options.Value(.integer($0.value), at: place))
  }
  values["exponents"] = Options.Value(.map(entries), at: place)
  let source = try ByteSource(bytes: Array(text.utf8), name: "input.bai", chunk: chunk)
  var reader = BAI2Reader(source, options: Options(values, at: place))
  var result = BAI2Result()
  while let batch = try reader.nextBatch(rejecting: &result.rejections) { result.batches.append(batch) }
  result.statements = reader.statements
  result.remarks = reader.remarks
  result.recordsRead = reader.recordsRead
  return result
}

/// A file around the records of one account. The trailers state nothing, so that only what a test is about is checked.
func oneAccount(
  _ records: String, group: String = "02,ME,BANK,1,260105,,USD,2/", account: String = "03,100,,015,5000,,/"
) -> String {
  """
  01,BANK,ME,260106,0800,7,80,,2/
  \(group)
  \(account)
  \(records)
  49,,/
  98,,,/
  99,,,/
  """
}
