import Records

/// A claim of an 835 while it is read: what was charged, what of it was adjusted, and what is paid.
struct X12Claim {
  /// Line of its CLP, from 1.
  let line: Int32
  /// At four decimals, as all below; a sum of fewer than 2^63 amounts of 64 bits fits in 128.
  private let charge: Int128
  private let paid: Int128
  private var adjusted: Int128 = 0
  private var isBroken: Bool
  /// Adjustments of the claim itself, not of a service; each is a line that takes away from what is paid.
  private var adjustments: [PaymentDraft.Line] = []
  private var adjustedWhole: Int128 = 0
  /// Empty where no lines are kept.
  private var services: [PaymentDraft.Line] = []
  private(set) var serviceCount = 0
  private var servicesPaid: Int128 = 0
  private var areServicesBroken = false

  init(_ claim: PaymentDraft.Line, at line: Int32) {
    self.line = line
    charge = claim.gross == ScaledDecimal.null ? 0 : Int128(claim.gross)
    paid = claim.amount == ScaledDecimal.null ? 0 : Int128(claim.amount)
    isBroken = !claim.flaws.isEmpty
  }

  mutating func add(service: PaymentDraft.Line, isKept: Bool) {
    serviceCount += 1
    if service.amount != ScaledDecimal.null { servicesPaid += Int128(service.amount) }
    if service.amount == ScaledDecimal.null || !service.flaws.isEmpty { areServicesBroken = true }
    if isKept { services.append(service) }
  }

  mutating func add(adjustment: PaymentDraft.Line, isKept: Bool) {
    if !adjustment.flaws.isEmpty { isBroken = true }
    guard adjustment.amount != ScaledDecimal.null else { return }
    adjusted -= Int128(adjustment.amount)
    guard serviceCount == 0 else { return }
    adjustedWhole -= Int128(adjustment.amount)
    if isKept { adjustments.append(adjustment) }
  }

  /// The service that was met last.
  mutating func describe(_ change: (inout PaymentDraft.Line) -> Void) {
    if !services.isEmpty { change(&services[services.count - 1]) }
  }

  /// Charges less adjustments are what is paid.
  var isBalanced: Bool { !isBroken && charge - adjusted == paid }

  /// Whether the services come to what the claim pays, all of it or before what was adjusted of the claim itself.
  var isServed: Bool { !areServicesBroken && (isPaidByServices || servicesPaid - adjustedWhole == paid) }

  private var isPaidByServices: Bool { servicesPaid == paid }

  /// The services, and the adjustments of the claim where they do not have them within; they sum to what the claim pays.
  func parts(of claim: PaymentDraft.Line) -> [PaymentDraft.Line] {
    let parts = services.map { service in
      var part = service
      if part.documentDate == CivilDate.null { part.documentDate = claim.documentDate }
      if part.reason.isNull, !part.isPaidInFull { part.reason = claim.reason }
      return part
    }
    if isPaidByServices { return parts }
    return parts
      + adjustments.map { adjustment in
        var part = adjustment
        part.documentType = claim.documentType
        part.documentNumber = claim.documentNumber
        part.documentDate = claim.documentDate
        part.reference = claim.reference
        return part
      }
  }
}
