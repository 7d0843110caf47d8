import Components
public import Records

/// The law every file and every run obeys, in rows and in money per currency:
/// read = inserted + updated + unchanged + duplicate + before cut-off + filtered + rejected + locked.
public struct Conservation: Sendable {
  /// In the order reports show them.
  public static let outcomes = [
    "inserted", "updated", "unchanged", "duplicate", "before cut-off", "filtered", "rejected",
    "locked", "removed", "restored", "returned",
  ]

  /// What came out of the files.
  public private(set) var read: Tally
  /// By outcome; money of refused records counts as far as it could be read.
  public private(set) var parts: [String: Tally] = [:]

  /// A file that was refused whole: all that was read is rejected.
  init(refused read: Tally?) {
    self.read = read ?? Tally(scale: 0)
    if self.read.rows > 0 { parts["rejected"] = self.read }
  }

  /// Of a file by how far it came: one that was refused before anything was to be loaded is rejected whole; one that
  /// was refused because nothing was left to load has counted its rows to the end.
  init(_ stages: [StageFooting], isRefused: Bool) {
    let isCounted = stages.last.map { $0.stage == "load" && $0.arrived.rows == 0 } == true
    self = isRefused && !isCounted ? Conservation(refused: stages.first?.arrived) : Conservation(stages)
  }

  /// Of all the stages of a file that was loaded.
  init(_ stages: [StageFooting]) {
    read = Tally(scale: stages.first?.arrived.scale ?? 0)
    read.rows = stages.first?.arrived.rows ?? 0
    // Money is known from the first stage after which amounts are amounts.
    if let first = stages.first(where: { $0.left.values.contains { !$0.amounts.isEmpty } }) {
      for tally in first.left.values {
        for (currency, sum) in tally.amounts { read.amounts[currency, default: 0] += sum }
      }
    }
    for stage in stages {
      for (title, tally) in stage.left where title != "kept" {
        parts[title, default: Tally(scale: tally.scale)].add(tally)
      }
    }
  }

  mutating func add(_ other: Conservation) {
    // A file of which nothing could be read has no scale either.
    if other.read.rows == 0, other.parts.isEmpty { return }
    if read.rows == 0, read.amounts.isEmpty { read = Tally(scale: other.read.scale) }
    read.add(other.read)
    for (title, tally) in other.parts { parts[title, default: Tally(scale: tally.scale)].add(tally) }
  }

  /// Whether both sides are equal.
  public var holds: Bool {
    var sum = Tally(scale: read.scale)
    for tally in parts.values { sum.add(tally) }
    return sum == read
  }
}
