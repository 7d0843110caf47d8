import Components
import Records

/// What the statements of a file mean for its records: which post, which do not, and what is taken out before.
struct StatementProof: Sendable {
  /// One per statement.
  var fates: [Fate]
  /// One per statement that does not prove: refused, or let pass with a warning.
  var rejections: [Rejection] = []
  /// What the books lose before the records of this file come in, each once.
  var retractions: [Retraction] = []

  init(_ statements: [Statement]) {
    fates = statements.map { _ in .kept }
    var replacedAt: [Retraction: Int] = [:]
    for at in statements.indices.reversed() {
      let statement = statements[at]
      let slot = statement.asOf.map { Retraction(accountID: statement.accountID, asOf: $0) }
      if let slot, replacedAt[slot] != nil { fates[at] = .duplicate }
      switch statement.disposition {
      case .update: break
      case .test: fates[at] = .filtered
      case .delete, .replace:
        if statement.disposition == .delete { fates[at] = .filtered }
        if let slot, replacedAt[slot] == nil {
          replacedAt[slot] = at
          retractions.append(slot)
        }
      }
      if statement.proves { continue }
      rejections.append(StatementProof.rejection(of: statement, at))
      if statement.isRefused {
        fates[at] = .rejected
        if let slot, replacedAt[slot] == at {
          // A statement that does not prove takes nothing out either.
          replacedAt[slot] = nil
          retractions.removeAll { $0 == slot }
        }
      }
    }
    retractions.reverse()
    rejections.reverse()
    markRepeats(statements)
  }

  /// The same statement twice in one file, as when a file was appended to itself, posts once.
  private mutating func markRepeats(_ statements: [Statement]) {
    var seen: [String: Set<Statement>] = [:]
    var first: [String: Int] = [:]
    for at in statements.indices where fates[at] == .kept {
      let id = statements[at].statementID
      // A statement without an identity of its own is not known to be the same.
      if id.isEmpty { continue }
      guard let earlier = first[id] else {
        first[id] = at
        continue
      }
      if !seen[id, default: [statements[earlier].bare]].insert(statements[at].bare).inserted {
        fates[at] = .duplicate
      }
    }
  }

  /// Without the retractions of statements that are not processed again.
  mutating func select(_ selection: Selection, _ statements: [Statement]) {
    let taken = statements.indices.filter(selection.takes(statement:)).compactMap { at in
      statements[at].asOf.map { Retraction(accountID: statements[at].accountID, asOf: $0) }
    }
    retractions = retractions.filter(taken.contains)
  }

  /// Without the retractions of days that the cut-off keeps out: what could not come back in must not be taken out.
  func within(_ days: (CivilDate) -> Bool) -> StatementProof {
    var proof = self
    proof.retractions = retractions.filter { days($0.asOf) }
    return proof
  }

  /// The code of a statement that is let pass: the only one that refuses nothing.
  static let unproven = "statement-unproven"

  static func rejection(of statement: Statement, _ number: Int) -> Rejection {
    let failed = statement.checks.filter { !$0.holds }
    return Rejection(
      origin: Origin(
        offset: 0, length: 0, line: failed.first?.line ?? statement.line, record: 0, statement: Int32(number)),
      stage: "prove", field: "", value: statement.title,
      code: statement.isRefused ? "statement-does-not-prove" : unproven,
      reason: failed.map { "\($0.name): \($0.arithmetic)" }.joined(separator: "; "),
      hint: statement.isRefused
        ? failed.contains { $0.kind == .continuity && !$0.isWarning }
          ? "It does not fit the statement beside it, so none of it was loaded: a statement between them is missing, "
            + "or one of the two is wrong."
          : "The statement contradicts itself, so none of it was loaded: ask the bank for it again."
        : "It was loaded all the same, because the pipeline only warns of this: look at it before you rely on it."
    )
  }
}

extension Statement {
  /// The bank's name for it, else its account.
  var title: String { statementID.isEmpty ? accountID : statementID }

  /// Without its place in the file.
  fileprivate var bare: Statement {
    var bare = self
    bare.line = 0
    for check in bare.checks.indices { bare.checks[check].line = 0 }
    return bare
  }
}
