import Records

/// The refusals of one file: bounded, and counted by record.
struct RejectionLedger: Sendable {
  /// Refusals of one file that are kept; with more, reading it makes no sense any more.
  static let limit = 100_000

  /// The first ones, at most `limit` and those of whole statements.
  private(set) var rejections: [Rejection] = []
  /// Records refused, each once however many bad fields it has; statements and files refused whole count apart.
  private(set) var refusedRecords = 0
  /// There were more refusals than are kept: what is counted here is no longer all there was.
  private(set) var isOverfull = false

  /// Takes the refusals of one batch at one stage, in the order of their records, as far as there is room.
  mutating func collect(_ found: [Rejection]) {
    var last: Int32 = -1
    for rejection in found where rejection.origin.record != last {
      refusedRecords += 1
      last = rejection.origin.record
    }
    keep(found)
  }

  /// Takes the refusals that another part of the same file's journey collected.
  mutating func merge(_ other: RejectionLedger) {
    refusedRecords += other.refusedRecords
    isOverfull = isOverfull || other.isOverfull
    keep(other.rejections)
  }

  private mutating func keep(_ found: [Rejection]) {
    let room = RejectionLedger.limit - rejections.count
    rejections += found.prefix(room)
    if found.count > room { isOverfull = true }
  }

  /// Why the file is refused whole, when it has more refusals than can be kept.
  func excess(_ file: String) -> Fault? {
    guard isOverfull else { return nil }
    return Fault(
      "rejections-too-many", "more than \(RejectionLedger.limit) refusals", at: Place(file: file),
      hint: "The file does not fit its description: look at the first refusals and mend the pipeline.",
      status: .dataRefused)
  }

  /// The same, for who can do nothing with a file of so many.
  mutating func add(_ found: [Rejection], file: String) throws(Fault) {
    collect(found)
    if let excess = excess(file) { throw excess }
  }

  /// A refusal that stands for a whole statement or file.
  mutating func addWhole(_ rejection: Rejection) { rejections.append(rejection) }

  /// Forgets refusals that another run answers for; they stay counted.
  mutating func keep(_ isKept: (Origin) -> Bool) { rejections = rejections.filter { isKept($0.origin) } }

  /// In the order of the file, then of the stages.
  mutating func sort() {
    let indexed = rejections.enumerated().sorted {
      $0.element.origin.record != $1.element.origin.record
        ? $0.element.origin.record < $1.element.origin.record : $0.offset < $1.offset
    }
    rejections = indexed.map(\.element)
  }
}
