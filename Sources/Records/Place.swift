/// A place in a text file that a person can jump to: `file:line:column`.
public struct Place: Sendable, Hashable, CustomStringConvertible {
  /// The path as the user wrote it.
  public var file: String
  /// Counted from 1; 0 when only the file is known.
  public var line: Int
  /// Counted from 1 in bytes; 0 when only the line is known.
  public var column: Int

  /// A place in a file, as exact as it is known.
  public init(file: String, line: Int = 0, column: Int = 0) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `file:line:column`, as far as it is known.
  public var description: String {
    if line == 0 { return file }
    if column == 0 { return "\(file):\(line)" }
    return "\(file):\(line):\(column)"
  }
}
