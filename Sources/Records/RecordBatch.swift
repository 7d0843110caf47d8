/// Records on their way: columns of equal length and one origin a row. The only thing that flows.
///
/// A batch belongs to one file. Shapes: `columns[i].count == origins.count == count` for every field `i`.
public struct RecordBatch: Sendable {
  /// Names and types of the columns.
  public var schema: RecordSchema
  /// One per field of the schema, in its order.
  public var columns: [Column]
  /// One per row.
  public var origins: [Origin]

  /// A batch of whole columns; they must fit the schema and the origins.
  public init(schema: RecordSchema, columns: [Column], origins: [Origin]) {
    precondition(columns.count == schema.fields.count, "one column a field")
    precondition(columns.allSatisfy { $0.count == origins.count }, "columns of equal length")
    self.schema = schema
    self.columns = columns
    self.origins = origins
  }

  /// Rows.
  public var count: Int { origins.count }

  /// Nil when the batch has no such field.
  public func column(_ name: String) -> Column? { schema.index(of: name).map { columns[$0] } }

  /// Replaces the field of that name, or adds it at the end.
  public mutating func set(_ name: String, _ column: Column) {
    precondition(column.count == count, "columns of equal length")
    let at = schema.set(Field(name, column.type))
    if at < columns.count { columns[at] = column } else { columns.append(column) }
  }

  /// Takes a field out; does nothing when there is none of that name.
  public mutating func remove(_ name: String) {
    guard let at = schema.index(of: name) else { return }
    columns.remove(at: at)
    schema.remove(name)
  }

  /// The rows whose index is listed, in that order.
  public func gathering(_ rows: [Int32]) -> RecordBatch {
    RecordBatch(
      schema: schema, columns: columns.map { $0.gathering(rows) }, origins: gather(origins, rows))
  }

  /// The rows still marked `kept`; the batch itself when all are.
  ///
  /// - Parameter fates: one per row.
  public func keeping(_ fates: [Fate]) -> RecordBatch {
    precondition(fates.count == count, "one fate a row")
    var rows: [Int32] = []
    rows.reserveCapacity(count)
    for row in 0..<fates.count where fates[row] == .kept { rows.append(Int32(row)) }
    return rows.count == count ? self : gathering(rows)
  }
}

/// What a stage decided for a row.
public enum Fate: UInt8, Sendable, CaseIterable {
  /// Goes on to the next stage.
  case kept
  /// Refused: there is at least one `Rejection` with its origin.
  case rejected
  /// Outside the cut-off dates.
  case beforeCutOff
  /// A condition of the pipeline, a test statement or a deleting statement keeps it out.
  case filtered
  /// Another record of the same key in this file takes its place.
  case duplicate
}
