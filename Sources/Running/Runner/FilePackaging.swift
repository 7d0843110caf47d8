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
  /// Of the reader.
  var finder: FieldFinder?
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
      finder: upstream.finder, watch: watch)
  }

  /// Reads and normalizes on its own thread.
  private func producer(
    _ source: ByteSource, _ steps: [(name: String, stage: any Stage)]
  ) -> @Sendable (Handover<RecordBatch>) throws(Fault) -> FileIntake.Result {
    let box = Unshared(source)
    return { [self] queue throws(Fault) in
      var intake = FileIntake(
        try format.reader.make(format.options, format.schema, box.value, contract), steps,
        format.schema, contract, walksBalances: gates[.runningBalance] != .off, watch)
      while !intake.ledger.isOverfull {
        try stop.check()
        guard let batch = try intake.next() else { break }
        progress(intake.reader.bytesRead, intake.reader.recordsRead)
        if batch.count > 0, !queue.put(batch) { break }
      }
      return intake.result
    }
  }
}
