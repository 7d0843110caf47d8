import Components
import Records

/// Counts the records of a file by statement and day, and how many of them the books know.
struct DayCensus {
  /// A day of a statement of the file.
  struct Day: Hashable {
    var statement: Int32
    var day: CivilDate
  }

  struct Count {
    var all = 0
    /// In the books under their keys.
    var matched = 0
    /// Of these, with other values.
    var changed = 0

    mutating func add(_ other: Count) {
      all += other.all
      matched += other.matched
      changed += other.changed
    }
  }

  private let wanted: Set<Int>
  private let dateField: String
  private var counts: [Int32: [CivilDate: Count]] = [:]

  init(_ wanted: Set<Int>, dateField: String) {
    self.wanted = wanted
    self.dateField = dateField
  }

  mutating func add(_ batch: RecordBatch, _ outcomes: [Outcome]) {
    guard !wanted.isEmpty, case .dates(let dates)? = batch.column(dateField) else { return }
    for row in outcomes.indices where wanted.contains(Int(batch.origins[row].statement)) {
      var found = Count(all: 1)
      if outcomes[row] != .inserted { found.matched = 1 }
      if outcomes[row] == .updated || outcomes[row] == .duplicate { found.changed = 1 }
      counts[batch.origins[row].statement, default: [:]][CivilDate(days: dates[row]), default: Count()]
        .add(found)
    }
  }

  func days(of statement: Int) -> [CivilDate: Count] { counts[Int32(statement)] ?? [:] }

  /// The rows of a batch, each with its day.
  static func rows(of batch: RecordBatch, _ dateField: String) -> [(row: Int32, day: Day)] {
    guard case .dates(let dates)? = batch.column(dateField) else { return [] }
    return dates.indices.map { row in
      (Int32(row), Day(statement: batch.origins[row].statement, day: CivilDate(days: dates[row])))
    }
  }
}
