import Records

/// The header of an audit file.
struct SAFTHead {
  /// The number in the register of companies, or that of the tax authority; else what the file calls the company.
  var company = SAFTShown()
  var hasNumber = false
  var currency = Currency.none
  private(set) var hasCurrency = false
  /// The fiscal year, as it is written.
  var year: [UInt8] = []
  private var start: CivilDate?
  private var end: CivilDate?
  private var numbers: [SAFTField: Int] = [:]

  mutating func take(_ label: SAFTField, _ text: Span<UInt8>, _ range: Range<Int>) {
    var bytes: [UInt8] = []
    for at in range { bytes.append(text[at]) }
    switch label {
    case .companyNumber:
      if !hasNumber { company.set(bytes) }
      hasNumber = true
    case .companyID: if company.bytes.isEmpty { company.set(bytes) }
    case .currency:
      currency = XMLValue.currency(text, range) ?? .none
      hasCurrency = true
    case .year: year = bytes
    case .start: start = XMLValue.date(text, range)
    case .end: end = XMLValue.date(text, range)
    default: numbers[label] = XMLValue.count(text, range).flatMap(Int.init(exactly:))
    }
  }

  /// The first day of the period.
  var periodStart: CivilDate? {
    if let start { return start }
    guard let year = numbers[.startYear], let month = numbers[.startMonth] else { return nil }
    return CivilDate(year: year, month: month, day: 1)
  }

  /// The last day of the period.
  var periodEnd: CivilDate? {
    if let end { return end }
    guard let year = numbers[.endYear], let month = numbers[.endMonth] else { return nil }
    let next =
      month == 12
      ? CivilDate(year: year + 1, month: 1, day: 1) : CivilDate(year: year, month: month + 1, day: 1)
    return next.map { CivilDate(days: $0.days - 1) }
  }
}
