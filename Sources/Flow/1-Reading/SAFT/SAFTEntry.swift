import Records

/// What was read of a record so far.
struct SAFTEntry {
  /// A value that cannot be read.
  struct Flaw {
    var reason: SAFTReason
    var field: String
    var value: String?
  }

  var offset: Int64 = 0
  /// Of its last byte, and one.
  var end: Int64 = 0
  var line: Int32 = 0
  /// From 1 within its entry.
  var number: Int64 = 0
  var flaws: [Flaw] = []
  /// Days since 1970-01-01.
  var date = CivilDate.null
  // Unscaled, at four decimals; nil when there is none.
  var debit: Int64?
  var credit: Int64?
  var openingDebit: Int64?
  var openingCredit: Int64?
  var closingDebit: Int64?
  var closingCredit: Int64?
  var tax: Int64?
  var gross: Int64?
  // Of the lines of a document.
  var lineDebit: Int128 = 0
  var lineCredit: Int128 = 0
  var lineCount = 0
  var areLinesBroken = false
  /// The line that is open, and where lines are records those before it.
  var open = SAFTDocumentLine()
  var lines: [SAFTDocumentLine] = []
  /// What of the lines is being shown.
  var part: SAFTDocumentLine?
  // Texts, in the arena of the rows.
  var id = TextView.null
  var account = TextView.null
  var name = TextView.null
  var party = TextView.null
  var department = TextView.null
  var source = TextView.null
  var accountType = TextView.null
  var standardAccount = TextView.null
  var category = TextView.null
  var parentAccount = TextView.null
  var taxNumber = TextView.null
  var registration = TextView.null
  var street = TextView.null
  var house = TextView.null
  var city = TextView.null
  var postalCode = TextView.null
  var region = TextView.null
  var country = TextView.null
  var bankAccount = TextView.null
  var documentType = TextView.null
  var status = TextView.null
  var related = TextView.null
  var order = TextView.null

  /// Takes a text; the first one of its kind counts.
  mutating func take(_ label: SAFTField, _ text: Span<UInt8>, _ range: Range<Int>, in arena: inout TextArena)
  {
    func first(_ place: inout TextView) { if place.isNull { place = arena.keep(text, range) } }
    switch label {
    case .id: first(&id)
    case .accountID: first(&account)
    case .name: first(&name)
    case .party: first(&party)
    case .department: first(&department)
    case .source: first(&source)
    case .accountType: first(&accountType)
    case .standardAccount: first(&standardAccount)
    case .category: first(&category)
    case .parentAccount: first(&parentAccount)
    case .taxNumber: first(&taxNumber)
    case .registration: first(&registration)
    case .street: first(&street)
    case .house: first(&house)
    case .city: first(&city)
    case .postalCode: first(&postalCode)
    case .region: first(&region)
    case .country: first(&country)
    case .bankAccount: first(&bankAccount)
    case .documentType: first(&documentType)
    case .status: first(&status)
    case .related: first(&related)
    case .order: first(&order)
    default: break
    }
  }

  /// A debit less a credit; null when neither is there, or they do not fit.
  static func balance(_ debit: Int64?, _ credit: Int64?) -> Int64 {
    if debit == nil, credit == nil { return ScaledDecimal.null }
    let (value, isOver) = (debit ?? 0).subtractingReportingOverflow(credit ?? 0)
    return isOver ? ScaledDecimal.null : value
  }
}

/// What is said once for many records: shown in the arena of each batch.
struct SAFTShown {
  private(set) var bytes: [UInt8] = []
  private var view: TextView?

  mutating func set(_ text: [UInt8]) {
    bytes = text
    view = nil
  }

  /// A new arena is used from now on.
  mutating func forget() { view = nil }

  mutating func shown(in arena: inout TextArena) -> TextView {
    if let view { return view }
    let kept = arena.keep(bytes)
    view = kept
    return kept
  }
}
