import Bytes
import Checkpoints
import Components
import Deduplicating
import Records

/// Holds a file that was prepared against what the books have of the same accounts and days.
///
/// - A statement that was loaded from other bytes is a restatement: its difference is shown, and the pipeline's policy
///   (`restated`) decides.
/// - A provisional report is replaced by the booked one, never beside it, whichever comes first.
/// - A day of which the books have some records and the file has others, and neither has all of the other's: its equal
///   records may be the same or not. Balances decide; what they cannot decide is left to a person.
///
/// The books are read, not changed. The verdict is kept with the first rows that commit, and taken from there when an
/// interrupted run is resumed.
struct IdentityReview {
  let pipeline: Pipeline
  let settings: DedupSettings
  let loader: any Loader
  let store: CheckpointStore
  let stop: StopFlag

  /// Nil where nothing identifies records.
  init?(_ pipeline: Pipeline, _ loader: any Loader, _ store: CheckpointStore, _ stop: StopFlag) {
    guard let settings = pipeline.dedup, !pipeline.replacesTable else { return nil }
    self.pipeline = pipeline
    self.settings = settings
    self.loader = loader
    self.store = store
    self.stop = stop
  }

  func verdict(_ prepared: PreparedFile, _ job: FileJob) throws(Fault) -> IdentityVerdict {
    var verdict = IdentityVerdict()
    var restated: [Int: StoredStatement] = [:]
    var overlapping: Set<Int> = []
    let statements = prepared.file.statements
    var stored = try KnownStatements(store, pipeline.name, statements, besides: job.stored.digest)
    let holdsProvisional = try loader.holdsProvisional()
    let comparesDays = settings.checksIDs || prepared.file.package.fingerprinted > 0
    for at in statements.indices where prepared.proof.fates[at] == .kept {
      // Of a mere export of records nothing else is asked.
      if statements[at].source == .records, !holdsProvisional, !comparesDays { continue }
      if let selection = prepared.selection, !selection.takes(statement: at) { continue }
      let statement = statements[at]
      guard let period = statement.period else { continue }
      let known = try stored.beside(statement)
      if statement.isInterim {
        let isBooked = known.contains {
          !$0.statement.isInterim && $0.statement.period?.contains(period.upperBound) == true
        }
        if isBooked && statement.source == .bank { verdict.statements[at] = .duplicate }
        continue
      }
      if holdsProvisional,
        known.contains(where: { $0.statement.isInterim || $0.statement.source == .records })
      {
        verdict.provisional.append((statement.accountID, period))
      }
      if statement.disposition != .update { continue }
      let booked = known.filter { !$0.statement.isInterim }
      if statement.source == .bank, let same = booked.last(where: { statement.isSame(as: $0.statement) }) {
        restated[at] = same
      } else if !booked.isEmpty {
        overlapping.insert(at)
      }
    }
    if !comparesDays { overlapping = [] }
    if prepared.selection?.isAccepted == true { overlapping = [] }
    verdict.occurrences = try LateRecords.numbers(prepared)
    try accept(prepared, &verdict)
    // A number of the bank that alone decides nothing is looked up wherever it was used before.
    let numbered =
      settings.checksIDs && prepared.selection?.isAccepted != true
        && prepared.file.package.fingerprinted < prepared.file.recordsRead
      ? Set(statements.indices.filter { prepared.proof.fates[$0] == .kept && restated[$0] == nil }) : []
    if restated.isEmpty && overlapping.isEmpty && numbered.isEmpty { return verdict }
    try loader.forgetNotes()
    var census = DayCensus(overlapping, dateField: pipeline.contract.effectiveDate ?? "")
    var changes = RestatementChanges(restated, contract: pipeline.contract)
    var reusedNumbers: [Origin] = []
    _ = try prepared.passage(stop: stop, contract: pipeline.contract, with: verdict) {
      portion throws(Fault) in
      let outcomes = try loader.classify(portion.batch)
      census.add(portion.batch, outcomes)
      try changes.add(portion.batch, outcomes, loader)
      for origin in try reused(portion.batch, outcomes, numbered) {
        reusedNumbers.append(origin)
      }
    }
    for origin in reusedNumbers {
      verdict.records[origin.record] = .rejected
      verdict.rejections.append(Review.reusedNumber(origin))
    }
    try decide(restated, changes, prepared, &verdict)
    try decide(overlapping, census, prepared, &verdict)
    verdict.rejections.sort { $0.origin.record < $1.origin.record }
    return verdict
  }

  // MARK: Numbers of the bank

  /// The records of these statements under whose number of the bank something else is in the books.
  private func reused(
    _ batch: RecordBatch, _ outcomes: [Outcome], _ numbered: Set<Int>
  ) throws(Fault) -> [Origin] {
    if numbered.isEmpty { return [] }
    let rows = outcomes.indices.filter { row in
      (outcomes[row] == .updated || outcomes[row] == .duplicate)
        && numbered.contains(Int(batch.origins[row].statement))
    }.map { Int32($0) }
    if rows.isEmpty { return [] }
    let records = try loader.records(batch, rows: rows)
    let booked = try loader.booked(batch, rows: rows)
    return rows.indices.filter { at in booked[at].map { $0.content != records[at].content } ?? false }.map {
      batch.origins[Int(rows[$0])]
    }
  }

  // MARK: Accepted records

  /// Records that a person has looked at are records of their own: equal to a loaded one, they get the next number.
  private func accept(_ prepared: PreparedFile, _ verdict: inout IdentityVerdict) throws(Fault) {
    guard let selection = prepared.selection, selection.isAccepted, !selection.records.isEmpty else { return }
    var days: [DayCensus.Day: [SharedDay.Candidate]] = [:]
    let census = DayCensus([], dateField: pipeline.contract.effectiveDate ?? "")
    _ = try prepared.passage(stop: stop, contract: pipeline.contract, with: verdict) {
      portion throws(Fault) in
      let rows = census.rows(of: portion.batch).filter {
        selection.records.contains(portion.batch.origins[Int($0.row)].record)
      }
      for (row, record) in zip(rows, try loader.records(portion.batch, rows: rows.map(\.row))) {
        days[row.day, default: []].append(
          SharedDay.Candidate(origin: portion.batch.origins[Int(row.row)], record: record))
      }
    }
    for (day, candidates) in days {
      guard prepared.file.statements.indices.contains(Int(day.statement)) else { continue }
      let account = prepared.file.statements[Int(day.statement)].accountID
      let found = SharedDay(accepted: candidates, beside: try loader.records(account, day.day))
      verdict.occurrences.merge(found.occurrences) { $1 }
    }
  }

  // MARK: Restatements

  private func decide(
    _ restated: [Int: StoredStatement], _ changes: RestatementChanges, _ prepared: PreparedFile,
    _ verdict: inout IdentityVerdict
  ) throws(Fault) {
    for (at, old) in restated.sorted(by: { $0.key < $1.key }) {
      guard let period = old.statement.period else { continue }
      let rows = StatementRows(
        accountID: old.statement.accountID, statementID: old.statement.statementID, days: period)
      let removed = try loader.unmatched(rows, of: at)
      let difference = changes.difference(at, removed: removed)
      if difference.isEmpty { continue }
      switch prepared.selection?.isAccepted == true ? .supersede : settings.restated {
      case .supersede: verdict.superseded.append((rows, at))
      case .appendOnly:
        for record in changes.changedRecords(of: at) { verdict.records[record] = .duplicate }
      case .review:
        verdict.statements[at] = .rejected
        verdict.rejections.append(
          Review.restated(prepared.file.statements[at], at, difference, old, pipeline.shown(old.path)))
      }
    }
  }

  // MARK: Days that two files share

  private func decide(
    _ overlapping: Set<Int>, _ census: DayCensus, _ prepared: PreparedFile, _ verdict: inout IdentityVerdict
  ) throws(Fault) {
    var open: [DayCensus.Day: Int] = [:]
    for at in overlapping.sorted() {
      let statement = prepared.file.statements[at]
      guard let period = statement.period else { continue }
      let loaded = try loader.loadedDays(statement.accountID, period)
      for (day, count) in census.days(of: at) {
        let before = loaded[day] ?? 0
        // All of the file's day is loaded, or all that is loaded is in the file: the larger count of equal ones wins.
        let isContained = count.matched == count.all || count.matched == before
        if !isContained || count.changed > 0 {
          open[DayCensus.Day(statement: Int32(at), day: day)] = count.all
        }
      }
    }
    if open.isEmpty { return }
    if open.values.reduce(0, +) > Review.mostRecords {
      for at in Set(open.keys.map { Int($0.statement) }).sorted() {
        verdict.statements[at] = .rejected
        verdict.rejections.append(Review.tooMany(prepared.file.statements[at], at))
      }
      return
    }
    var shared: [DayCensus.Day: [SharedDay.Candidate]] = [:]
    _ = try prepared.passage(stop: stop, contract: pipeline.contract, with: verdict) {
      portion throws(Fault) in
      let rows = census.rows(of: portion.batch, in: open)
      for (row, record) in zip(rows, try loader.records(portion.batch, rows: rows.map(\.row))) {
        shared[row.day, default: []].append(
          SharedDay.Candidate(origin: portion.batch.origins[Int(row.row)], record: record))
      }
    }
    for (day, candidates) in shared.sorted(by: {
      ($0.key.statement, $0.key.day) < ($1.key.statement, $1.key.day)
    }) {
      let statement = prepared.file.statements[Int(day.statement)]
      let found = SharedDay(
        loaded: try loader.records(statement.accountID, day.day), candidates: candidates,
        checksIDs: settings.checksIDs,
        isWhole: statement.period.map { $0.lowerBound < day.day && day.day < $0.upperBound } == true)
      for (candidate, doubt) in found.doubts {
        verdict.records[candidate.origin.record] = .rejected
        verdict.rejections.append(Review.undecided(candidate.origin, day.day, doubt))
      }
      verdict.occurrences.merge(found.occurrences) { $1 }
    }
  }
}

extension Statement {
  /// The same account, period and number: the same statement, whatever it says.
  fileprivate func isSame(as other: Statement) -> Bool {
    other.source == .bank && period == other.period && sequence == other.sequence
      && currency == other.currency
  }
}
