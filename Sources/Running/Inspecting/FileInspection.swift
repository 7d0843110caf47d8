import Bytes
public import Components
import Deduplicating
import Reading
public import Records

/// Any supported file as records, without a pipeline or with the dialect of one.
///
/// The whole file is read before anything is given out, so that a file that turns out to be unreadable yields no
/// record at all; what exceeds memory waits in a temporary file.
public struct FileInspection {
  /// How records are written.
  public enum Form: String, CaseIterable, Sendable {
    case table, ndjson, csv
  }

  /// Every statement of the file, in its order.
  public private(set) var statements: [Statement] = []
  /// What was refused, in the order of the file.
  public private(set) var refused: [RefusedRecord] = []
  /// What a person should know of the file, one fact each.
  public private(set) var remarks: [String] = []
  /// How many records can be written.
  public private(set) var records = 0

  private var package: Package
  private let currencyFields: [String: String]
  private let stop: StopFlag

  /// Reads the file to its end.
  ///
  /// - Parameters:
  ///   - path: as the user wrote it.
  ///   - format: name of a reader; nil takes the one the pipeline matches to the file.
  ///   - pipeline: gives the options of the reader and its `normalize`, if any.
  ///   - keepsRecords: false where only the statements are wanted: records are read and counted, and not kept.
  /// - Throws: `format-unknown` (usage), `format-not-recognized`, `format-ambiguous`; what reading throws.
  public init(
    path: String, format: String?, pipeline: Pipeline?, keepsRecords: Bool = true, stop: StopFlag
  ) throws(Fault) {
    self.stop = stop
    let described = try FileInspection.format(format, for: path, pipeline)
    let contract = described.contract
    currencyFields = Dictionary(
      uniqueKeysWithValues: contract.fields.compactMap { field in
        field.currencyField.map { (field.name, $0) }
      })
    let declared = described.options.text("encoding").flatMap { TextEncoding(named: $0) }
    let survey = try FileSurvey.of(path: path, declared: declared, digests: false)
    let source = try ByteSource(path: path, survey: survey)
    var reader = try described.reader.make(described.options, described.schema, source, contract)
    var flow = Flow(described.normalizing, contract: contract)
    var ledger = RejectionLedger()
    var writer: PackageWriter?
    while let batch = try FileInspection.next(&reader, &flow, &ledger, path, stop) {
      records += batch.count
      guard keepsRecords else { continue }
      var unused: [Rejection] = []
      let packing = writer ?? FileInspection.writer(batch.schema)
      writer = packing
      _ = try packing.add(batch, rejecting: &unused)
    }
    package = try (writer ?? FileInspection.writer(reader.schema)).finish()
    statements = reader.statements
    remarks = reader.remarks
    refused = try RejectionText.refusedRecords(
      ledger.rejections, from: path, survey: survey, finder: reader.fieldFinder)
  }

  /// What is left of the next batch once it is normalized; nil at the end.
  private static func next(
    _ reader: inout any Reader, _ flow: inout Flow, _ ledger: inout RejectionLedger, _ path: String,
    _ stop: StopFlag
  ) throws(Fault) -> RecordBatch? {
    try stop.check()
    var rejections: [Rejection] = []
    let batch = try reader.nextBatch(rejecting: &rejections)
    let kept = batch.map { flow.pass($0, rejecting: &rejections) }
    try ledger.add(rejections, file: path)
    return kept
  }

  /// Keeps records in the order of the file.
  private static func writer(_ schema: RecordSchema) -> PackageWriter {
    PackageWriter(schema: schema, settings: nil) { () throws(Fault) in
      try SpillFile(in: temporaryFolder)
    }
  }

  static let temporaryFolder = "/tmp"

  /// A reader with its options, and the stages that bring its records into the contract's form.
  private struct Described {
    var reader: ReaderFactory
    var options: Options
    var schema: RecordSchema
    var contract: Contract
    var normalizing: [(name: String, stage: any Stage)]
  }

  private static func format(_ name: String?, for path: String, _ pipeline: Pipeline?) throws(Fault)
    -> Described
  {
    if let pipeline { return try format(name, for: path, of: pipeline) }
    let known = Readers.all.map(\.spec.name)
    let head = try head(of: path)
    let named: String?
    if let name { named = name } else { named = try recognized(path, head) }
    guard let name = named else {
      throw Fault(
        "format-not-recognized", "no format recognises this file", at: Place(file: path),
        hint: "Name it: --format \(known.joined(separator: " | ")).", status: .dataRefused)
    }
    guard let reader = Readers.named(name) else {
      let near = nearest(to: name, among: known).map { "Did you mean \($0)? " } ?? ""
      throw Fault(
        "format-unknown", "there is no format \(name)", at: Place(file: path),
        hint: near + "Known are \(known.joined(separator: ", ")).", status: .usage)
    }
    let options = OptionDecoder.defaults(of: reader.spec, at: Place(file: path))
    let contract = ContractLibrary.builtIn(reader.usualContract(head.bytes))
    var ignored: [Complaint] = []
    return Described(
      reader: reader, options: options, schema: reader.schema(options, contract, &ignored),
      contract: contract, normalizing: [])
  }

  /// That of the pipeline whose `match` fits the file's name, else its first of that name.
  private static func format(_ name: String?, for path: String, of pipeline: Pipeline) throws(Fault)
    -> Described
  {
    let candidates = pipeline.formats.filter { name == nil || $0.reader.spec.name == name }
    let fileName = String(path.split(separator: "/").last ?? "")
    guard
      let format = candidates.first(where: { $0.takes(fileName) })
        ?? candidates.first
    else {
      throw Fault(
        "format-unknown", "the pipeline \(pipeline.name) reads no \(name ?? "file") like this one",
        at: Place(file: path), status: .usage)
    }
    let steps = format.split.before.prefix { $0.name == PipelineLanguage.formatStage }
    return Described(
      reader: format.reader, options: format.options, schema: format.schema, contract: pipeline.contract,
      normalizing: Array(steps))
  }

  /// The beginning of a file's text, and its name without folders.
  private static func head(of path: String) throws(Fault) -> (bytes: [UInt8], name: String) {
    let survey = try FileSurvey.of(path: path, declared: nil, digests: false)
    let source = try ByteSource(path: path, survey: survey)
    var head: [UInt8] = []
    while head.count < Readers.headSize,
      try source.read(into: &head, atMost: Readers.headSize - head.count) > 0
    {}
    return (head, String(source.name.split(separator: "/").last ?? ""))
  }

  /// The format that knows the file by its beginning and its name.
  private static func recognized(_ path: String, _ head: (bytes: [UInt8], name: String)) throws(Fault)
    -> String?
  {
    switch Readers.detect(head: head.bytes, name: head.name) {
    case .one(let reader): return reader.spec.name
    case .none: return nil
    case .ambiguous(let readers):
      let names = readers.map(\.spec.name)
      throw Fault(
        "format-ambiguous", "the file may be \(names.joined(separator: " or "))", at: Place(file: path),
        hint: "Name it: --format \(names.joined(separator: " | ")).", status: .dataRefused)
    }
  }

  /// Gives every record as text, in the order of the file, in pieces of about a megabyte.
  public func write(as form: Form, to sink: ([UInt8]) -> Void) throws(Fault) {
    let text = RecordText(schema: package.schema, currencyFields: currencyFields)
    var bytes: [UInt8] = []
    var csv = CSVText()
    var widths: [Int]?
    if form == .csv { csv.row(text.header) }
    let drain = try package.drain()
    while let (batch, _) = try drain.next() {
      try stop.check()
      switch form {
      case .ndjson:
        for row in 0..<batch.count { text.appendJSON(batch, row: row, to: &bytes) }
      case .csv:
        for row in 0..<batch.count { csv.row(text.cells(batch, row: row)) }
        bytes += csv.bytes
        csv.removeAll()
      case .table:
        let rows = (0..<batch.count).map { row in
          text.cells(batch, row: row).map {
            ($0 ?? "").split(whereSeparator: \.isNewline).joined(separator: " ⏎ ")
          }
        }
        let all = widths == nil ? [text.header] + rows : rows
        let columns = widths ?? text.header.indices.map { at in all.map { $0[at].count }.max() ?? 0 }
        widths = columns
        for cells in all { FileInspection.append(cells, columns, to: &bytes) }
      }
      if bytes.count > 1 << 20 {
        sink(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    sink(bytes + csv.bytes)
  }

  private static func append(_ cells: [String], _ widths: [Int], to bytes: inout [UInt8]) {
    var line = ""
    for (cell, width) in zip(cells, widths) {
      line += cell + String(repeating: " ", count: max(0, width - cell.count) + 2)
    }
    while line.last == " " { line.removeLast() }
    bytes += Array(line.utf8) + [UInt8(ascii: "\n")]
  }
}
