import Records

/// A line of an invoice in an audit file, or what its totals add to the lines.
struct SAFTDocumentLine {
  var kind = InvoiceDraft.Kind.item
  var offset: Int64 = 0
  /// Of its last byte, and one.
  var end: Int64 = 0
  /// From 1.
  var line: Int32 = 0
  // As stated, unscaled, at four decimals; nil when there is none.
  var debit: Int64?
  var credit: Int64?
  /// With `isDebit` beside it.
  var sided: Int64?
  var isDebit: Bool?
  /// What it adds to the total of its document, unscaled, at four decimals.
  var amount = ScaledDecimal.null
  /// Unscaled, at six decimals, as the price of one unit.
  var quantity = ScaledDecimal.null
  var unitPrice = ScaledDecimal.null
  // Texts, in the arena of the rows.
  var product = TextView.null
  var text = TextView.null
  var productText = TextView.null
  var unit = TextView.null
  var flaws: [SAFTEntry.Flaw] = []

  /// Credits less debits; null when neither is there, or they do not fit.
  var balance: Int64 {
    guard let sided, let isDebit else { return SAFTEntry.balance(credit, debit) }
    return isDebit ? -sided : sided
  }
}

extension SAFTEntry {
  /// Whether the lines, as credits, have the other sign than the document's total: those of a credit note.
  var areLinesTurned: Bool {
    let net = lineCredit - lineDebit
    return (net < 0) != ((gross ?? 0) < 0)
  }

  /// What the total of the document has beyond its lines and its tax, at four decimals.
  var remainder: Int128 {
    let net = lineCredit - lineDebit
    return Int128(gross ?? 0) - Int128(tax ?? 0) - (areLinesTurned ? -net : net)
  }

  /// Whether the lines and the tax come to the total: lines have more decimals than the total, which is rounded.
  func isSummed(_ currency: Currency) -> Bool {
    let places = min(InvoiceRow.scale, currency.minorUnits ?? 2)
    return !areLinesBroken
      && remainder.magnitude * 2 <= UInt128(ScaledDecimal.power(InvoiceRow.scale - places))
  }
}
