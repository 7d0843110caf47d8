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
///   records may be the same or not, and the others new or changed. Balances decide; what they cannot decide is left to a
///   person.
/// - A day that the file has whole, and of which the books have records that the file lacks, is a restatement of that day.
/// - A number of the bank under which the books, or the file itself, have another record decides nothing.
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
    let questions = try questions(prepared, job, &verdict)
    try numberLate(prepared, job, &verdict)
    let isAccepted = prepared.selection?.isAccepted == true
    if questions.isEmpty, !isAccepted { return verdict }
    try loader.gather(near(prepared, questions))
    if isAccepted { try accept(prepared, job, questions, &verdict) }
    if questions.isEmpty { return verdict }
    var answers = try compare(prepared, questions, verdict, twins: Review.mostRecords)
    if hold(answers.twins, prepared, &verdict) {
      // What stays of several under one number is another record now.
      answers = try compare(prepared, questions, verdict, twins: 0)
    }
    hold(answers.reused, prepared, &verdict)
    try decide(questions.restated, answers.changes, prepared, &verdict)
    try decide(questions.overlapping, answers.census, prepared, job, &verdict)
    verdict.rejections.sort { $0.origin.record < $1.origin.record }
    return verdict
  }

  // MARK: What is to be asked

  /// What the books have to be asked about a file's statements.
  struct Questions {
    /// Statements that were loaded from other bytes.
    var restated: [Int: StoredStatement] = [:]
    /// Statements that share days with loaded ones.
    var overlapping: Set<Int> = []
    /// Statements whose numbers of the bank alone decide nothing.
    var numbered: Set<Int> = []

    var isEmpty: Bool { restated.isEmpty && overlapping.isEmpty && numbered.isEmpty }
  }

  private func questions(
    _ prepared: PreparedFile, _ job: FileJob, _ verdict: inout IdentityVerdict
  ) throws(Fault) -> Questions {
    var questions = Questions()
    let statements = prepared.file.statements
    var stored = try KnownStatements(store, pipeline.name, statements, besides: job.stored.digest)
    let holdsProvisional = try loader.holdsProvisional()
    let comparesDays =
      settings.checksIDs || prepared.file.package.fingerprinted > 0 || settings.restated == .supersede
    for at in statements.indices where prepared.proof.fates[at] == .kept {
      // Of a mere export of records nothing else is asked.
      if statements[at].source == .records, !holdsProvisional, !comparesDays { continue }
      if let selection = prepared.selection, !selection.takes(statement: at) { continue }
      let known = try stored.beside(statements[at])
      place(at, statements[at], known, holdsProvisional, &questions, &verdict)
    }
    let isAccepted = prepared.selection?.isAccepted == true
    if !comparesDays || isAccepted { questions.overlapping = [] }
    // A number of the bank that alone decides nothing is looked up wherever it was used before.
    if settings.checksIDs, !isAccepted, prepared.file.package.fingerprinted < prepared.file.recordsRead {
      questions.numbered = Set(
        statements.indices.filter { prepared.proof.fates[$0] == .kept && questions.restated[$0] == nil })
    }
    return questions
  }

  /// The accounts and days about which the books will be asked.
  private func near(_ prepared: PreparedFile, _ questions: Questions) -> [String: ClosedRange<CivilDate>] {
    let statements = prepared.file.statements
    if prepared.selection?.isAccepted == true { return statements.daysByAccount }
    return statements.indices.filter { questions.restated[$0] != nil || questions.overlapping.contains($0) }
      .map { statements[$0] }.daysByAccount
  }

  /// Finds what the statement is to the loaded ones.
  private func place(
    _ at: Int, _ statement: Statement, _ known: [StoredStatement], _ holdsProvisional: Bool,
    _ questions: inout Questions, _ verdict: inout IdentityVerdict
  ) {
    guard let period = statement.period else { return }
    if statement.isInterim {
      let isBooked = known.contains {
        !$0.statement.isInterim && $0.statement.period?.contains(period.upperBound) == true
      }
      if isBooked && statement.source == .bank { verdict.statements[at] = .duplicate }
      return
    }
    if holdsProvisional,
      known.contains(where: { $0.statement.isInterim || $0.statement.source == .records })
    {
      verdict.provisional.append((statement.accountID, period))
    }
    if statement.disposition != .update { return }
    let booked = known.filter { !$0.statement.isInterim }
    if statement.source == .bank, let same = booked.last(where: { statement.isSame(as: $0.statement) }) {
      questions.restated[at] = same
    } else if !booked.isEmpty {
      questions.overlapping.insert(at)
    }
  }

  // MARK: What the books answer

  private struct Answers {
    var census: DayCensus
    var changes: RestatementChanges
    /// Records under whose number of the bank something else is in the books.
    var reused = Doubtful()
    var twins: FileLoading.Twins
  }

  private func compare(
    _ prepared: PreparedFile, _ questions: Questions, _ verdict: IdentityVerdict, twins: Int
  ) throws(Fault) -> Answers {
    var census = DayCensus(questions.overlapping, dateField: dateField)
    var changes = RestatementChanges(questions.restated, contract: pipeline.contract)
    var found = Doubtful()
    let passage = try prepared.passage(
      stop: stop, contract: pipeline.contract, with: verdict, twins: questions.numbered.isEmpty ? 0 : twins
    ) { portion throws(Fault) in
      let outcomes = try loader.classify(portion.batch)
      census.add(portion.batch, outcomes)
      try changes.add(portion.batch, outcomes, loader)
      try reused(portion.batch, outcomes, questions.numbered, &found)
    }
    return Answers(census: census, changes: changes, reused: found, twins: passage.twins)
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

  /// The field that says on which day a record is.
  var dateField: String { pipeline.contract.effectiveDate ?? "" }
}

extension Statement {
  /// The same account, period and number: the same statement, whatever it says.
  fileprivate func isSame(as other: Statement) -> Bool {
    other.source == .bank && period == other.period && sequence == other.sequence
      && currency == other.currency
  }
}
