public import Records

/// What arrived at one stage and what became of it, in rows and money: both sides must be equal.
public struct StageFooting: Sendable, Hashable {
  /// `read`, `normalize`, `cut_off`, `dedup`, `map`, `load`.
  public var stage: String
  /// Measured on the batches that came in.
  public var arrived: Tally
  /// Measured after the stage, by what became of a row: `kept`, `rejected`, `before cut-off`, `inserted`…
  public var left: [String: Tally]
  /// False where amounts were still text when the batches came in: then only rows can be compared.
  public var knowsMoney: Bool

  /// A footing of one stage as it was measured.
  public init(stage: String, arrived: Tally, left: [String: Tally], knowsMoney: Bool) {
    self.stage = stage
    self.arrived = arrived
    self.left = left
    self.knowsMoney = knowsMoney
  }

  /// What goes on to the next stage.
  public var kept: Tally { left[Fate.kept.title] ?? Tally(scale: arrived.scale) }

  /// Rows and, where money is known on both sides, money per currency.
  public var foots: Bool {
    var sum = Tally(scale: arrived.scale)
    for tally in left.values { sum.add(tally) }
    return knowsMoney ? sum == arrived : sum.rows == arrived.rows
  }
}

extension Fate {
  /// The word in reports and in the books.
  public var title: String {
    switch self {
    case .kept: "kept"
    case .rejected: "rejected"
    case .beforeCutOff: "before cut-off"
    case .filtered: "filtered"
    case .duplicate: "duplicate"
    }
  }
}

extension Outcome {
  /// The word in reports and in the books.
  public var title: String {
    switch self {
    case .inserted: "inserted"
    case .updated: "updated"
    case .unchanged: "unchanged"
    case .duplicate: "duplicate"
    }
  }
}
