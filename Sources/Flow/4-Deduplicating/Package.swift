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
  ///   - choice: what was decided about its rows.
  ///   - twins: how many records are kept that differ from the first of their key.
  public func drain(_ choice: DrainChoice = DrainChoice(), twins: Int = 0) throws(Fault) -> PackageDrain {
    var sources: [RowSource] = []
    for run in runs {
      guard let spill else { preconditionFailure("a run lies in a spill file") }
      sources.append(.file(RunReader(spill: spill, range: run)))
    }
    sources.append(.memory(MemoryRows(buffer: buffer, entries: entries)))
    return try PackageDrain(
      layout: layout, settings: settings, sources: sources, choice: choice, twins: twins)
  }
}
