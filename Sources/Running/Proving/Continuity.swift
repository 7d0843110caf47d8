import Checkpoints
import Components
import Records

/// Holds the statements of a file against those beside them: what one opens with, the one before closed with.
///
/// Only statements between which nothing can lie are compared: no business day, or the next number of the bank. What is
/// further apart is a gap, which coverage shows. The verdict depends on the files before this one and on nothing else,
/// so that it is the same when an interrupted run is taken up.
struct Continuity {
  private let gate: ProofGates.Gate
  private let days: BusinessDays
  private let pipeline: Pipeline
  /// Nil when the pipeline never ran.
  private let store: CheckpointStore?

  init(_ pipeline: Pipeline, store: CheckpointStore?) {
    gate = pipeline.gates[.continuity]
    days = BusinessDays(pipeline.expectations)
    self.pipeline = pipeline
    self.store = store
  }

  /// Adds the checks to a file that was prepared, and refuses what does not follow.
  ///
  /// - Parameters:
  ///   - run: the run that the file belongs to; nothing older counts where a run replaces the table.
  ///   - cutOff: whether records of a day can arrive.
  func prove(
    _ prepared: inout PreparedFile, run: Int64, cutOff: (CivilDate) -> Bool
  ) throws(Fault) {
    guard gate != .off, prepared.excess == nil else { return }
    let before = prepared.file.statements
    guard before.contains(where: { ($0.opening ?? $0.closing) != nil && $0.asOf != nil }) else { return }
    var standing = try standing(for: before, run: run)
    var fates = prepared.proof.fates
    for at in before.indices {
      var statement = before[at]
      if fates[at] == .kept, !statement.isInterim {
        statement.checks += checks(of: statement, beside: standing)
        if statement.isRefused { fates[at] = .rejected }
        prepared.file.statements[at] = statement
      }
      if fates[at] != .duplicate { standing.post(statement, isRefused: fates[at] == .rejected) }
    }
    if prepared.file.statements == before { return }
    prepared.proof = StatementProof(prepared.file.statements).within(cutOff)
    prepared.refused =
      prepared.proof.rejections.map { RefusedRecord(rejection: $0) }
      + prepared.refused.filter { $0.rejection.stage != "prove" || $0.rejection.origin.record > 0 }
    prepared.applySelection()
  }

  private func standing(for statements: [Statement], run: Int64) throws(Fault) -> StandingStatements {
    var standing = StandingStatements()
    for (account, days) in Continuity.surroundings(of: statements) {
      let known = try store?.statements(
        of: pipeline.name, account: account, since: pipeline.replacesTable ? run : 0, near: days)
      for stored in known ?? [] { standing.post(stored.statement, isRefused: stored.isRefused) }
    }
    return standing
  }

  /// Days around a statement in which the one beside it is looked for: more than a year, as numbers tell what follows
  /// what whatever lies between.
  private static let reach = 400

  /// The days of each account's statements, and those around them.
  private static func surroundings(of statements: [Statement]) -> [(String, ClosedRange<CivilDate>)] {
    var days: [String: ClosedRange<CivilDate>] = [:]
    for statement in statements {
      guard let period = statement.period else { continue }
      let known = days[statement.accountID] ?? period
      days[statement.accountID] =
        min(known.lowerBound, period.lowerBound)...max(known.upperBound, period.upperBound)
    }
    return days.sorted { $0.key < $1.key }.map { account, days in
      (account, days.lowerBound.adding(days: -reach)...days.upperBound.adding(days: reach))
    }
  }

  /// The opening balance against the statement before, the closing balance against the one behind.
  func checks(of statement: Statement, beside standing: StandingStatements) -> [Statement.Check] {
    var checks: [Statement.Check] = []
    if let before = standing.before(statement), follow(statement, before), let end = before.asOf {
      checks += check("opening-balance-after-\(end)", statement, statement.opening, before.closing)
    }
    if let after = standing.after(statement), follow(after, statement), let start = after.period?.lowerBound {
      checks += check("closing-balance-before-\(start)", statement, statement.closing, after.opening)
    }
    return checks
  }

  /// Whether nothing can lie between two statements.
  private func follow(_ later: Statement, _ earlier: Statement) -> Bool {
    if let isNext = earlier.isFollowed(by: later) { return isNext }
    guard let start = later.period?.lowerBound, let end = earlier.asOf else { return false }
    return days.follow(start, after: end, of: later.accountID)
  }

  private func check(
    _ name: String, _ statement: Statement, _ stated: ScaledDecimal?, _ computed: ScaledDecimal?
  ) -> [Statement.Check] {
    guard let stated, let computed else { return [] }
    let scale = max(stated.scale, computed.scale)
    func unscaled(_ amount: ScaledDecimal) -> Int128 {
      // 64 bits times at most 10^18 fit in 128.
      Int128(amount.unscaled) * Int128(ScaledDecimal.power(scale - amount.scale))
    }
    var check = Statement.Check(
      .continuity, name: name, stated: unscaled(stated), computed: unscaled(computed), scale: scale,
      currency: statement.currency, line: statement.line)
    check.isWarning = gate == .warn
    return [check]
  }
}
