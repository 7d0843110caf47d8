import Checkpoints
public import Records

/// The days of one account in one currency, by what its statements say of them.
public struct AccountCoverage: Sendable {
  /// As its statements name it.
  public let account: String
  /// Of its amounts; none where they have none.
  public let currency: Currency
  /// In the order of their days.
  public internal(set) var findings: [CoverageFinding] = []
  /// Statements that stand, by their first day.
  private(set) var standing: [Piece] = []
  /// Statements that were refused.
  private var refused: [StoredStatement] = []
  /// Business days that lie in a gap.
  private var gapDays: Set<CivilDate> = []
  /// Days that are overdue, set from outside.
  var overdueDays: Set<CivilDate> = []

  /// A statement that stands in the books.
  struct Piece: Sendable {
    var period: ClosedRange<CivilDate>
    var stored: StoredStatement
    /// Files that said something else of the same period before.
    var replaced: [StoredStatement] = []
    /// Other versions that a person has to decide about.
    var held: [StoredStatement] = []

    var statement: Statement { stored.statement }

    fileprivate var slot: Slot { Slot(period: period, sequence: statement.sequence) }
  }

  /// - Parameter statements: of the account and currency, in the order they were loaded in.
  init(account: String, currency: Currency, _ statements: [StoredStatement]) {
    self.account = account
    self.currency = currency
    var places: [Slot: Int] = [:]
    for stored in statements { post(stored, &places) }
    refused = statements.filter(\.isMissed)
    standing.sort { a, b in
      (a.period.lowerBound, a.period.upperBound, a.statement.number)
        < (b.period.lowerBound, b.period.upperBound, b.statement.number)
    }
  }

  /// What makes it the same statement again.
  fileprivate struct Slot: Hashable {
    var period: ClosedRange<CivilDate>
    var sequence: String?
  }

  private mutating func post(_ stored: StoredStatement, _ places: inout [Slot: Int]) {
    let statement = stored.statement
    if stored.isRefused, stored.proves, let period = statement.period {
      // Another version that a person has to decide about: what it would replace still stands.
      if let same = places[Piece(period: period, stored: stored).slot] { standing[same].held.append(stored) }
      return
    }
    guard !stored.isRefused, !statement.isInterim, statement.disposition != .test,
      let period = statement.period
    else { return }
    var piece = Piece(period: period, stored: stored)
    if statement.disposition != .update {
      let gone = standing.filter { $0.statement.asOf == statement.asOf }
      standing.removeAll { $0.statement.asOf == statement.asOf }
      places = [:]
      for (at, piece) in standing.enumerated() { places[piece.slot] = at }
      if statement.disposition == .delete { return }
      piece.replaced = gone.flatMap { $0.replaced + [$0.stored] }
    }
    if let same = places[piece.slot] {
      piece.replaced = standing[same].replaced
      if !standing[same].stored.saysTheSame(as: stored) { piece.replaced.append(standing[same].stored) }
      standing[same] = piece
    } else {
      places[piece.slot] = standing.count
      standing.append(piece)
    }
  }

  // MARK: Days

  /// The first and the last day any statement speaks of.
  public var days: ClosedRange<CivilDate>? {
    let periods = standing.map(\.period) + refused.compactMap(\.statement.period)
    guard let first = periods.map(\.lowerBound).min(), let last = periods.map(\.upperBound).max() else {
      return nil
    }
    return first...last
  }

  /// What there is of every day of a range, in its order.
  func marks(of range: ClosedRange<CivilDate>) -> [CoverageMark] {
    var marks = [CoverageMark](
      repeating: .none, count: Int(range.upperBound.days - range.lowerBound.days) + 1)
    func set(_ mark: CoverageMark, _ days: ClosedRange<CivilDate>) {
      let first = max(days.lowerBound, range.lowerBound)
      let last = min(days.upperBound, range.upperBound)
      guard first <= last else { return }
      for day in first.days...last.days { marks[Int(day - range.lowerBound.days)] = mark }
    }
    for piece in standing { set(.covered, piece.period) }
    for (kind, mark) in [
      (CoverageFinding.Kind.unproven, CoverageMark.unproven), (.restated, .restated), (.overlap, .overlap),
      (.refused, .refused),
    ] {
      for finding in findings where finding.kind == kind { set(mark, finding.days) }
    }
    for day in overdueDays { set(.overdue, day...day) }
    for day in gapDays { set(.gap, day...day) }
    return marks
  }

  /// Whether the statement of a period has come: some day of it is covered, and where the bank says for which days its
  /// statements are, the last business day too.
  func hasCome(_ period: Period, lastBusinessDay: CivilDate) -> Bool {
    let inside = standing.filter {
      $0.period.upperBound >= period.first && $0.period.lowerBound <= period.last
    }
    return inside.contains { $0.statement.source == .records || $0.period.upperBound >= lastBusinessDay }
  }

  /// Whether all days of these lie in a gap.
  func isGap(_ days: [CivilDate]) -> Bool { !days.isEmpty && days.allSatisfy(gapDays.contains) }

  // MARK: Findings

  /// Finds what is remarkable.
  ///
  /// - Parameters:
  ///   - isBusinessDay: of the account's calendar.
  ///   - spans: whether a stretch of days holds a whole period of which a statement is expected; nil where none is
  ///     expected or one for every day.
  ///   - shown: a path as the user would write it.
  mutating func find(
    isBusinessDay: (CivilDate) throws(Fault) -> Bool,
    spans: ((ClosedRange<CivilDate>) -> Bool)?, shown: (String) -> String
  ) throws(Fault) {
    for piece in standing {
      let length = Int(piece.period.upperBound.days - piece.period.lowerBound.days) + 1
      let held = piece.held.filter { $0.digest != piece.stored.digest }
      if !piece.replaced.isEmpty || !held.isEmpty {
        let files =
          (piece.replaced + [piece.stored]).map { shown($0.path) }
          + held.map { "\(shown($0.path)), which awaits a decision" }
        findings.append(CoverageFinding(kind: .restated, days: piece.period, count: length, files: files))
      }
      if !piece.stored.proves {
        findings.append(
          CoverageFinding(
            kind: .unproven, days: piece.period, count: length, files: [shown(piece.stored.path)]))
      }
    }
    findOverlaps(shown)
    try findGaps(isBusinessDay, spans, shown)
    findRefused(shown)
    findings.sort { ($0.days.lowerBound, $0.days.upperBound) < ($1.days.lowerBound, $1.days.upperBound) }
  }

  private mutating func findOverlaps(_ shown: (String) -> String) {
    // By their first days: only those that have not ended can overlap what comes.
    var open: [Piece] = []
    for later in standing {
      open.removeAll { $0.period.upperBound < later.period.lowerBound }
      defer { open.append(later) }
      for earlier in open where earlier.overlaps(later) {
        let days = later.period.lowerBound...min(earlier.period.upperBound, later.period.upperBound)
        findings.append(
          CoverageFinding(
            kind: .overlap, days: days, count: Int(days.upperBound.days - days.lowerBound.days) + 1,
            files: [shown(earlier.stored.path), shown(later.stored.path)]))
      }
    }
  }

  /// Statements that came and were refused, of days of which nothing else came; a gap tells of those within it.
  private mutating func findRefused(_ shown: (String) -> String) {
    let covered = standing.map(\.period)
    let gaps = findings.filter { $0.kind == .gap }.map(\.days)
    var found: [ClosedRange<CivilDate>: [String]] = [:]
    for stored in refused {
      guard let period = stored.statement.period, !gaps.contains(where: { $0.overlaps(period) }),
        (period.lowerBound.days...period.upperBound.days).contains(where: { day in
          !covered.contains { $0.contains(CivilDate(days: day)) }
        })
      else { continue }
      let file = "\(shown(stored.path)), run \(stored.run)"
      if found[period]?.contains(file) != true { found[period, default: []].append(file) }
    }
    for (days, files) in found {
      let count = Int(days.upperBound.days - days.lowerBound.days) + 1
      findings.append(CoverageFinding(kind: .refused, days: days, count: count, files: files))
    }
  }

  private mutating func findGaps(
    _ isBusinessDay: (CivilDate) throws(Fault) -> Bool,
    _ spans: ((ClosedRange<CivilDate>) -> Bool)?, _ shown: (String) -> String
  ) throws(Fault) {
    guard var edge = standing.first else { return }
    for later in standing.dropFirst() {
      defer { if later.period.upperBound >= edge.period.upperBound { edge = later } }
      guard later.period.lowerBound > edge.period.upperBound else { continue }
      let between = edge.period.upperBound.days + 1..<later.period.lowerBound.days
      var days: [CivilDate] = []
      for day in between where try isBusinessDay(CivilDate(days: day)) { days.append(CivilDate(days: day)) }
      guard edge.isApart(from: later, businessDays: days.count, spans: spans) else { continue }
      // Numbers that jump where no day is missing: the day behind the jump stands for it.
      let first = days.first ?? later.period.lowerBound
      let last = days.last ?? later.period.lowerBound
      gapDays.formUnion(days.isEmpty ? [first] : days)
      let held = refused.filter { stored in
        stored.statement.period.map { $0.overlaps(first...last) } ?? false
      }
      findings.append(
        CoverageFinding(
          kind: .gap, days: first...last, count: days.count,
          files: [shown(edge.stored.path), shown(later.stored.path)], closing: edge.statement.closing,
          opening: later.statement.opening,
          refused: held.map { "\(shown($0.path)), run \($0.run)" }))
    }
  }
}

extension AccountCoverage.Piece {
  /// Two files speak of the same days, and are not two numbered statements of one day.
  fileprivate func overlaps(_ later: AccountCoverage.Piece) -> Bool {
    guard period.overlaps(later.period), stored.digest != later.stored.digest else { return false }
    if let mine = statement.sequence, let theirs = later.statement.sequence, mine != theirs { return false }
    return true
  }

  /// Whether something is missing between this and a later statement, as far as numbers, balances and days tell.
  fileprivate func isApart(
    from later: AccountCoverage.Piece, businessDays: Int, spans: ((ClosedRange<CivilDate>) -> Bool)?
  ) -> Bool {
    let isNext = statement.isFollowed(by: later.statement)
    if isNext == true { return false }
    var meet: Bool?
    if let closing = statement.closing, let opening = later.statement.opening {
      meet = closing.isSameNumber(as: opening)
    }
    if businessDays == 0 { return isNext == false && meet == false }
    if meet == false { return true }
    // Records say nothing of days on which nothing happened; their balances do.
    if meet == true, statement.source == .records, later.statement.source == .records { return false }
    guard let spans else { return true }
    let between = period.upperBound.adding(days: 1)...later.period.lowerBound.adding(days: -1)
    return spans(between)
  }
}

extension StoredStatement {
  /// Nothing of it is in the books, where something should be.
  fileprivate var isMissed: Bool {
    isRefused && !statement.isInterim
      && (statement.disposition == .update || statement.disposition == .replace)
  }

  /// The same balances, totals and number of records; also what the same file says when it is read again.
  fileprivate func saysTheSame(as other: StoredStatement) -> Bool {
    digest == other.digest || content == other.content
  }
}

extension ScaledDecimal {
  /// Equal whatever their scales.
  func isSameNumber(as other: ScaledDecimal) -> Bool {
    let scale = max(scale, other.scale)
    // 64 bits times at most 10^18 fit in 128.
    return Int128(unscaled) * Int128(ScaledDecimal.power(scale - self.scale))
      == Int128(other.unscaled) * Int128(ScaledDecimal.power(scale - other.scale))
  }
}
