public import Records

/// One step of a record's journey between reading and loading.
///
/// A stage is made once for a pipeline and a format, knows the schema that reaches it, and keeps no state between
/// batches: a batch alone decides what comes out.
public protocol Stage: Sendable {
  static var spec: ComponentSpec { get }

  /// Settings from checked options.
  ///
  /// - Parameters:
  ///   - schema: of the batches that will come.
  ///   - complaints: what cannot be: a field no earlier stage yields, a mapping file without the column. When any
  ///     is added the stage is never used.
  init(options: Options, schema: RecordSchema, surroundings: Surroundings, complaints: inout [Complaint])

  /// The fields to which options give other values than the source did, each with the place that says so; not those
  /// that are only read, typed or tidied.
  ///
  /// - Parameter schema: of the batches that come.
  static func fieldsWritten(_ options: Options, schema: RecordSchema) -> [(name: String, place: Place)]

  /// The schema of the batches that leave.
  var schema: RecordSchema { get }

  /// Works on a batch in place. Rows are never removed here: a row that leaves the flow gets its fate, and its
  /// rejections when it is refused; the caller takes it out. Values of rows that leave may be anything.
  ///
  /// - Parameter fates: one per row, all `.kept` on entry.
  func apply(to batch: inout RecordBatch, fates: inout [Fate], rejecting rejections: inout [Rejection])
}

extension Stage {
  /// A stage that only keeps or leaves out writes nothing.
  public static func fieldsWritten(_ options: Options, schema: RecordSchema) -> [(name: String, place: Place)]
  { [] }
}
