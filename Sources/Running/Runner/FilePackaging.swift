import Bytes
import Components
import Deduplicating
import Reading
import Records

/// What reading a file to its end gave: nothing of it has touched the books yet.
struct PackagedFile {
  var package: Package
  var statements: [Statement]
  /// What a person should know of the file: an encoding found, a dialect.
  var remarks: [String]
  var recordsRead: Int
  /// When it is overfull the file was not read to its end, and does not foot.
  var ledger: RejectionLedger
  /// Reading and the stages before the package, each with what left it.
  var footings: [StageFooting]
  /// The package's own measure: what arrived there, and what it refused for want of a key.
  var packing: Measure
  /// How long reading, the stages before the package and the packing took.
  var watch: Stopwatch
}

/// Phase one of a file's journey: bytes → batches → stages → package, on two threads.
///
/// One thread reads, parses and normalizes; this one packs and sorts.
struct FilePackaging {
  let format: Pipeline.Format
  let contract: Contract
  let gates: ProofGates
  let stop: StopFlag
  /// Not started.
  var watch = Stopwatch()
  let spill: @Sendable () throws(Fault) -> SpillFile
  /// Bytes of the file consumed and records read, now and then.
  let progress: @Sendable (Int64, Int) -> Void

  private struct Upstream: Sendable {
    var statements: [Statement]
    var remarks: [String]
    var recordsRead: Int
    var ledger: RejectionLedger
    var footings: [StageFooting]
    var watch: Stopwatch
  }

  func run(_ source: ByteSource) throws(Fault) -> PackagedFile {
    let split = format.split
    let title = split.packageTitle
    let readBatches = producer(source, split.before)
    let (upstream, packed) = try overlapping(depth: 8, produce: readBatches) {
      queue throws(Fault) -> (Package, Measure, RejectionLedger, Stopwatch) in
      var watch = self.watch
      var measure = Measure(fatesOf: title, contract: contract)
      var ledger = RejectionLedger()
      let writer = PackageWriter(schema: split.packageSchema, settings: split.dedup, spill: spill)
      while let batch = queue.take() {
        var rejections: [Rejection] = []
        let began = watch.now
        measure.arrive(batch)
        let fates = try writer.add(batch, rejecting: &rejections)
        if !rejections.isEmpty {
          let refused = batch.gathering(fates.indices.filter { fates[$0] != .kept }.map { Int32($0) })
          measure.leave(refused, kinds: fates.filter { $0 != .kept }.map(\.rawValue))
          ledger.collect(rejections)
        }
        watch.add(title, at: 0, since: began)
      }
      let began = watch.now
      let package = try writer.finish()
      watch.add(title, at: 0, since: began)
      return (package, measure, ledger, watch)
    }
    var ledger = upstream.ledger
    ledger.merge(packed.2)
    var watch = upstream.watch
    watch.append(packed.3)
    return PackagedFile(
      package: packed.0, statements: upstream.statements, remarks: upstream.remarks,
      recordsRead: upstream.recordsRead, ledger: ledger, footings: upstream.footings, packing: packed.1,
      watch: watch)
  }

  /// Reads and normalizes on its own thread.
  private func producer(
    _ source: ByteSource, _ steps: [(name: String, stage: any Stage)]
  ) -> @Sendable (Handover<RecordBatch>) throws(Fault) -> Upstream {
    let box = Unshared(source)
    return { [self] queue throws(Fault) in
      let source = box.value
      var reader = try format.reader.make(format.options, format.schema, source, contract)
      var watch = self.watch
      let needed = RecordStatements.stepsNeeded(steps, from: format.schema, contract)
      var flow = Flow(Array(steps.prefix(needed ?? steps.count)), contract: contract, watch: watch)
      var rest = Flow(Array(steps.dropFirst(needed ?? steps.count)), contract: contract, watch: watch)
      var accounts = needed.flatMap { needed in
        RecordStatements(
          needed > 0 ? steps[needed - 1].stage.schema : format.schema, contract,
          walksBalances: gates[.runningBalance] != .off)
      }
      var reading = Measure(fatesOf: "read", contract: contract)
      var ledger = RejectionLedger()
      while !ledger.isOverfull {
        try stop.check()
        var rejections: [Rejection] = []
        let began = watch.now
        let batch = try reader.nextBatch(rejecting: &rejections)
        ledger.collect(rejections)
        guard let batch else { break }
        reading.leave(batch, kinds: [UInt8](repeating: Fate.kept.rawValue, count: batch.count))
        rejections.removeAll()
        watch.add("read", at: 0, since: began)
        var kept = flow.pass(batch, rejecting: &rejections)
        // Only where the file states nothing of its own.
        if kept.origins.first?.statement == -1 { accounts?.add(&kept) }
        kept = rest.pass(kept, rejecting: &rejections)
        ledger.collect(rejections)
        progress(reader.bytesRead, reader.recordsRead)
        if kept.count > 0, !queue.put(kept) { break }
      }
      watch.append(flow.watch)
      watch.append(rest.watch)
      let made = reader.statements.isEmpty ? accounts : nil
      return Upstream(
        statements: made?.statements(recordsRead: reader.recordsRead) ?? reader.statements,
        remarks: reader.remarks + (made?.remarks ?? []), recordsRead: reader.recordsRead,
        ledger: ledger, footings: [readFooting(reading, reader, ledger)] + flow.footings + rest.footings,
        watch: watch)
    }
  }

  /// Reading foots when the records the reader counted are those it gave and those it refused.
  private func readFooting(_ measure: Measure, _ reader: any Reader, _ ledger: RejectionLedger)
    -> StageFooting
  {
    var footing = measure.footing
    var refused = Tally(scale: footing.arrived.scale)
    refused.rows = Set(ledger.rejections.lazy.filter { $0.stage == "read" }.map(\.origin.record)).count
    if refused.rows > 0 { footing.left[Fate.rejected.title] = refused }
    footing.arrived = footing.kept
    footing.arrived.rows = reader.recordsRead
    return footing
  }
}
