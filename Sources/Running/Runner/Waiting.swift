import Databases

/// What the program waits for.
public enum Waiting {
  /// Every wait of a second for a lock that somebody else holds is told to `teller`, once, with who holds it where that
  /// is known; from any thread.
  public static func tell(_ teller: @escaping @Sendable (String) -> Void) { LockWait.tell(teller) }
}
