/// What stops a run: thrown, never used for bad data in a record (that is a `Rejection`).
///
/// A fault carries a stable code, a place and a hint, and no amounts, names or accounts, so that it can
/// be logged. Two faults are equal when their codes are.
public struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
  /// Kebab-case, noun first, stable for ever: `file-not-found`.
  public let code: String
  /// A short fact, lower case, no full stop.
  public let message: String
  /// Where, when there is a file to point at.
  public let place: Place?
  /// A sentence that says what to do.
  public let hint: String?
  /// How the program ends when nothing recovers from this.
  public let status: ExitStatus

  /// A fault with what a person needs to mend it.
  public init(
    _ code: String, _ message: String, at place: Place? = nil, hint: String? = nil, status: ExitStatus
  ) {
    self.code = code
    self.message = message
    self.place = place
    self.hint = hint
    self.status = status
  }

  /// What refuses a file whole; the run goes on with the others.
  public static func refusing(_ file: String, _ code: String, _ message: String, hint: String) -> Fault {
    Fault(code, message, at: Place(file: file), hint: hint, status: .dataRefused)
  }

  /// Equal when the codes are.
  public static func == (a: Fault, b: Fault) -> Bool { a.code == b.code }

  /// The console form, clickable: `place: code: message` and the hint on a line of its own.
  public var description: String {
    let head = place.map { "\($0): " } ?? ""
    let tail = hint.map { "\n  hint: \($0)" } ?? ""
    return "\(head)\(code): \(message)\(tail)"
  }
}
