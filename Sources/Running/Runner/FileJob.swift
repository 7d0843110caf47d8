import Bytes
import Checkpoints
import Components
import Records

/// One file of a run: surveyed, and what is to be done with it.
struct FileJob: Sendable {
  var stored: StoredFile
  /// Absolute, where the bytes are now; of a member, of its archive.
  var path: String
  /// A file that is damaged has a fault instead, which refuses it like any that shows up later.
  var survey: Result<FileSurvey, Fault>
  var format: Pipeline.Format
  /// The books stand one commit before the store's last: the earlier of its two footings is true.
  var isOneBehind = false
  /// What of the file comes; nil for all of it.
  var selection: Selection?

  /// Something of the file is in the books, or was taken out of them for it, in an earlier attempt.
  var isBegun: Bool { stored.status == .loading }

  /// The file lies in the inbox, and nothing of it is in the books.
  func isWaiting(in pipeline: Pipeline) -> Bool {
    stored.status == .pending && selection == nil && pipeline.inbox?.holds(path) == true
  }
}

extension FileReport {
  /// A file of which nothing is known yet but what it is.
  init(_ job: FileJob, _ pipeline: Pipeline) {
    self.init(
      ordinal: job.stored.ordinal, path: pipeline.shown(job.stored.path), format: job.stored.format,
      digest: job.stored.digest, status: .loaded)
  }

  /// Takes over what preparing the file gave; returns it, or why the file is refused whole.
  ///
  /// - Parameter isWaiting: the file lies in an inbox, where another one may come under its name.
  /// - Throws: what stops the run.
  mutating func take(
    _ outcome: Result<PreparedFile, Fault>, isWaiting: Bool
  ) throws(Fault) -> Result<PreparedFile, Fault> {
    switch outcome {
    case .failure(let fault):
      guard fault.refusesFile || isWaiting && fault.meansChanged else { throw fault }
      return outcome
    case .success(let prepared):
      statements = prepared.file.statements
      remarks = prepared.file.remarks
      if let selection = prepared.selection {
        remarks.append(
          "only what run \(selection.run) refused; the rest is counted as filtered or rejected, and stays")
      }
      refused = prepared.refused
      guard let excess = prepared.excess else { return outcome }
      // A file that was given up on before its end has counted nothing that could stand for it.
      if !prepared.file.ledger.isOverfull { stages = prepared.file.footings }
      return .failure(excess)
    }
  }

  /// Nothing of the file is loaded; why comes before what was refused of its records.
  mutating func refuse(_ fault: Fault) {
    let line = Int32(clamping: fault.place?.line ?? 0)
    let whole = Rejection(
      origin: Origin(offset: 0, length: 0, line: line, record: 0), stage: "read", field: "", value: nil,
      code: fault.code, reason: fault.message, hint: fault.hint ?? "Nothing of the file was loaded.")
    refused.insert(RefusedRecord(rejection: whole), at: 0)
    status = .refused
  }
}

extension Fault {
  /// The same of another place.
  func at(_ place: Place) -> Fault { Fault(code, message, at: place, hint: hint, status: status) }

  /// The file it is about is refused, and the run goes on with the others; a run that does not foot stops.
  var refusesFile: Bool {
    status == .dataRefused && code != "footing-failed" && code != "read-back-differs"
  }

  /// The file is no longer the one that was looked at.
  var meansChanged: Bool { code == "file-changed" || code == "file-not-found" }
}
