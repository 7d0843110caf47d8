/// A mapping file in memory: a header and rows of text.
///
/// The one thing a pipeline holds whole; bounded by `maximumRows`.
public struct LookupTable: Sendable {
  /// Its path for messages: from the pipeline file's folder, absolute where it lies elsewhere.
  public var name: String
  /// Names of the columns, in order.
  public var columns: [String]
  /// Each as long as `columns`.
  public var rows: [[String]]
  /// Line of each row in the file, from 1; 0 where there are no lines (a database table).
  public var lines: [Int]

  /// More rows than this are refused.
  public static let maximumRows = 5_000_000

  /// A table of the given shape.
  public init(name: String, columns: [String], rows: [[String]], lines: [Int]) {
    self.name = name
    self.columns = columns
    self.rows = rows
    self.lines = lines
  }
}
