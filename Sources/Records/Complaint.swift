/// One thing wrong with a pipeline, a contract or a mapping file, found before any data is read.
public struct Complaint: Error, Sendable, Equatable, CustomStringConvertible {
  /// Kebab-case, noun first, stable for ever: `key-unknown`.
  public var code: String
  /// Where in the YAML or mapping file.
  public var place: Place
  /// A short fact, lower case, no full stop; names what was expected.
  public var message: String
  /// A sentence that says what to do; carries the nearest valid name.
  public var hint: String?

  /// A complaint with its place.
  public init(_ code: String, at place: Place, _ message: String, hint: String? = nil) {
    self.code = code
    self.place = place
    self.message = message
    self.hint = hint
  }

  /// The form in which it is shown: `file:line:column: code: message`, the hint on a line of its own.
  public var description: String {
    "\(place): \(code): \(message)" + (hint.map { "\n  hint: \($0)" } ?? "")
  }
}
