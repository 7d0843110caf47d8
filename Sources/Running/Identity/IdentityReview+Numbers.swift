import Checkpoints
import Components
import Deduplicating
import Records

/// Numbers: those of the bank, and those that tell equal records apart.
extension IdentityReview {
  /// Finds the records of these statements under whose number of the bank something else is in the books.
  func reused(
    _ batch: RecordBatch, _ outcomes: [Outcome], _ numbered: Set<Int>, _ found: inout Doubtful
  ) throws(Fault) {
    if numbered.isEmpty { return }
    let rows = outcomes.indices.filter { row in
      (outcomes[row] == .updated || outcomes[row] == .duplicate)
        && numbered.contains(Int(batch.origins[row].statement))
    }.map { Int32($0) }
    if rows.isEmpty { return }
    let records = try loader.records(batch, rows: rows)
    let booked = try loader.booked(batch, rows: rows)
    for at in rows.indices where booked[at].map({ $0.content != records[at].content }) == true {
      found.add(batch.origins[Int(rows[at])])
    }
  }

  /// Leaves these records to a person; where they are many, the statements they are in.
  func hold(_ reused: Doubtful, _ prepared: PreparedFile, _ verdict: inout IdentityVerdict) {
    if reused.isOverfull {
      return hold(
        reused.counts.mapValues {
          "another record is loaded under the number of the bank of \(counted($0, "record"))"
        },
        prepared, &verdict)
    }
    for origin in reused.origins {
      verdict.records[origin.record] = .rejected
      verdict.rejections.append(Review.reusedNumber(origin))
    }
  }

  /// Leaves records to a person that have the number of another one of the file, in front of them, and say something else.
  ///
  /// - Returns: whether there were any.
  func hold(_ twins: FileLoading.Twins, _ prepared: PreparedFile, _ verdict: inout IdentityVerdict) -> Bool {
    if twins.count == 0 { return false }
    if twins.count > Review.mostRecords {
      let reason = "\(twins.count) records of the file have the number of another one, and say something else"
      let statements = twins.statements.map { (Int($0), reason) }
      hold(Dictionary(uniqueKeysWithValues: statements), prepared, &verdict)
      return true
    }
    for twin in twins.first {
      // What was pending has been booked since, under the same number.
      if twin.pair.column("status")?.string(at: 0) == "pending" { continue }
      verdict.records[twin.origin.record] = .rejected
      verdict.rejections.append(Review.twin(twin, pipeline.contract))
    }
    return !verdict.records.isEmpty
  }

  /// Leaves whole statements to a person.
  ///
  /// - Parameter reasons: by number of the statement.
  func hold(_ reasons: [Int: String], _ prepared: PreparedFile, _ verdict: inout IdentityVerdict) {
    for (at, reason) in reasons.sorted(by: { $0.key < $1.key }) {
      guard prepared.file.statements.indices.contains(at), verdict.statements[at] == nil else { continue }
      verdict.statements[at] = .rejected
      verdict.rejections.append(Review.tooMany(prepared.file.statements[at], at, reason))
    }
  }

  /// Numbers the records that were put right: they come behind their equals.
  func numberLate(
    _ prepared: PreparedFile, _ job: FileJob, _ verdict: inout IdentityVerdict
  ) throws(Fault) {
    guard prepared.selection != nil else { return }
    let earlier = try store.lateRecords(of: job.stored.digest, pipeline: pipeline.name)
    for (record, late) in try LateRecords.numbers(prepared, after: earlier) {
      verdict.occurrences[record] = late.number
      verdict.late[record] = late.name
    }
  }

  // MARK: Accepted records

  /// Takes what a person has looked at: days that the file has whole take the place of what is loaded of them, and records
  /// are records of their own: equal to a loaded one, they get the next number.
  func accept(
    _ prepared: PreparedFile, _ job: FileJob, _ questions: Questions, _ verdict: inout IdentityVerdict
  ) throws(Fault) {
    guard let selection = prepared.selection else { return }
    // Restated statements alone take the place of the loaded ones.
    let isOfStatements = selection.statements.allSatisfy { questions.restated[Int($0)] != nil }
    if isOfStatements, selection.records.isEmpty, selection.days.isEmpty { return }
    var days = selection.days
    for at in prepared.file.statements.indices
    where selection.statements.contains(Int32(at)) && questions.restated[at] == nil {
      days[Int32(at)] = Set(wholeDays(at, prepared, job))
    }
    // By all that the file has of them, as another run may have loaded the rest.
    var whole = prepared
    whole.selection = nil
    try note(days, whole, verdict)
    for (at, days) in days.sorted(by: { $0.key < $1.key }) {
      let statement = prepared.file.statements[Int(at)]
      for day in days.sorted() { verdict.superseded.append((rows(statement, day...day), Int(at))) }
    }
    try numberAccepted(prepared, selection, days, questions, &verdict)
  }

  private func numberAccepted(
    _ prepared: PreparedFile, _ selection: Selection, _ replaced: [Int32: Set<CivilDate>],
    _ questions: Questions, _ verdict: inout IdentityVerdict
  ) throws(Fault) {
    var days: [DayCensus.Day: [SharedDay.Candidate]] = [:]
    _ = try prepared.passage(stop: stop, contract: pipeline.contract, with: verdict) {
      portion throws(Fault) in
      let rows = DayCensus.rows(of: portion.batch, dateField).filter { row, day in
        let origin = portion.batch.origins[Int(row)]
        return questions.restated[Int(day.statement)] == nil && selection.takes(origin)
          && replaced[day.statement]?.contains(day.day) != true
      }
      for (row, record) in zip(rows, try loader.records(portion.batch, rows: rows.map(\.row))) {
        days[row.day, default: []].append(
          SharedDay.Candidate(origin: portion.batch.origins[Int(row.row)], record: record))
      }
    }
    for (day, candidates) in days {
      guard prepared.file.statements.indices.contains(Int(day.statement)) else { continue }
      let statement = prepared.file.statements[Int(day.statement)]
      let loaded = try loader.records(rows(statement, day.day...day.day))
      // Of a whole statement only the days are in question that part.
      if selection.statements.contains(day.statement), !SharedDay.areApart(loaded, candidates) { continue }
      verdict.occurrences.merge(SharedDay(accepted: candidates, beside: loaded).occurrences) { $1 }
    }
  }
}

/// Records about which a person decides: one by one as long as they are few, and counted by statement.
struct Doubtful {
  /// The first ones.
  private(set) var origins: [Origin] = []
  /// All of them, by number of the statement.
  private(set) var counts: [Int: Int] = [:]

  /// They are more than are kept.
  var isOverfull: Bool { counts.values.reduce(0, +) > origins.count }

  mutating func add(_ origin: Origin) {
    counts[Int(origin.statement), default: 0] += 1
    if origins.count < Review.mostRecords { origins.append(origin) }
  }
}
