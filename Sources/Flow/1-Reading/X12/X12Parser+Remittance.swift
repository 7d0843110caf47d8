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
    case .svc: serviceOfClaim()
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
    guard let set else { return }
    for (name, count) in [
      ("claims-balanced", remittance.claims), ("services-total", remittance.servedClaims),
    ]
    where count.met > 0 {
      envelope.statements[set.statement].checks.append(
        Statement.Check(
          .controlTotals, name: name, stated: String(count.met), computed: String(count.right),
          line: count.firstWrong ?? set.span.line))
    }
  }

  private mutating func trace() {
    guard remittance.payment?.head.paymentID.isNull == true, remittance.payment?.lineCount == 0 else {
      return
    }
    let (number, payer) = (keepText(2), keepText(3))
    remittance.payment?.head.paymentID = number
    if remittance.payment?.head.payerID.isNull == true { remittance.payment?.head.payerID = payer }
  }

  mutating func keepText(_ element: Int) -> TextView {
    remittance.payment?.words.keep(segment, element) ?? .null
  }

  mutating func keepText(_ element: Int, component: Int) -> TextView {
    remittance.payment?.words.keep(segment, element, component) ?? .null
  }

  private mutating func partyOfPayment() {
    let (name, id) = (keepText(2), keepText(4))
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
      return remittance.describe { if $0.documentDate == CivilDate.null { $0.documentDate = day } }
    }
    if remittance.date == CivilDate.null { remittance.date = day }
    if remittance.payment?.head.paymentDate == CivilDate.null, remittance.payment?.flaws.isEmpty == true {
      remittance.payment?.head.paymentDate = remittance.date
    }
  }

  private mutating func describePayment() {
    let text = keepText(2)
    if remittance.payment?.lineCount == 0 {
      remittance.payment?.head.description = text
    } else {
      remittance.describe { if $0.description.isNull { $0.description = text } }
    }
  }

  // MARK: Documents

  private mutating func paidDocument() {
    var line = PaymentDraft.Line(kind: .document, span: span)
    line.documentType = keepText(1)
    line.documentNumber = keepText(2)
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
      let reason = keepText(2)
      remittance.describe { if $0.reason.isNull { $0.reason = reason } }
      return
    }
    var line = PaymentDraft.Line(kind: .adjustment, span: span)
    line.amount = amount(segment.range(1), &line.flaws)
    line.reason = keepText(2)
    line.documentType = keepText(3)
    line.documentNumber = keepText(4)
    remittance.payment?.add(line)
  }

  private mutating func referenceOfDocument() {
    guard remittance.isWithinDocument else { return }
    let reference = keepText(2)
    remittance.describe { if $0.reference.isNull { $0.reference = reference } }
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
}
