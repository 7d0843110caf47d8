import Components
import Records

/// What a target's rule decided about the rows of one batch: which it refused, and why.
struct Verdicts {
  /// One per row of the batch.
  private(set) var fates: [Fate]
  private(set) var rejections: [Rejection] = []
  private let origins: [Origin]

  init(fates: [Fate], origins: [Origin]) {
    precondition(fates.count == origins.count, "one fate a row")
    self.fates = fates
    self.origins = origins
  }

  func isRefused(_ row: Int) -> Bool { fates[row] == .rejected }

  mutating func refuse(
    _ row: Int, field: String, value: String?, _ reason: ReasonSpec, _ fact: String, hint: String
  ) {
    fates[row] = .rejected
    rejections.append(
      Rejection(
        origin: origins[row], stage: MapStage.spec.name, field: field, value: value, code: reason.code,
        reason: fact,
        hint: hint))
  }

  /// By record, and within a record in the order of the targets.
  func inOrderOfRecords() -> [Rejection] {
    rejections.enumerated().sorted { a, b in
      (a.element.origin.record, a.offset) < (b.element.origin.record, b.offset)
    }.map(\.element)
  }
}
