import Records

// Payments and what they pay: 820, the lockbox 823, and the claims of 835.
extension X12Parser {
  mutating func remittanceSegment(_ tag: X12Tag, rejecting rejections: inout [Rejection]) {
    switch tag {
    case .bpr: beginPayment(rejecting: &rejections)
    case .dep: beginDeposit(rejecting: &rejections)
    case .bat: endPayment(rejecting: &rejections)
    case .amt: depositAmount()
    case .cur: currencyOfPayment()
    case .dtm: dateOfPayment()
    case .ctt, .st, .se: break
    default:
      guard remittance.payment != nil else { return }
      remittance.payment?.span.end = base + Int64(framer.end)
      paymentDetail(tag)
    }
  }

  private mutating func paymentDetail(_ tag: X12Tag) {
    switch tag {
    case .trn: trace()
    case .n1: partyOfPayment()
    case .ent: remittance.isWithinDocument = false
    case .rmr: paidDocument()
    case .adx: adjustmentOfPayment()
    case .ref: referenceOfDocument()
    case .nte: describePayment()
    case .clp: claim()
    case .cas: adjustClaim()
    case .plb: providerAdjustments()
    default: break
    }
  }

  // MARK: Payments

  private mutating func beginPayment(rejecting rejections: inout [Rejection]) {
    endPayment(rejecting: &rejections)
    var draft = PaymentDraft(keepsLines: output.grain == .lines)
    draft.span = span
    draft.totalLine = framer.startLine
    draft.head.currency = remittance.currency
    draft.head.amount = amount(segment.range(2), &draft.flaws)
    draft.head.creditDebit =
      segment.shows(3, "C")
      ? draft.words.keep("credit") : segment.shows(3, "D") ? draft.words.keep("debit") : .null
    draft.head.paymentMethod = draft.words.keep(segment, 4)
    draft.head.payerAccount = draft.words.keep(segment, 9)
    draft.head.payerID = draft.words.keep(segment, 10)
    draft.head.account =
      remittance.deposit.map { draft.words.keep($0.lockbox) } ?? draft.words.keep(segment, 15)
    draft.head.paymentDate = date(segment.range(16), field: "payment_date", &draft.flaws)
    if draft.head.paymentDate == CivilDate.null, draft.flaws.isEmpty {
      draft.head.paymentDate = remittance.deposit?.date ?? remittance.date
    }
    // A notice that pays nothing tells what else there is.
    draft.isSummed = draft.head.amount != 0 || !segment.shows(4, "NON")
    if draft.head.amount != ScaledDecimal.null {
      remittance.deposit?.payments += Int128(draft.head.amount)
    } else {
      remittance.deposit?.isBroken = true
    }
    remittance.payment = draft
    remittance.isWithinDocument = false
  }

  mutating func endPayment(rejecting rejections: inout [Rejection]) {
    remittance.closeClaim()
    guard var draft = remittance.payment, let set else { return }
    remittance.payment = nil
    if draft.head.currency == .none { draft.head.currency = usualCurrency }
    output.add(draft, to: &envelope.statements, at: set.statement, rejecting: &rejections)
  }

  mutating func closeRemittance(rejecting rejections: inout [Rejection]) {
    endPayment(rejecting: &rejections)
    closeDeposit()
    guard let set, remittance.claims > 0 else { return }
    envelope.statements[set.statement].checks.append(
      Statement.Check(
        .controlTotals, name: "claims-balanced", stated: String(remittance.claims),
        computed: String(remittance.balancedClaims), line: remittance.unbalancedLine ?? set.span.line))
  }

  private mutating func trace() {
    guard remittance.payment?.head.paymentID.isNull == true, remittance.payment?.lineCount == 0 else {
      return
    }
    let (number, payer) = (keep(2), keep(3))
    remittance.payment?.head.paymentID = number
    if remittance.payment?.head.payerID.isNull == true { remittance.payment?.head.payerID = payer }
  }

  private mutating func keep(_ element: Int) -> TextView {
    remittance.payment?.words.keep(segment, element) ?? .null
  }

  private mutating func keep(_ element: Int, component: Int) -> TextView {
    remittance.payment?.words.keep(segment, element, component) ?? .null
  }

  private mutating func partyOfPayment() {
    let (name, id) = (keep(2), keep(4))
    if segment.shows(1, "PR"), remittance.payment?.head.payerName.isNull == true {
      remittance.payment?.head.payerName = name
      if !id.isNull { remittance.payment?.head.payerID = id }
    } else if segment.shows(1, "PE"), remittance.payment?.head.payeeName.isNull == true {
      remittance.payment?.head.payeeName = name
      remittance.payment?.head.payeeID = id
    }
  }

  /// That of a set or payment, and until a line of it was met.
  private mutating func currencyOfPayment() {
    let found = currency(segment.range(2))
    if remittance.payment == nil {
      remittance.currency = found
    } else if remittance.payment?.lineCount == 0 {
      remittance.payment?.head.currency = found
    }
  }

  /// Behind a document its date; before, the day of the payment where it names none itself.
  private mutating func dateOfPayment() {
    let day = date(2)
    if let lines = remittance.payment?.lineCount, lines > 0 {
      guard remittance.isWithinDocument else { return }
      remittance.payment?.describe { line, _ in
        if line.documentDate == CivilDate.null { line.documentDate = day }
      }
      return
    }
    if remittance.date == CivilDate.null { remittance.date = day }
    if remittance.payment?.head.paymentDate == CivilDate.null, remittance.payment?.flaws.isEmpty == true {
      remittance.payment?.head.paymentDate = remittance.date
    }
  }

  private mutating func describePayment() {
    let text = keep(2)
    if remittance.payment?.lineCount == 0 {
      remittance.payment?.head.description = text
    } else {
      remittance.payment?.describe { line, _ in if line.description.isNull { line.description = text } }
    }
  }

  // MARK: Documents

  private mutating func paidDocument() {
    var line = PaymentDraft.Line(kind: .document, span: span)
    line.documentType = keep(1)
    line.documentNumber = keep(2)
    line.amount = amount(segment.range(4), &line.flaws)
    line.gross = amount(segment.range(5), field: "gross_amount", &line.flaws)
    line.discount = amount(segment.range(6), field: "discount_amount", &line.flaws)
    remittance.payment?.add(line)
    remittance.isWithinDocument = true
  }

  /// An adjustment of a document explains why less of it is paid than was due, and is within what is paid; any other one
  /// is money of its own.
  private mutating func adjustmentOfPayment() {
    if remittance.isWithinDocument, remittance.payment?.last?.isPaidInFull == false {
      let reason = keep(2)
      remittance.payment?.describe { line, _ in if line.reason.isNull { line.reason = reason } }
      return
    }
    var line = PaymentDraft.Line(kind: .adjustment, span: span)
    line.amount = amount(segment.range(1), &line.flaws)
    line.reason = keep(2)
    line.documentType = keep(3)
    line.documentNumber = keep(4)
    remittance.payment?.add(line)
  }

  private mutating func referenceOfDocument() {
    guard remittance.isWithinDocument else { return }
    let reference = keep(2)
    remittance.payment?.describe { line, _ in if line.reference.isNull { line.reference = reference } }
  }

  // MARK: Deposits

  private mutating func beginDeposit(rejecting rejections: inout [Rejection]) {
    endPayment(rejecting: &rejections)
    closeDeposit()
    let day = date(2)
    remittance.deposit = X12Remittance.Deposit(
      lockbox: segment.text(segment.isEmpty(1) ? 8 : 1), date: day == CivilDate.null ? remittance.date : day,
      line: framer.startLine)
  }

  private mutating func depositAmount() {
    guard remittance.payment == nil, var open = remittance.deposit, open.amount == ScaledDecimal.null,
      let set
    else { return }
    var flaws: [DocumentFlaw] = []
    open.amount = amount(segment.range(2), &flaws)
    open.line = framer.startLine
    remittance.deposit = open
    guard !flaws.isEmpty else { return }
    envelope.statements[set.statement].checks.append(
      DocumentOutput.unreadable("deposit-total", segment.text(2), line: framer.startLine))
  }

  private mutating func closeDeposit() {
    guard let deposit = remittance.deposit, let set else { return }
    remittance.deposit = nil
    guard deposit.amount != ScaledDecimal.null else { return }
    envelope.statements[set.statement].checks.append(
      DocumentOutput.check(
        "deposit-total", deposit.amount, deposit.isBroken ? nil : deposit.payments, remittance.currency,
        line: deposit.line))
  }

  // MARK: Claims

  private mutating func claim() {
    remittance.closeClaim()
    var line = PaymentDraft.Line(kind: .document, span: span)
    line.documentType = remittance.payment?.words.keep("claim") ?? .null
    line.documentNumber = keep(1)
    line.gross = amount(segment.range(3), field: "gross_amount", &line.flaws)
    line.amount = amount(segment.range(4), &line.flaws)
    line.reference = keep(7)
    remittance.claim = X12Remittance.Claim(
      charge: line.gross == ScaledDecimal.null ? 0 : Int128(line.gross),
      paid: line.amount == ScaledDecimal.null ? 0 : Int128(line.amount), line: framer.startLine,
      isBroken: !line.flaws.isEmpty)
    remittance.payment?.add(line)
    remittance.isWithinDocument = true
  }

  /// Up to six reasons with their amounts.
  private mutating func adjustClaim() {
    for at in stride(from: 3, through: 18, by: 3) {
      var flaws: [DocumentFlaw] = []
      let value = amount(segment.range(at), &flaws)
      if value != ScaledDecimal.null { remittance.claim?.adjusted += Int128(value) }
      if !flaws.isEmpty { remittance.claim?.isBroken = true }
    }
    let reason = keep(2)
    remittance.payment?.describe { line, _ in if line.reason.isNull { line.reason = reason } }
  }

  /// Up to six reasons with their amounts, which reduce the payment.
  private mutating func providerAdjustments() {
    remittance.closeClaim()
    for at in stride(from: 4, through: 14, by: 2) where !segment.isEmpty(at) {
      var line = PaymentDraft.Line(kind: .adjustment, span: span)
      let value = amount(segment.range(at), &line.flaws)
      if value != ScaledDecimal.null { line.amount = -value }
      line.reason = keep(at - 1, component: 1)
      line.documentNumber = keep(at - 1, component: 2)
      remittance.payment?.add(line)
    }
  }
}
