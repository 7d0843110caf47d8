import Bytes
import Components
import Reading
import Records

/// Reads a mapping file whole: CSV with a header, or a table of a database.
///
///     account_id,gl_account       the first line names the columns, each differently
///     0012345,1010                every line after it has a value for each
///
/// UTF-8, else Windows-1252. Commas, semicolons or tabs, whichever the header has most of.
/// Limits: `LookupTable.maximumRows` rows, 1,000 columns.
enum MappingFile {
  static let maximumColumns = 1000

  /// - Parameter path: absolute.
  /// - Throws: what is wrong with it; with a place in the file where there is a line to point at.
  @Sendable static func read(_ path: String, _ table: String?) throws(Fault) -> LookupTable {
    do throws(Fault) {
      if let table { return try DatabaseTable.read(path, table) }
      return try csv(path)
    } catch {
      // A fault about the file as a whole points at the pipeline that names it.
      guard let place = error.place, place.line == 0 else { throw error }
      throw Fault(error.code, "\(path): \(error.message)", hint: error.hint, status: error.status)
    }
  }

  private static func csv(_ path: String) throws(Fault) -> LookupTable {
    let survey = try FileSurvey.of(path: path, declared: nil)
    let delimiter = try delimiter(of: ByteSource(path: path, survey: survey), path)
    let options = options(["header": "false", "delimiter": delimiter])
    let source = try ByteSource(path: path, survey: survey)
    var reader = try CSVReader.factory.make(options, RecordSchema([]), source, noContract)
    var rejections: [Rejection] = []
    var table = LookupTable(name: path, columns: [], rows: [], lines: [])
    while let batch = try reader.nextBatch(rejecting: &rejections) {
      try append(batch, to: &table)
      if !rejections.isEmpty { break }
    }
    if let first = rejections.first {
      throw Fault(
        first.code, first.reason, at: Place(file: path, line: Int(first.origin.line)), hint: first.hint,
        status: .specInvalid)
    }
    if table.columns.isEmpty { throw empty(path) }
    return table
  }

  private static func empty(_ path: String) -> Fault {
    Fault(
      "mapping-empty", "the file has no header", at: Place(file: path),
      hint: "Begin the file with a line that names its columns.", status: .specInvalid)
  }

  private static func append(_ batch: RecordBatch, to table: inout LookupTable) throws(Fault) {
    var cells = [[String]](repeating: [], count: batch.count)
    for case .text(let column) in batch.columns {
      for row in 0..<batch.count { cells[row].append(column.string(at: row) ?? "") }
    }
    var first = 0
    if table.columns.isEmpty, let header = cells.first {
      try checkHeader(header, at: Place(file: table.name, line: Int(batch.origins[0].line)))
      table.columns = header
      first = 1
    }
    try checkSize(rows: table.rows.count + cells.count - first, table.name)
    table.rows += cells[first...]
    table.lines += batch.origins[first...].map { Int($0.line) }
  }

  /// Every column has a name of its own.
  static func checkHeader(_ header: [String], at place: Place) throws(Fault) {
    guard header.count <= maximumColumns else {
      throw Fault(
        "columns-too-many",
        "\(header.count) columns are more than the \(maximumColumns) a mapping file may have",
        at: place, status: .specInvalid)
    }
    for (at, name) in header.enumerated() {
      if name.isEmpty {
        throw Fault(
          "column-unnamed", "column \(at + 1) has no name", at: place,
          hint: "Name it in the first line, or take it out.", status: .specInvalid)
      }
      if header[..<at].contains(name) {
        throw Fault(
          "column-twice", "two columns are named \"\(name)\"", at: place,
          hint: "Give each column a name of its own.",
          status: .specInvalid)
      }
    }
  }

  static func checkSize(rows: Int, _ path: String) throws(Fault) {
    guard rows > LookupTable.maximumRows else { return }
    throw Fault(
      "mapping-too-large", "more than \(LookupTable.maximumRows) rows", at: Place(file: path),
      hint: "Join so much data in the database it is loaded into.", status: .specInvalid)
  }

  /// Of the header's line.
  private static func delimiter(of source: ByteSource, _ path: String) throws(Fault) -> String {
    var head: [UInt8] = []
    while head.count < 65_536, try source.read(into: &head, atMost: 65_536 - head.count) > 0 {}
    if head.isEmpty { throw empty(path) }
    let line = head.prefix { $0 != 0x0A && $0 != 0x0D }
    let counted = [",", ";", "\t"].map { mark in (mark, line.count { $0 == mark.utf8.first }) }
    return counted.reduce(counted[0]) { $1.1 > $0.1 ? $1 : $0 }.0
  }

  /// Options of the CSV reader, by the text they would have in YAML.
  private static func options(_ values: KeyValuePairs<String, String>) -> Options {
    let place = Place(file: "")
    let entries = values.map { name, text in
      YAMLNode.Entry(key: name, keyPlace: place, value: YAMLNode(.scalar(text, .plain), at: place))
    }
    var decoder = OptionDecoder(directory: "/")
    let node = YAMLNode(.mapping(entries), at: place)
    guard let options = decoder.options(node, CSVReader.factory.spec, at: place) else {
      preconditionFailure("the CSV reader does not know its options: \(decoder.complaints)")
    }
    return options
  }

  /// A mapping file promises nothing.
  private static let noContract = Contract(
    name: "mapping", version: 1, summary: "", fields: [], key: [], fingerprintField: nil, effectiveDate: nil,
    footingAmount: nil)
}
