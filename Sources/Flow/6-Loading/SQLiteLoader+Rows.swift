import Components
import Databases
public import Records

/// Rows that are in the table, taken up again and given other values.
extension SQLiteLoader {
  /// Whether the table is there.
  public var hasTable: Bool {
    get throws(Fault) { try database?.table(table) != nil }
  }

  /// The fields that identify a row; empty when nothing does.
  public var keyFields: [String] { encoder?.layout.keyNames ?? [] }

  /// The rows of a choice, in one unchanging state of the table: in the open transaction, or in one of their own that
  /// `abort` ends.
  ///
  /// - Parameter ignored: runs of the pipeline that changed nothing, or made no row theirs.
  public func rows(_ choice: RowChoice, ignoring ignored: [Int64]) throws(Fault) -> TableRows {
    guard let plan, let encoder, let database else { preconditionFailure("prepared, with a table") }
    if !database.isInTransaction { try database.execute("BEGIN") }
    return try TableRows(
      choice, of: table, layout: encoder.layout, pipeline: plan.pipeline,
      locks: options.list("locked_by").map(\.text), ignoring: ignored, in: database)
  }

  /// Compares fields of rows that are in the table with other values, and writes these.
  ///
  /// - Parameter fields: those that may have other values.
  public func revision(of fields: [String]) throws(Fault) -> RowRevision {
    guard let plan, let encoder, let database else { preconditionFailure("prepared, with a table") }
    return try RowRevision(of: fields, encoder: encoder, run: plan.run, table: table, in: database)
  }
}

/// Other values for some fields of rows that are in a table.
public final class RowRevision {
  /// Rows held against other values.
  public struct Comparison: Sendable {
    /// Whether any of the fields differs, for each row.
    public var isChanged: [Bool]
    /// The fields that may differ, and whether they do, for each row.
    public var fields: [(name: String, differs: [Bool])]
    /// What would be written: the key, the fields, the stamps.
    let columns: [Column]
  }

  private let encoder: BatchEncoder
  private let run: Int64
  /// Positions in the layout: the fields compared, and those written, which the key is not among.
  private let compared: [Int]
  private let written: [Int]
  private let writer: TableWriter

  init(
    of fields: [String], encoder: BatchEncoder, run: Int64, table: String, in database: SQLiteDatabase
  ) throws(Fault) {
    self.encoder = encoder
    self.run = run
    let layout = encoder.layout
    // Money is written as its currency has it: another currency may write the same amount in another way.
    compared = layout.fields.indices.filter { at in
      fields.contains(layout.fields[at].name)
        || layout.fields[at].currencyField.map(fields.contains) ?? false
    }
    written = compared.filter { !layout.key.contains($0) }
    writer = try TableWriter(
      database, table: table, fields: (layout.key + written).map { layout.fields[$0].name },
      key: Array(layout.key.indices), stamps: layout.hasStamps ? ["_run", "_content_hash"] : [])
  }

  /// Holds records against the rows they were.
  ///
  /// - Parameters:
  ///   - batch: with other values in the fields.
  ///   - rows: which of the stored rows each record is.
  /// - Throws: what cannot be stored, as in a load.
  public func compare(
    _ batch: RecordBatch, rows: [Int32], with stored: StoredRows
  ) throws(Fault) -> Comparison {
    let encoded = try encoder.columns(of: batch, from: Provenance(run: run, file: ""))
    var isChanged = [Bool](repeating: false, count: batch.count)
    var fields: [(name: String, differs: [Bool])] = []
    for at in compared {
      let differs = encoded[at].differences(from: stored.stored[at], rows)
      for row in differs.indices where differs[row] { isChanged[row] = true }
      fields.append((encoder.layout.fields[at].name, differs))
    }
    var columns = (encoder.layout.key + written).map { encoded[$0] }
    if encoder.layout.hasStamps {
      let first = encoder.layout.fields.count
      // Of run, file, line and hash: where the row came from stays.
      columns += [encoded[first], encoded[first + 3]]
    }
    return Comparison(isChanged: isChanged, fields: fields, columns: columns)
  }

  /// Gives rows of the table the values they were compared with, in the open transaction.
  ///
  /// - Parameter rows: which of the records.
  public func write(_ comparison: Comparison, rows: [Int32]) throws(Fault) {
    if rows.isEmpty { return }
    try writer.update(comparison.columns.map { $0.gathering(rows) })
  }
}

extension Column {
  /// Whether each value is another than that of its row in a stored column.
  fileprivate func differences(from stored: Column, _ rows: [Int32]) -> [Bool] {
    switch (self, stored) {
    case (.integers(let new), .integers(let old)):
      return new.indices.map { new[$0] != old[Int(rows[$0])] }
    case (.text(let new), .text(let old)):
      let (mine, theirs) = (new.bytes.span, old.bytes.span)
      return new.views.indices.map { row in
        let (a, b) = (new.views[row], old.views[Int(rows[row])])
        if a.length != b.length { return a.isNull != b.isNull || !a.isNull }
        if a.isNull { return false }
        for at in 0..<Int(a.length) where mine[Int(a.start) + at] != theirs[Int(b.start) + at] { return true }
        return false
      }
    default: preconditionFailure("a field is stored in one way")
    }
  }
}
