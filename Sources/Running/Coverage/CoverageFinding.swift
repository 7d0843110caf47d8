public import Records

/// What is remarkable about some days of an account.
public struct CoverageFinding: Sendable, Hashable {
  /// What it is.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Business days between two statements that no statement speaks of.
    case gap
    /// Days that two files speak of, neither of which repeats the other.
    case overlap
    /// The same account and period came again with other contents.
    case restated
    /// Loaded although a check does not hold.
    case unproven
    /// Days of which the only statement that came was refused.
    case refused
  }

  /// What it is.
  public var kind: Kind
  /// The first and the last day.
  public var days: ClosedRange<CivilDate>
  /// Business days of a gap; days of anything else.
  public var count: Int
  /// The files concerned, as the user would write them.
  public var files: [String]
  /// The balance before a gap, where it is known.
  public var closing: ScaledDecimal?
  /// The balance behind a gap, where it is known.
  public var opening: ScaledDecimal?
  /// Statements of these days that were refused: file and run.
  public var refused: [String] = []
}

/// What there is of one day of an account.
public enum CoverageMark: String, Sendable, Hashable, CaseIterable {
  /// A statement speaks of it.
  case covered
  /// A business day between two statements, of which none speaks.
  case gap
  /// Two files speak of it.
  case overlap
  /// What was said of it was said anew.
  case restated
  /// Its statement loaded although a check does not hold.
  case unproven
  /// Its only statement was refused.
  case refused
  /// Its statement was due, and has not come.
  case overdue
  /// Nothing was to come: no business day, or before or behind all statements.
  case none
}
