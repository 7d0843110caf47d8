import Records

// What is paid: REMADV, one payment with its documents; PAYMUL, batches (LIN) of payments (SEQ).
extension EDIFACTParser {
  /// Best first: total of the payment, amount remitted, due, message total, total.
  private static let totals = ["139", "12", "9", "86", "128"]
  /// Best first: day of execution, of the payment, of value; of the set.
  private static let dates = ["203", "138", "209", "137"]
  /// Best first: the payer's reference of the payment, its order, the payment's own.
  private static let numbers = ["PQ", "AEK", "CR"]

  mutating func remittanceSegment(_ tag: EDIFACTTag, rejecting rejections: inout [Rejection]) {
    remittance.payment?.span.end = base + Int64(framer.end)
    remittance.document?.span.end = base + Int64(framer.end)
    switch tag {
    case .bgm:
      remittance.head.paymentID = remittance.words.keep(segment, 2, 1)
    case .cux: remittance.head.currency = currency(segment.range(1, 2))
    case .lin: beginBatch(rejecting: &rejections)
    case .seq: beginPayment(rejecting: &rejections)
    case .doc: beginDocument()
    case .uns: endDocument()
    case .dtm: dateOfPayment()
    case .rff: referenceOfPayment()
    case .nad: partyOfPayment()
    case .fii: accountOfPayment()
    case .moa: amountOfPayment()
    case .ajt: reasonOfDocument()
    case .pai: methodOfPayment()
    case .ftx: textOfPayment()
    default: break
    }
  }

  private var isBatched: Bool { self.set?.name == "PAYMUL" }

  /// Changes the open payment of a batch, else what holds for all payments.
  private mutating func change(_ change: (inout RemittanceRow, inout TextArena, Segment) -> Void) {
    if isBatched, var open = remittance.payment {
      remittance.payment = nil
      change(&open.head, &open.words, segment)
      remittance.payment = open
    } else {
      change(&remittance.head, &remittance.words, segment)
    }
  }

  // MARK: Payments

  private mutating func beginBatch(rejecting rejections: inout [Rejection]) {
    guard isBatched else { return }
    endPayment(rejecting: &rejections)
    endBatch()
    remittance.batch = EDIFACTRemittance.Batch(line: framer.startLine)
    remittance.dateRank = Int.max
  }

  private mutating func beginPayment(rejecting rejections: inout [Rejection]) {
    guard isBatched else { return }
    endPayment(rejecting: &rejections)
    var draft = PaymentDraft(keepsLines: output.grain == .lines)
    draft.span = span
    draft.totalLine = framer.startLine
    draft.flaws = remittance.flaws
    draft.head = remittance.shown(&draft.words)
    remittance.payment = draft
    remittance.numberRank = Int.max
  }

  private mutating func endPayment(rejecting rejections: inout [Rejection]) {
    endDocument()
    guard var draft = remittance.payment, let set else { return }
    remittance.payment = nil
    if isBatched {
      if draft.head.amount == ScaledDecimal.null {
        remittance.batch?.isBroken = true
      } else {
        remittance.batch?.payments += Int128(draft.head.amount)
      }
    }
    if draft.head.currency == .none { draft.head.currency = usualCurrency }
    output.add(draft, to: &envelope.statements, at: set.statement, rejecting: &rejections)
  }

  /// A batch may state zero where its payments carry the money.
  private mutating func endBatch() {
    guard let batch = remittance.batch, let set else { return }
    remittance.batch = nil
    guard batch.amount != ScaledDecimal.null, batch.amount != 0 else { return }
    envelope.statements[set.statement].checks.append(
      DocumentOutput.check(
        "batch-total", batch.amount, batch.isBroken ? nil : batch.payments, remittance.head.currency,
        line: batch.line))
  }

  mutating func closeRemittance(rejecting rejections: inout [Rejection]) {
    guard let set else { return }
    endDocument()
    if isBatched {
      endPayment(rejecting: &rejections)
      return endBatch()
    }
    var draft = remittance.payment ?? PaymentDraft(keepsLines: false)
    draft.head = remittance.shown(&draft.words)
    draft.flaws = remittance.flaws
    draft.totalLine = remittance.totalLine
    draft.span = set.span
    remittance.payment = draft
    endPayment(rejecting: &rejections)
  }

  // MARK: Heads

  private mutating func dateOfPayment() {
    let (qualifier, value) = (segment.text(segment.range(1, 1)), segment.range(1, 2))
    if remittance.document != nil {
      if qualifier == "137" || qualifier == "171" || qualifier == "3" {
        let day = date(value)
        remittance.document?.documentDate = day
      }
      return
    }
    guard !isBatched || remittance.payment == nil,
      let rank = EDIFACTParser.dates.firstIndex(of: qualifier), rank < remittance.dateRank
    else { return }
    remittance.dateRank = rank
    remittance.flaws.removeAll { $0.field == "payment_date" }
    var flaws = remittance.flaws
    remittance.head.paymentDate = date(value, field: "payment_date", &flaws)
    remittance.flaws = flaws
  }

  private mutating func referenceOfPayment() {
    let qualifier = segment.text(segment.range(1, 1))
    if remittance.document != nil {
      guard remittance.document?.reference.isNull == true else { return }
      let reference = remittance.payment?.words.keep(segment, 1, 2) ?? .null
      remittance.document?.reference = reference
      return
    }
    guard let rank = EDIFACTParser.numbers.firstIndex(of: qualifier), rank < remittance.numberRank else {
      return
    }
    remittance.numberRank = rank
    change { row, words, segment in row.paymentID = words.keep(segment, 1, 2) }
  }

  private mutating func partyOfPayment() {
    let code = segment.text(segment.range(1))
    switch code {
    case "PR", "PL", "OY", "BY":
      change { row, words, segment in
        if !row.payerName.isNull || !row.payerID.isNull { return }
        row.payerID = words.keep(segment, 2, 1)
        row.payerName = words.keepName(segment)
      }
    case "PE", "BE", "SU", "SE":
      change { row, words, segment in
        if !row.payeeName.isNull || !row.payeeID.isNull { return }
        row.payeeID = words.keep(segment, 2, 1)
        row.payeeName = words.keepName(segment)
      }
    default: break
    }
  }

  /// OR is the account the money leaves, BF the one it reaches.
  private mutating func accountOfPayment() {
    let code = segment.text(segment.range(1))
    guard code == "OR" || code == "BF" || code == "PB" else { return }
    change { row, words, segment in
      let account = words.keep(segment, 2, 1)
      if code == "OR" { row.payerAccount = account } else { row.account = account }
    }
  }

  private mutating func methodOfPayment() {
    change { row, words, segment in
      row.paymentMethod = words.keep(segment, 1, segment.range(1, 3).isEmpty ? 2 : 3)
    }
  }

  private mutating func textOfPayment() {
    if remittance.document != nil {
      let text = remittance.payment?.words.keep(segment, 4) ?? .null
      if remittance.document?.description.isNull == true { remittance.document?.description = text }
      return
    }
    change { row, words, segment in
      if row.description.isNull { row.description = words.keep(segment, 4) }
    }
  }

  // MARK: Documents

  private mutating func beginDocument() {
    endDocument()
    if remittance.payment == nil { remittance.payment = PaymentDraft(keepsLines: output.grain == .lines) }
    var line = PaymentDraft.Line(kind: .document, span: span)
    line.documentType = remittance.payment?.words.keep(segment, 1, 1) ?? .null
    line.documentNumber = remittance.payment?.words.keep(segment, 2, 1) ?? .null
    remittance.document = line
  }

  private mutating func endDocument() {
    guard let line = remittance.document else { return }
    remittance.document = nil
    remittance.payment?.add(line)
  }

  private mutating func reasonOfDocument() {
    let reason = remittance.payment?.words.keep(segment, 1, 1) ?? .null
    if remittance.document?.reason.isNull == true { remittance.document?.reason = reason }
  }

  // MARK: Amounts

  private mutating func amountOfPayment() {
    let qualifier = segment.text(segment.range(1, 1))
    if remittance.head.currency == .none { remittance.head.currency = currency(segment.range(1, 3)) }
    if remittance.document != nil { return amountOfDocument(qualifier) }
    if segment.range(1, 2).isEmpty { return }
    if isBatched { return amountOfBatch() }
    guard let rank = EDIFACTParser.totals.firstIndex(of: qualifier), rank < remittance.totalRank else {
      return
    }
    remittance.totalRank = rank
    remittance.totalLine = framer.startLine
    remittance.flaws.removeAll { $0.field == "amount" }
    var flaws = remittance.flaws
    remittance.head.amount = amount(segment.range(1, 2), &flaws)
    remittance.flaws = flaws
  }

  /// The first amount of a payment; of a batch before its first payment.
  private mutating func amountOfBatch() {
    if var open = remittance.payment {
      guard open.head.amount == ScaledDecimal.null else { return }
      open.head.amount = amount(segment.range(1, 2), &open.flaws)
      if open.head.currency == .none { open.head.currency = remittance.head.currency }
      remittance.payment = open
      return
    }
    guard var open = remittance.batch, open.amount == ScaledDecimal.null, let set else { return }
    var flaws: [DocumentFlaw] = []
    open.amount = amount(segment.range(1, 2), &flaws)
    open.line = framer.startLine
    remittance.batch = open
    guard !flaws.isEmpty else { return }
    envelope.statements[set.statement].checks.append(
      DocumentOutput.unreadable("batch-total", segment.text(segment.range(1, 2)), line: framer.startLine))
  }

  /// 12 is what is paid, 52 the discount, 9 and others what was due.
  private mutating func amountOfDocument(_ qualifier: String) {
    guard var line = remittance.document else { return }
    switch qualifier {
    case "12": line.amount = amount(segment.range(1, 2), &line.flaws)
    case "52": line.discount = amount(segment.range(1, 2), field: "discount_amount", &line.flaws)
    case "9", "39", "77", "86", "128":
      if line.gross == ScaledDecimal.null {
        line.gross = amount(segment.range(1, 2), field: "gross_amount", &line.flaws)
      }
    default: break
    }
    remittance.document = line
  }
}

extension EDIFACTRemittance {
  /// What holds for all payments, with its texts in another arena.
  fileprivate func shown(_ words: inout TextArena) -> RemittanceRow {
    var row = head
    let texts: [WritableKeyPath<RemittanceRow, TextView>] = [
      \.paymentID, \.paymentMethod, \.account, \.payerID, \.payerName, \.payerAccount, \.payeeID, \.payeeName,
      \.description,
    ]
    for text in texts { row[keyPath: text] = words.keep(head[keyPath: text], of: self.words) }
    return row
  }
}

extension TextArena {
  /// The name of a party, else the first line of its address.
  mutating func keepName(_ segment: borrowing Segment) -> TextView {
    keep(segment, 4, 1).isNull ? keep(segment, 3, 1) : keep(segment, 4, 1)
  }
}
