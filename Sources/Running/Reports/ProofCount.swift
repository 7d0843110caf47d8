import Checkpoints
import Records

/// How many statements prove, and what became of those that do not.
struct ProofCount {
  private(set) var statements = 0
  /// There are checks, every one holds, and nothing speaks against their records.
  private(set) var proven = 0
  /// None of their records load: a check fails that must hold.
  private(set) var refused = 0
  /// None of their records load until a person has decided.
  private(set) var waiting = 0
  /// Their records load although a check fails, with a warning.
  private(set) var warned = 0
  /// Their records load, and nothing is stated that could be held against them.
  private(set) var unstated = 0

  init(_ statements: [Statement]) {
    for one in statements { add(one.proves, one.isRefused, one.checks.isEmpty) }
  }

  init(_ statements: [ProvenStatement]) {
    for one in statements { add(one.proves, one.isRefused, one.checks.isEmpty) }
  }

  private mutating func add(_ proves: Bool, _ isRefused: Bool, _ isUnstated: Bool) {
    statements += 1
    switch (proves, isRefused) {
    case (true, false): if isUnstated { unstated += 1 } else { proven += 1 }
    case (true, true): waiting += 1
    case (false, true): refused += 1
    case (false, false): warned += 1
    }
  }

  /// `, 1 refused, 1 to be decided`: empty where all are proven.
  var others: String {
    [
      (refused, "refused"), (waiting, "to be decided"), (warned, "let pass unproven"),
      (unstated, "with nothing stated to prove \(unstated == 1 ? "it" : "them")"),
    ].reduce("") { $1.0 == 0 ? $0 : "\($0), \($1.0) \($1.1)" }
  }
}
