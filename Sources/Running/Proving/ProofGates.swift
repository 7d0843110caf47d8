import Components
public import Records

/// What follows when a check of a statement fails, for each kind of check: `prove` of a pipeline.
public struct ProofGates: Sendable, Hashable {
  /// What follows when a check fails.
  public enum Gate: String, Sendable, Hashable, CaseIterable {
    /// The statement is refused whole.
    case strict
    /// The statement loads, and everything that speaks of it says so.
    case warn
    /// Nothing is checked.
    case off
  }

  private var gates: [Statement.Check.Kind: Gate]

  /// Strict but for the kinds named.
  public init(_ gates: [Statement.Check.Kind: Gate] = [:]) { self.gates = gates }

  /// What follows when a check of the kind fails.
  public subscript(_ kind: Statement.Check.Kind) -> Gate { gates[kind] ?? .strict }

  static let summary = "What follows when a statement does not prove itself, for each kind of check."

  static let options: [OptionSpec] = Statement.Check.Kind.allCases.map { kind in
    OptionSpec(
      kind.rawValue, .choice(Gate.allCases.map(\.rawValue)), default: Gate.strict.rawValue,
      doc:
        "\(kind.summary) strict refuses the statement whole; warn loads it and says so; off does not check.",
      example: "warn")
  }

  /// From the checked options of `prove`; nil is all strict.
  init(_ options: Options?) {
    gates = [:]
    guard let options else { return }
    for kind in Statement.Check.Kind.allCases {
      gates[kind] = options.text(kind.rawValue).flatMap { Gate(rawValue: $0) }
    }
  }

  /// The statements with the checks the pipeline asks for; those that only warn are marked.
  func applied(to statements: [Statement]) -> [Statement] {
    let exceptional = gates.filter { $0.value != .strict }
    var statements = statements
    for at in statements.indices
    where statements[at].checks.contains(where: { exceptional[$0.kind] != nil }) {
      statements[at].checks.removeAll { self[$0.kind] == .off }
      for number in statements[at].checks.indices {
        statements[at].checks[number].isWarning = self[statements[at].checks[number].kind] == .warn
      }
    }
    return statements
  }
}

extension Statement.Check.Kind {
  /// One sentence.
  fileprivate var summary: String {
    switch self {
    case .controlTotals: "Sums that the file states of its amounts."
    case .recordCounts: "Numbers of records, accounts and groups that the file states."
    case .balance: "Opening balance plus records is the closing balance."
    case .runningBalance:
      "Each balance is the one before it plus the amount, by account in the order of the file."
    case .continuity:
      "The opening balance is the closing balance of the statement before, by account and currency."
    }
  }
}
