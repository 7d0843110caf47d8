import Components
import Deduplicating
import Records

/// Days that a file shares with what is loaded.
extension IdentityReview {
  /// Days on which the file and the books differ.
  private struct Differing {
    /// Records of the file on days that it may have in part.
    var parts: [DayCensus.Day: Int] = [:]
    /// Records of the file on days that it has whole, and of which the books may have more.
    var whole: [DayCensus.Day: Int] = [:]
    /// What is loaded of those, and the file no longer has.
    var removed: [DayCensus.Day: Tally] = [:]
    /// Days that the file has whole and just as they are loaded, but with other values beside, such as balances.
    var told: Set<DayCensus.Day> = []

    /// The last of those before each day that the file may have in part.
    var toldBefore: Set<DayCensus.Day> {
      Set(
        parts.keys.compactMap { part in
          told.filter { $0.statement == part.statement && $0.day < part.day }.max()
        })
    }
  }

  func decide(
    _ overlapping: Set<Int>, _ census: DayCensus, _ prepared: PreparedFile, _ job: FileJob,
    _ verdict: inout IdentityVerdict
  ) throws(Fault) {
    var days = Differing()
    for at in overlapping.sorted() where verdict.statements[at] == nil {
      try compare(at, census, prepared, job, &days)
    }
    if days.parts.isEmpty && days.whole.isEmpty { return }
    try findRemoved(prepared, verdict, &days)
    if settings.restated != .review {
      if settings.restated == .supersede {
        for day in days.removed.keys.sorted() {
          let statement = prepared.file.statements[Int(day.statement)]
          verdict.superseded.append((rows(statement, day.day...day.day), Int(day.statement)))
        }
      }
      days.removed = [:]
    }
    try ask(days, prepared, &verdict)
  }

  /// Holds the days of a statement against those of the books.
  private func compare(
    _ at: Int, _ census: DayCensus, _ prepared: PreparedFile, _ job: FileJob, _ days: inout Differing
  ) throws(Fault) {
    let statement = prepared.file.statements[at]
    guard let period = statement.period else { return }
    let loaded = try loader.loadedDays(rows(statement, period))
    let counts = census.days(of: at)
    let whole = Set(wholeDays(at, prepared, job))
    for day in Set(counts.keys).union(whole.intersection(loaded.keys)) {
      let count = counts[day] ?? DayCensus.Count()
      let before = loaded[day] ?? 0
      let slot = DayCensus.Day(statement: Int32(at), day: day)
      if whole.contains(day) {
        // All that is loaded of it is in the file: what the file has beside is new.
        if count.matched != before {
          days.whole[slot] = count.all
        } else if count.changed > 0, count.matched == count.all {
          days.told.insert(slot)
        }
      } else if count.changed > 0 || count.matched != count.all && count.matched != before {
        // Else all of the file's day is loaded, or all that is loaded is in the file: the larger count wins.
        days.parts[slot] = count.all
      }
    }
  }

  /// The days of which a statement has all records: those between its first and its last one. None where records of the
  /// file are refused, which may be of any day, and none that the cut-off keeps out.
  func wholeDays(_ at: Int, _ prepared: PreparedFile, _ job: FileJob) -> [CivilDate] {
    guard let period = prepared.file.statements[at].period,
      period.upperBound.days - period.lowerBound.days > 1,
      prepared.selection.map({ $0.isWhole || $0.isAccepted }) ?? true,
      !prepared.refused.contains(where: { $0.rejection.origin.record > 0 })
    else { return [] }
    return (period.lowerBound.days + 1..<period.upperBound.days).map { CivilDate(days: $0) }
      .filter(job.format.cutOff)
  }

  // MARK: Whole days

  private func findRemoved(
    _ prepared: PreparedFile, _ verdict: IdentityVerdict, _ days: inout Differing
  ) throws(Fault) {
    if days.whole.isEmpty { return }
    var wanted: [Int32: Set<CivilDate>] = [:]
    for day in days.whole.keys { wanted[day.statement, default: []].insert(day.day) }
    try note(wanted, prepared, verdict)
    for day in days.whole.keys.sorted() {
      let statement = prepared.file.statements[Int(day.statement)]
      let tally = try loader.unmatched(rows(statement, day.day...day.day), of: Int(day.statement))
      if tally.rows > 0 {
        days.removed[day] = tally
      } else {
        days.parts[day] = days.whole[day]
      }
    }
  }

  /// Notes what a file has of these days.
  func note(
    _ days: [Int32: Set<CivilDate>], _ prepared: PreparedFile, _ verdict: IdentityVerdict
  ) throws(Fault) {
    if days.isEmpty { return }
    _ = try prepared.passage(stop: stop, contract: pipeline.contract, with: verdict) {
      portion throws(Fault) in
      let noted = DayCensus.rows(of: portion.batch, dateField).filter {
        days[$0.day.statement]?.contains($0.day.day) == true
      }
      try loader.note(portion.batch, rows: noted.map(\.row), of: noted.map(\.day.statement))
    }
  }

  // MARK: A person

  /// Leaves to a person what nothing else decides.
  private func ask(
    _ days: Differing, _ prepared: PreparedFile, _ verdict: inout IdentityVerdict
  ) throws(Fault) {
    var open = days.parts
    for day in days.removed.keys { open[day] = days.whole[day] }
    var counts: [Int: Int] = [:]
    for (day, count) in open { counts[Int(day.statement), default: 0] += count }
    if counts.values.reduce(0, +) > Review.mostRecords {
      return hold(
        counts.mapValues {
          "it shares days with what is loaded on which \(counted($0, "record")) of it may differ"
        },
        prepared, &verdict)
    }
    for (day, removed) in days.removed.sorted(by: { $0.key < $1.key }) {
      let statement = prepared.file.statements[Int(day.statement)]
      verdict.rejections.append(Review.day(statement, Int(day.statement), day.day, removed))
    }
    let told = days.toldBefore
    for day in told { open[day] = 0 }
    var shift: (statement: Int32, by: ScaledDecimal)?
    for (day, candidates) in try candidates(open, prepared, verdict).sorted(by: { $0.key < $1.key }) {
      let statement = prepared.file.statements[Int(day.statement)]
      let loaded = try loader.records(rows(statement, day.day...day.day))
      if told.contains(day) {
        shift = SharedDay.shift(of: candidates, from: loaded).map { (day.statement, $0) }
        continue
      }
      if days.removed[day] != nil { shift = nil }
      let found = SharedDay(
        loaded: loaded, candidates: candidates, checksIDs: settings.checksIDs,
        isRestated: days.removed[day] != nil, shift: shift?.statement == day.statement ? shift?.by : nil)
      for (candidate, doubt) in found.doubts {
        verdict.records[candidate.origin.record] = .rejected
        verdict.rejections.append(
          Review.undecided(candidate.origin, day.day, doubt, isRestated: days.removed[day] != nil))
      }
      verdict.occurrences.merge(found.occurrences) { $1 }
    }
  }

  private func candidates(
    _ open: [DayCensus.Day: Int], _ prepared: PreparedFile, _ verdict: IdentityVerdict
  ) throws(Fault) -> [DayCensus.Day: [SharedDay.Candidate]] {
    var shared: [DayCensus.Day: [SharedDay.Candidate]] = [:]
    _ = try prepared.passage(stop: stop, contract: pipeline.contract, with: verdict) {
      portion throws(Fault) in
      let rows = DayCensus.rows(of: portion.batch, dateField).filter { open[$0.day] != nil }
      for (row, record) in zip(rows, try loader.records(portion.batch, rows: rows.map(\.row))) {
        shared[row.day, default: []].append(
          SharedDay.Candidate(origin: portion.batch.origins[Int(row.row)], record: record))
      }
    }
    return shared
  }

  /// The booked rows of an account and days.
  func rows(_ statement: Statement, _ days: ClosedRange<CivilDate>) -> StatementRows {
    StatementRows(accountID: statement.accountID, currency: statement.currency, days: days)
  }
}

extension DayCensus.Day: Comparable {
  static func < (a: DayCensus.Day, b: DayCensus.Day) -> Bool { (a.statement, a.day) < (b.statement, b.day) }
}
