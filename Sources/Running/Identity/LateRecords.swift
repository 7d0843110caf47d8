import Deduplicating
import Records

/// The numbers among equal ones of records that were put right.
///
/// A record that was refused before the package had no part in its file's numbering: the equal ones of the file, those
/// in front of it and those behind it, were loaded under the first numbers. So it gets the next one. A record that a stage
/// behind the package refused has its number already.
enum LateRecords {
  /// - Parameter earlier: those of the file that were put right before.
  /// - Returns: by number of the record, its fingerprint and its number; empty when the file's own numbers are right.
  static func numbers(
    _ prepared: PreparedFile, after earlier: [(record: Int32, name: String, number: Int)]
  ) throws(Fault) -> [Int32: (name: String, number: Int)] {
    guard let selection = prepared.selection, !selection.isAccepted, !selection.isWhole,
      let field = prepared.file.package.fingerprintField
    else { return [:] }
    let behind = Set(prepared.after.map(\.name))
    let late = selection.stages.filter { !behind.contains($0.value) }.keys
    if late.isEmpty { return [:] }
    var names: [Int32: Substring] = [:]
    try pass(prepared, field) { origin, name in
      if late.contains(origin.record), !selection.takes(statement: Int(origin.statement)) {
        names[origin.record] = name()
      }
    }
    let wanted = Set(names.values)
    if wanted.isEmpty { return [:] }
    var taken: [Substring: Set<Int>] = [:]
    for other in earlier where names[other.record] == nil {
      taken[other.name[...], default: []].insert(other.number)
    }
    var counts: [Substring: Int] = [:]
    var numbers: [Int32: (name: String, number: Int)] = [:]
    try pass(prepared, field) { origin, name in
      guard names[origin.record] == nil, let name = name(), wanted.contains(name) else { return }
      counts[name, default: 0] += 1
      if selection.records.contains(origin.record) {
        numbers[origin.record] = (String(name), counts[name] ?? 0)
      }
    }
    for (record, name) in names.sorted(by: { $0.key < $1.key }) {
      repeat { counts[name, default: 0] += 1 } while taken[name]?.contains(counts[name] ?? 0) == true
      numbers[record] = (String(name), counts[name] ?? 0)
    }
    return numbers
  }

  /// Every record of the package, with the fingerprint that names it where one does.
  private static func pass(
    _ prepared: PreparedFile, _ field: String, use: (Origin, () -> Substring?) -> Void
  ) throws(Fault) {
    let drain = try prepared.file.package.drain()
    while let (batch, _) = try drain.next() {
      guard case .text(let names)? = batch.column(field) else { return }
      for row in 0..<batch.count {
        use(batch.origins[row]) {
          guard let name = names.string(at: row), name.hasPrefix("fp:") else { return nil }
          return name.lastIndex(of: "#").map { name[..<$0] }
        }
      }
    }
  }
}
