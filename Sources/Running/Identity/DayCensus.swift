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
  }

  private let wanted: Set<Int>
  private let dateField: String
  private var counts: [Day: Count] = [:]

  init(_ wanted: Set<Int>, dateField: String) {
    self.wanted = wanted
    self.dateField = dateField
  }

  mutating func add(_ batch: RecordBatch, _ outcomes: [Outcome]) {
    guard !wanted.isEmpty, case .dates(let dates)? = batch.column(dateField) else { return }
    for row in outcomes.indices where wanted.contains(Int(batch.origins[row].statement)) {
      let day = Day(statement: batch.origins[row].statement, day: CivilDate(days: dates[row]))
      counts[day, default: Count()].all += 1
      if outcomes[row] == .inserted { continue }
      counts[day, default: Count()].matched += 1
      if outcomes[row] != .unchanged { counts[day, default: Count()].changed += 1 }
    }
  }

  func days(of statement: Int) -> [CivilDate: Count] {
    var days: [CivilDate: Count] = [:]
    for (day, count) in counts where day.statement == Int32(statement) { days[day.day] = count }
    return days
  }

  /// The rows of a batch, each with its day.
  static func rows(of batch: RecordBatch, _ dateField: String) -> [(row: Int32, day: Day)] {
    guard case .dates(let dates)? = batch.column(dateField) else { return [] }
    return dates.indices.map { row in
      (Int32(row), Day(statement: batch.origins[row].statement, day: CivilDate(days: dates[row])))
    }
  }
}
