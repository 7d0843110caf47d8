/// What undoing a run would do to its table, and what stands against it.
public struct UndoSurvey: Sendable, Hashable {
  /// A row that is no longer as the run left it, or may not change.
  public struct Conflict: Sendable, Hashable {
    /// Why the row cannot be taken back.
    public enum Kind: Sendable, Hashable {
      /// This later run changed it.
      case changedBy(Int64)
      /// Someone took it out by hand.
      case gone
      /// The run took it out, and it is there again.
      case thereAgain
      /// Posted or locked, by a column that the pipeline names.
      case locked
    }

    /// The row's key, as a JSON array.
    public var key: String
    /// Why.
    public var kind: Kind

    /// A row, and why it cannot be taken back.
    public init(key: String, kind: Kind) {
      self.key = key
      self.kind = kind
    }
  }

  /// Rows the run inserted, which go.
  public var removed = 0
  /// Rows the run updated, which get their earlier values.
  public var restored = 0
  /// Rows the run took out, which come back.
  public var returned = 0
  /// Everything that stands against it; with any, nothing is done.
  public var conflicts: [Conflict] = []

  /// Nothing would be done, and nothing stands against it.
  public var isEmpty: Bool { removed + restored + returned == 0 && conflicts.isEmpty }

  /// Of a run that changed nothing.
  public init() {}
}
