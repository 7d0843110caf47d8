import Components
import Records

/// Makes one decimal field of a batch out of the text columns that hold it.
struct DecimalColumns: Sendable {
  /// Where the numbers stand; indexes of columns.
  enum Source: Sendable {
    case one(Int)
    case directed(Int, by: Int, AmountDirection)
    /// Numbers that count negative and numbers that count positive, in two columns; `isSigned` when they carry
    /// signs.
    case two(negative: Int, positive: Int, isSigned: Bool)

    /// All of them.
    var columns: [Int] {
      switch self {
      case .one(let index): [index]
      case .directed(let index, let words, _): [index, words]
      case .two(let negative, let positive, _): [negative, positive]
      }
    }
  }

  let field: String
  let source: Source
  let scale: Int
  /// Index of the column of the currency and its name; nil where the contract gives the field none.
  let currency: (index: Int, field: String)?
  let style: AmountStyle
  /// A number without a word is money out.
  let isTurned: Bool
  /// An empty value is zero.
  let emptyIsZero: Bool
  /// Names of all columns, for rejections.
  let names: [String]

  /// The columns that hold the numbers and what says their way.
  var sources: [Int] { source.columns }

  /// The field's values; null where there is none or it is refused.
  ///
  /// - Parameters:
  ///   - columns: tidied; those that `source` names are text.
  ///   - raw: the same before tidying, for the values that rejections show.
  ///   - noCurrency: rows with an amount whose currency is missing or unknown are put in.
  func read(
    _ columns: [Column], raw: [Column], origins: [Origin], noCurrency: inout Set<Int>,
    refusals: inout Refusals
  ) -> [Int64] {
    var currencies: [Currency]?
    if let currency, case .currencies(let values) = columns[currency.index] { currencies = values }
    var work = Work(plan: self, columns: columns, raw: raw, origins: origins, currencies: currencies)
    var values =
      switch source {
      case .one(let index): work.column(index, AmountReader(style: style, isTurned: isTurned))
      case .directed(let index, let words, let direction): work.directed(index, by: words, direction)
      case .two(let negative, let positive, let isSigned):
        work.two(negative: negative, positive: positive, isSigned: isSigned)
      }
    noCurrency.formUnion(work.noCurrency)
    if emptyIsZero {
      for row in values.indices where values[row] == ScaledDecimal.null && !work.flawed.contains(row) {
        values[row] = 0
      }
    }
    for found in work.found {
      refusals.add(found.refusal, row: found.row, field: found.field, value: found.value, origins: origins)
    }
    return values
  }

  /// One batch's pass: what was found besides the values.
  struct Work {
    let plan: DecimalColumns
    let columns: [Column]
    let raw: [Column]
    let origins: [Origin]
    let currencies: [Currency]?
    var found: [(row: Int, field: String, value: String?, refusal: Refusal)] = []
    var flawed: Set<Int> = []
    var noCurrency: Set<Int> = []

    init(plan: DecimalColumns, columns: [Column], raw: [Column], origins: [Origin], currencies: [Currency]?) {
      self.plan = plan
      self.columns = columns
      self.raw = raw
      self.origins = origins
      self.currencies = currencies
    }
  }
}

extension DecimalColumns.Work {
  /// The numbers of one column.
  mutating func column(_ index: Int, _ reader: AmountReader) -> [Int64] {
    guard case .text(let column) = columns[index] else { return [] }
    var values = [Int64](repeating: ScaledDecimal.null, count: column.views.count)
    var bad: [(row: Int, flaw: AmountFlaw)] = []
    let bytes = column.bytes.span
    let views = column.views.span
    let units = Currency.minorUnitsByRawValue
    let scale = plan.scale
    let needsCurrency = currencies != nil
    let needsPlaces = reader.style.implied == .minor
    for row in views.indices {
      let view = views[row]
      if view.length < 0 { continue }
      let start = Int(view.start)
      let currency = currencies?[row] ?? .none
      let raw = Int(currency.rawValue)
      let places = raw < units.count ? units[raw] : Currency.unknown
      let isKnown = places != Currency.unknown
      let limit = isKnown ? min(Int(places), scale) : scale
      let result = reader.read(
        bytes, start..<start &+ Int(view.length), places: limit, scale: scale, currency: currency)
      switch result {
      case .value(let value):
        if isKnown || !needsPlaces { values[row] = value }
        if !isKnown && needsCurrency { noCurrency.insert(row) }
      case .empty: continue
      case .flaw(let flaw): bad.append((row, flaw))
      }
    }
    for (row, flaw) in bad {
      let value = raw[index].string(at: row) ?? ""
      let refusal = flaw.refusal(of: value, style: plan.style, currency: currencies?[row] ?? .none)
      refuse(refusal, row: row, index: index, value: value)
    }
    return values
  }

  /// Numbers without sign in one column, words for their way in another.
  mutating func directed(_ index: Int, by words: Int, _ direction: AmountDirection) -> [Int64] {
    var values = column(index, AmountReader(style: plan.style, isUnsigned: true))
    guard case .text(let column) = columns[words] else { return values }
    let bytes = column.bytes.span
    let negative: AmountDirection.Way? = plan.style.debitIsPositive ? .credit : .debit
    for row in values.indices where values[row] != ScaledDecimal.null {
      let view = column.views[row]
      let range = view.isNull ? 0..<0 : Int(view.start)..<Int(view.start) + Int(view.length)
      switch direction.way(bytes, range) {
      case negative: values[row] = 0 - values[row]
      case .debit?, .credit?: continue
      case nil:
        values[row] = ScaledDecimal.null
        let value = range.isEmpty ? nil : raw[words].string(at: row)
        refuse(direction.refusal(of: value), row: row, index: words, value: value)
      }
    }
    return values
  }

  /// Numbers in one of two columns; a zero in the other one is as good as nothing.
  mutating func two(negative: Int, positive: Int, isSigned: Bool) -> [Int64] {
    let reader = AmountReader(style: plan.style, isUnsigned: !isSigned)
    let taken = column(negative, reader)
    var values = column(positive, reader)
    for row in values.indices where taken[row] != ScaledDecimal.null || !flawed.isEmpty {
      if flawed.contains(row) {
        values[row] = ScaledDecimal.null
        continue
      }
      guard taken[row] != ScaledDecimal.null else { continue }
      if taken[row] != 0, values[row] != ScaledDecimal.null, values[row] != 0 {
        values[row] = ScaledDecimal.null
        let value = raw[negative].string(at: row)
        let refusal = Refusal(
          "amount-in-both-columns", "both \(plan.names[negative]) and \(plan.names[positive]) hold an amount",
          hint: "A record is a debit or a credit; correct the record, or split it in two.")
        refuse(refusal, row: row, index: negative, value: value)
      } else if values[row] == ScaledDecimal.null || values[row] == 0 {
        values[row] = isSigned ? taken[row] : 0 - taken[row]
      }
    }
    return values
  }

  private mutating func refuse(_ refusal: Refusal, row: Int, index: Int, value: String?) {
    flawed.insert(row)
    found.append((row, plan.names[index], value, refusal))
  }
}
