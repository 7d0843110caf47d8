import Checkpoints
import Records

/// What the store knows of the accounts and days that a file speaks of; asked for once an account.
struct KnownStatements {
  private let store: CheckpointStore
  private let pipeline: String
  private let digest: String
  /// The first to the last day of each account in the file.
  private var days: [String: ClosedRange<CivilDate>] = [:]
  private var byAccount: [String: [StoredStatement]] = [:]

  /// - Parameters:
  ///   - statements: of the file.
  ///   - digest: the file's own; what was loaded from the same bytes is left out.
  init(
    _ store: CheckpointStore, _ pipeline: String, _ statements: [Statement], besides digest: String
  ) throws(Fault) {
    self.store = store
    self.pipeline = pipeline
    self.digest = digest
    // Before anything is loaded no statement has to be asked after.
    guard try store.lastLoad(of: pipeline) != nil else { return }
    days = statements.daysByAccount
  }

  /// Those of the statement's account and currency that speak of one of its days, newest last. Refused ones, deletions
  /// and tests say nothing of the books.
  mutating func beside(_ statement: Statement) throws(Fault) -> [StoredStatement] {
    guard let period = statement.period else { return [] }
    return try ofAccount(statement.accountID).filter {
      $0.statement.period?.overlaps(period) == true
        && ($0.statement.currency == statement.currency || statement.currency == .none)
    }
  }

  private mutating func ofAccount(_ account: String) throws(Fault) -> [StoredStatement] {
    if let known = byAccount[account] { return known }
    guard let days = days[account] else { return [] }
    let found = try store.statements(of: pipeline, account: account, near: days).filter {
      !$0.isRefused && $0.digest != digest && $0.statement.disposition != .delete
        && $0.statement.disposition != .test
    }
    byAccount[account] = found
    return found
  }
}

extension [Statement] {
  /// The first to the last day of each account.
  var daysByAccount: [String: ClosedRange<CivilDate>] {
    var days: [String: ClosedRange<CivilDate>] = [:]
    for statement in self {
      guard let period = statement.period else { continue }
      let known = days[statement.accountID] ?? period
      days[statement.accountID] =
        Swift.min(known.lowerBound, period.lowerBound)...Swift.max(known.upperBound, period.upperBound)
    }
    return days
  }
}
