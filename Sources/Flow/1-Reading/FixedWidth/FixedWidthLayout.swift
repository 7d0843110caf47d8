import Components
import Records

/// Characters of a record, counted from 1.
struct FixedPlaces: Sendable, Hashable {
  var first: Int
  var last: Int

  /// `20` or `3-17`; nil for anything else.
  init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard let first = parts.first ?? nil, let last = parts.last ?? nil, parts.count <= 2, first >= 1,
      first <= last,
      last <= FixedPlaces.farthest
    else { return nil }
    (self.first, self.last) = (first, last)
  }

  static let farthest = 10_000
}

/// How the records of a kind of files are told apart, and where their fields stand.
struct FixedLayout: Sendable {
  let name: String
  /// Characters of a record; nil where only line ends tell.
  let length: Int?
  let records: [FixedRecord]
  /// Fields with the same text in every record of the file, by their columns.
  var constants: [(column: Int, text: [UInt8])] = []
  /// Whether its records belong to statements.
  let hasStatements: Bool
  private let kinds: FixedKinds

  init(name: String, length: Int?, records: [FixedRecord]) {
    self.name = name
    self.length = length
    self.records = records
    hasStatements = records.contains { $0.role == .statement }
    kinds = FixedKinds(records)
  }

  func has(_ role: FixedRecord.Role) -> Bool { records.contains { $0.role == role } }

  /// The first kind of record that a record is of.
  func kind(of record: PlacedRecord, in bytes: Span<UInt8>) -> Int? { kinds.kind(of: record, in: bytes) }
}

/// One kind of record.
final class FixedRecord: Sendable {
  enum Role: String, Sendable, CaseIterable {
    /// A statement begins; its fields are those of all records of it.
    case statement
    /// One record.
    case record
    /// Goes on with the record before it.
    case continuation
    /// States totals of the statement.
    case totals
    /// States totals of the file, which ends with it.
    case file
    case ignored
  }

  let role: Role
  /// What stands at places; all of them must.
  let code: [(places: FixedPlaces, texts: [[UInt8]])]
  let fields: [FixedField]
  let states: [FixedState]
  /// Whether it counts among the lines that a file states.
  let isCounted: Bool

  init(
    role: Role, code: [(places: FixedPlaces, texts: [[UInt8]])], fields: [FixedField], states: [FixedState],
    isCounted: Bool
  ) {
    self.role = role
    self.code = code
    self.fields = fields
    self.states = states
    self.isCounted = isCounted
  }
}

/// Where one value stands, and how it is written. One object for all records: copying it must cost nothing.
final class FixedField: Sendable {
  enum Kind: Sendable, Hashable {
    case text
    /// At so many decimal places in the records.
    case number(scale: Int)
    case integer
    case date
    case currency
  }

  /// How a number is written.
  struct Figures: Sendable {
    /// Implied decimal places, and where a digit says them.
    var decimals = 0
    var decimalsAt: FixedPlaces?
    var isOverpunched = false
    var signAt: FixedPlaces?
    var negative: [[UInt8]] = []
    var positive: [[UInt8]] = []
  }

  let name: String
  /// Among the fields of the records; -1 for what a statement states.
  let column: Int
  let places: [FixedPlaces]
  let kind: Kind
  let figures: Figures
  let date: FixedDateFormat
  /// What the text stands for; itself where it is not among them.
  let values: FixedValues
  /// Stands between its parts, and before what a continuation adds; nil for nothing, not even the blanks around them.
  let joint: UInt8?

  init(
    name: String, column: Int, places: [FixedPlaces], kind: Kind, figures: Figures = Figures(),
    date: FixedDateFormat = FixedDateFormat(), values: FixedValues = FixedValues(), joint: UInt8?
  ) {
    self.name = name
    self.column = column
    self.places = places
    self.kind = kind
    self.figures = figures
    self.date = date
    self.values = values
    self.joint = joint
  }
}

/// What a record says of its statement or its file.
struct FixedState: Sendable {
  enum What: String, Sendable, CaseIterable {
    case sequence
    case opening
    case closing
    case openingDate = "opening_date"
    case periodStart = "period_start"
    case closingDate = "closing_date"
    case debitCount = "debit_count"
    case debitTotal = "debit_total"
    case creditCount = "credit_count"
    case creditTotal = "credit_total"
    case netTotal = "net_total"
    case recordCount = "record_count"
    case lineCount = "line_count"
  }

  var what: What
  var field: FixedField
}

extension Span where Element == UInt8 {
  /// Whether the same bytes stand in `range`.
  func isEqual(_ range: Range<Int>, _ text: [UInt8]) -> Bool {
    guard range.count == text.count else { return false }
    for offset in 0..<range.count where self[range.lowerBound + offset] != text[offset] { return false }
    return true
  }
}
