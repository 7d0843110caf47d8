import Records

// What is paid of claims, service by service: 835.
extension X12Parser {
  mutating func claim() {
    remittance.closeClaim()
    var line = PaymentDraft.Line(kind: .document, span: span)
    line.documentType = remittance.payment?.words.keep("claim") ?? .null
    line.documentNumber = keepText(1)
    line.gross = amount(segment.range(3), field: "gross_amount", &line.flaws)
    line.amount = amount(segment.range(4), &line.flaws)
    line.reference = keepText(7)
    remittance.claim = X12Claim(line, at: framer.startLine)
    remittance.payment?.add(line)
    remittance.isWithinDocument = true
  }

  /// A service is a line of its claim, and has the claim's numbers.
  mutating func serviceOfClaim() {
    guard remittance.claim != nil, let claimed = remittance.payment?.last else { return }
    var line = PaymentDraft.Line(kind: .document, span: span)
    line.documentType = claimed.documentType
    line.documentNumber = claimed.documentNumber
    line.reference = claimed.reference
    line.gross = amount(segment.range(2), field: "gross_amount", &line.flaws)
    line.amount = amount(segment.range(3), &line.flaws)
    let isKept = remittance.payment?.keepsLines == true
    if isKept { line.description = keepText(1, component: 2) }
    if isKept, line.description.isNull { line.description = keepText(1) }
    remittance.claim?.add(service: line, isKept: isKept)
  }

  /// Up to six reasons with their amounts, of the service that was met last, else of the claim.
  mutating func adjustClaim() {
    for at in stride(from: 2, through: 17, by: 3) where !segment.isEmpty(at) || !segment.isEmpty(at + 1) {
      var line = PaymentDraft.Line(kind: .adjustment, span: span)
      let value = amount(segment.range(at + 1), &line.flaws)
      if value != ScaledDecimal.null { line.amount = -value }
      let isKept = remittance.payment?.keepsLines == true
      if isKept { line.reason = keepText(at) }
      let reason = line.reason
      remittance.describe { if $0.reason.isNull { $0.reason = reason } }
      remittance.claim?.add(adjustment: line, isKept: isKept)
    }
  }

  /// Up to six reasons with their amounts, which reduce the payment.
  mutating func providerAdjustments() {
    remittance.closeClaim()
    for at in stride(from: 4, through: 14, by: 2) where !segment.isEmpty(at) {
      var line = PaymentDraft.Line(kind: .adjustment, span: span)
      let value = amount(segment.range(at), &line.flaws)
      if value != ScaledDecimal.null { line.amount = -value }
      line.reason = keepText(at - 1, component: 1)
      line.documentNumber = keepText(at - 1, component: 2)
      remittance.payment?.add(line)
    }
  }
}
