import Bytes
public import Records

/// All records of one file on their way to a destination, complete and in load order.
///
/// Draining is repeatable and always gives the same rows in the same order: by key, equal keys by their place in the
/// file; without a key in the order of the file.
public struct Package {
  let layout: RowLayout
  let settings: DedupSettings?
  let buffer: RowBuffer
  let entries: [RowEntry]
  let spill: SpillFile?
  let runs: [Range<Int64>]
  /// Records that the bank gave no number, and that are known by a fingerprint.
  public let fingerprinted: Int

  /// The field in which a fingerprint stands where the bank gave no number; nil where none does.
  public var fingerprintField: String? { settings?.fingerprintField }

  /// Of the batches that come out.
  public var schema: RecordSchema { layout.schema }

  /// Starts at the first row.
  ///
  /// - Parameters:
  ///   - statementFates: for each statement of the file, the fate of its records: `.filtered` for a test or
  ///     deleting statement, `.rejected` for one that does not prove, `.duplicate` for one that another replaces.
  ///   - occurrences: by number of the record, its number among equal ones where it is not that of the file.
  public func drain(
    statementFates: [Fate] = [], occurrences: [Int32: Int] = [:]
  ) throws(Fault) -> PackageDrain {
    var sources: [RowSource] = []
    for run in runs {
      guard let spill else { preconditionFailure("a run lies in a spill file") }
      sources.append(.file(RunReader(spill: spill, range: run)))
    }
    if spill == nil { sources.append(.memory(MemoryRows(buffer: buffer, entries: entries))) }
    return try PackageDrain(
      layout: layout, settings: settings, sources: sources, statementFates: statementFates,
      given: occurrences)
  }
}
