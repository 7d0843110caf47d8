/// Rows and money per currency: what is compared when a stage must foot. Sums are 128 bits wide.
public struct Tally: Sendable, Hashable {
  /// How many, whatever their money.
  public var rows: Int
  /// Unscaled sums at `scale`, by currency; `Currency.none` holds amounts without one.
  public var amounts: [Currency: Int128]
  /// Decimal places of `amounts`.
  public var scale: Int

  /// Nothing, at a scale.
  public init(scale: Int) {
    rows = 0
    amounts = [:]
    self.scale = scale
  }

  /// Adds rows and money of a tally of the same scale.
  public mutating func add(_ other: Tally) {
    precondition(other.scale == scale, "tallies of one scale")
    rows += other.rows
    for (currency, sum) in other.amounts { amounts[currency, default: 0] += sum }
  }

  /// Equal in rows and in every currency; a currency that sums to zero equals one that is absent.
  public static func == (a: Tally, b: Tally) -> Bool {
    a.rows == b.rows && a.scale == b.scale
      && Set(a.amounts.keys).union(b.amounts.keys).allSatisfy {
        a.amounts[$0, default: 0] == b.amounts[$0, default: 0]
      }
  }

  /// Of rows and scale only: currencies that sum to zero make no difference.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(rows)
    hasher.combine(scale)
  }

  /// Currency by currency in the order of their codes, amounts with the currency's own decimals.
  public var lines: [(currency: Currency, text: String)] {
    amounts.sorted { $0.key < $1.key }.map { currency, sum in
      (currency, ScaledDecimal.text(sum, scale: scale, least: min(scale, currency.minorUnits ?? scale)))
    }
  }
}

/// Adds rows of a batch into tallies, one for each possible fate or outcome, in one pass.
///
/// `counts` and sums are kept per slot of a currency seen, so that a batch costs a few nanoseconds a row.
public struct TallySheet: Sendable {
  private var slots: [Int16]
  private var currencies: [Currency] = []
  private var sums: [Int128] = []
  private var rows: [Int]
  private let kinds: Int
  private let scale: Int

  /// - Parameter kinds: how many different fates there are; a row's fate is 0 ..< kinds.
  public init(kinds: Int, scale: Int) {
    self.kinds = kinds
    self.scale = scale
    slots = Array(repeating: -1, count: 17_577)
    rows = Array(repeating: 0, count: kinds)
  }

  /// - Parameters:
  ///   - amounts: unscaled at the sheet's scale, or nil when the batch has none; missing values add nothing.
  ///   - currencies: of the amounts; nil adds to `Currency.none`.
  ///   - fates: the kind of each row.
  public mutating func add(count: Int, amounts: [Int64]?, currencies codes: [Currency]?, fates: [UInt8]) {
    precondition(fates.count == count, "one fate a row")
    for fate in fates { rows[Int(fate)] += 1 }
    guard let amounts else { return }
    precondition(amounts.count == count && (codes?.count ?? count) == count, "columns of equal length")
    for row in 0..<count where amounts[row] != ScaledDecimal.null {
      let currency = codes?[row] ?? .none
      var slot = slots[Int(currency.rawValue)]
      if slot < 0 { slot = open(currency) }
      sums[Int(slot) * kinds + Int(fates[row])] += Int128(amounts[row])
    }
  }

  private mutating func open(_ currency: Currency) -> Int16 {
    let slot = Int16(currencies.count)
    slots[Int(currency.rawValue)] = slot
    currencies.append(currency)
    sums.append(contentsOf: repeatElement(0, count: kinds))
    return slot
  }

  /// Rows and money of one kind; currencies that sum to zero are left out.
  public func tally(of kind: Int) -> Tally {
    var tally = Tally(scale: scale)
    tally.rows = rows[kind]
    for (slot, currency) in currencies.enumerated() where sums[slot * kinds + kind] != 0 {
      tally.amounts[currency] = sums[slot * kinds + kind]
    }
    return tally
  }
}
