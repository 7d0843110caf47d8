import Records

/// The refusals of one file: bounded, and counted by record.
struct RejectionLedger: Sendable {
  /// Records of one file that may be refused before reading it makes no sense any more.
  static let limit = 100_000

  private(set) var rejections: [Rejection] = []
  /// Records refused, each once however many bad fields it has; statements and files refused whole count apart.
  private(set) var refusedRecords = 0
  private var last: Int32 = -1

  /// Takes the refusals of one batch at one stage, in the order of their records.
  mutating func add(_ found: [Rejection], file: String) throws(Fault) {
    for rejection in found {
      if rejection.origin.record != last {
        refusedRecords += 1
        last = rejection.origin.record
      }
      rejections.append(rejection)
    }
    last = -1
    if rejections.count > RejectionLedger.limit {
      throw Fault(
        "rejections-too-many", "more than \(RejectionLedger.limit) refusals", at: Place(file: file),
        hint: "The file does not fit its description: look at the first refusals and mend the pipeline.",
        status: .dataRefused)
    }
  }

  /// A refusal that stands for a whole statement or file.
  mutating func addWhole(_ rejection: Rejection) { rejections.append(rejection) }

  /// In the order of the file, then of the stages.
  mutating func sort() {
    let indexed = rejections.enumerated().sorted {
      $0.element.origin.record != $1.element.origin.record
        ? $0.element.origin.record < $1.element.origin.record : $0.offset < $1.offset
    }
    rejections = indexed.map(\.element)
  }
}
