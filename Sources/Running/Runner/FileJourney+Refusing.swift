import Checkpoints
import Components
import Databases
import Records

/// Files of which nothing is loaded, and what later runs answer for.
extension FileJourney {
  /// Whether another file has come under the name before anything of this one was read: it is a file of a later run.
  func isChanged(_ job: FileJob, _ fault: Fault) -> Bool {
    job.isWaiting(in: pipeline) && fault.meansChanged
  }

  func withdraw(_ job: inout FileJob, _ fault: Fault, _ report: inout FileReport) throws(Fault) {
    report.status = .changed
    report.remarks.append(
      "\(fault.message): nothing of it is loaded, and the next run takes what is there then")
    job.stored.status = .changed
    job.stored.remarks = report.remarks.joined(separator: "\n")
    try store.save(job.stored, of: run)
  }

  /// Records that nothing of the file is loaded, and why.
  func refuse(_ job: inout FileJob, _ fault: Fault, _ report: inout FileReport) throws(Fault) {
    guard job.stored.rowsCommitted == 0 else {
      throw Fault(
        "file-changed-its-mind", "a file that is partly loaded can no longer be read: \(fault.message)",
        at: Place(file: report.path), hint: "Put the original file back and run again.", status: .dataRefused)
    }
    report.refuse(fault)
    job.stored.status = .refused
    job.stored.remarks = report.remarks.joined(separator: "\n")
    let stored = job.stored
    let result = report
    let closed = job
    try store.database.transaction { () throws(Fault) in
      try store.save(stored, of: run)
      try saveDetails(result, closed.selection)
      try takeOver(closed)
      try filing?.close(closed, in: run, FileProfile(pipeline.contract))
    }
  }

  // MARK: Nothing left to load

  /// Whether nothing of the file came into the books, now or in an earlier attempt, because its statements do not prove or
  /// a person has to decide. A file that was refused stays so until something of it comes.
  func leavesNothing(_ prepared: PreparedFile, _ loading: LoadProgress, _ report: FileReport) -> Bool {
    guard loading.footing.arrived.rows == 0, report.retracted == nil else { return false }
    if let selection = prepared.selection, !selection.isWhole { return selection.wasRefused }
    let fates = prepared.verdict.applied(to: prepared.proof.fates)
    // A statement without records says something all the same.
    let stands = fates.indices.contains { fates[$0] == .kept && report.statements[$0].source == .bank }
    return !stands && (fates.contains(.rejected) || !prepared.verdict.rejections.isEmpty)
  }

  /// Says what of the file awaits a person.
  func note(_ prepared: PreparedFile, _ report: inout FileReport) {
    if report.status == .refused { report.remarks.append("nothing of it is loaded") }
    // There is no run yet that could be accepted.
    if isTrial { return }
    let count = report.refused.count { Worklist.reviewCodes.contains($0.rejection.code) }
    if count > 0 { report.remarks.append(Worklist.awaiting(count, run, pipeline)) }
  }

  // MARK: What earlier runs refused

  /// Takes over what this run answers for now: what it was asked to process again, and what was refused of the same bytes
  /// when nothing of them was loaded.
  func takeOver(_ job: FileJob) throws(Fault) {
    if let selection = job.selection { return try takeOver(selection, job.stored.ordinal) }
    if isNarrowed { return }
    try store.takeOverRefused(job.stored.digest, pipeline: pipeline.name, by: run)
  }

  /// What an earlier run refused is this run's to answer for now: it loads it, or refuses it again. What it refuses again
  /// although it was put right stays with the earlier run, whose places are those of the file as it is.
  private func takeOver(_ selection: Selection, _ file: Int) throws(Fault) {
    let taken = try store.openRefusals(of: selection.run).filter {
      $0.file == selection.file && selection.takes($0)
    }
    if selection.corrections.isEmpty { return try store.takeOver(taken, of: selection.run, by: run) }
    let own = try store.openRefusals(of: run).filter { $0.file == file }
    let again = Set(own.map { [$0.record, $0.statement] })
    if !own.contains(where: \.isWholeFile) {
      try store.takeOver(
        taken.filter { !again.contains([$0.record, $0.statement]) && !again.contains([$0.record, -1]) },
        of: selection.run, by: run)
    }
    try store.takeOver(own, of: run, by: run)
  }
}

extension StoredFile {
  /// Notes what became of the file.
  mutating func close(as status: FileReport.Status) {
    self.status = status == .refused ? .refused : .loaded
    guard self.status == .refused else { return }
    // Nothing of it is in the books, however far it was drained.
    rowsCommitted = 0
    rowsBefore = 0
  }
}
