import Records

/// The columns of a file, with the rows that are records, and what each column seems to be.
struct GuessColumns {
  /// Names; nil without a header.
  var header: [String]?
  var width = 0
  /// Records: rows with a date where the booking date is.
  var rows: [GuessTable.Row] = []
  /// Columns whose cells are dates, in their order.
  var dates: [Int] = []
  /// Columns of numbers: every value is one.
  var numbers: [Int] = []

  /// The values of a column that are not empty.
  func texts(_ column: Int) -> [String] { rows.map { text($0, column) }.filter { !$0.isEmpty } }

  /// Those of them that are numbers.
  func numbers(of column: Int) -> [String] { texts(column).filter(GuessAmounts.isNumber) }

  func text(_ row: GuessTable.Row, _ column: Int) -> String {
    column < row.cells.count ? row.cells[column].trimmedBlanks : ""
  }

  /// How a pipeline names a column: `Amount`, `Amount#2`, or its position.
  func key(_ column: Int) -> String {
    guard let header else { return "\(column + 1)" }
    let same = header.indices.filter { header[$0] == header[column] }
    guard same.count > 1, let at = same.firstIndex(of: column) else { return header[column] }
    return "\(header[column])#\(at + 1)"
  }

  /// The column of that name or position.
  func column(_ name: String) -> Int? { (0..<width).first { key($0) == name } }

  /// Words of a column's name, in lower case; what is paid in or out is one word.
  func words(_ column: Int) -> [String] {
    guard let header else { return [] }
    let words = header[column].lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    let ways = words.indices.filter { at in
      ["in", "out"].contains(words[at])
        && (words.count == 1 || at > 0 && ["paid", "money"].contains(words[at - 1]))
    }
    return words + ways.map { "paid_\(words[$0])" }
  }

  /// The first column among these with one of the words in its name.
  func first(_ words: Set<String>, among columns: some Sequence<Int>, but not: Set<String> = []) -> Int? {
    columns.first { column in
      let own = self.words(column)
      return own.contains(where: words.contains) && !own.contains(where: not.contains)
    }
  }

  // MARK: Words that banks use

  static let booking: Set = [
    "booking", "booked", "posted", "posting", "buchung", "buchungstag", "buchungsdatum", "boekdatum",
    "boeking",
    "bookingdate", "comptabilisation",
  ]
  static let value: Set = [
    "value", "valuta", "valutadatum", "wertstellung", "wert", "valeur", "valor", "rentedatum", "effective",
  ]
  static let amount: Set = [
    "amount", "betrag", "buchungsbetrag", "umsatz", "bedrag", "montant", "importe", "importo", "sum",
    "belopp", "beløb",
    "kwota",
  ]
  static let balance: Set = ["balance", "saldo", "kontostand", "solde", "saldi", "bal"]
  static let debit: Set = [
    "debit", "debits", "debet", "soll", "withdrawal", "withdrawals", "débit", "ausgaben", "belastung",
    "cargo",
    "paid_out",
    "payments", "dr", "lastschrift",
  ]
  static let credit: Set = [
    "credit", "credits", "haben", "deposit", "deposits", "paid_in", "crédit", "einnahmen", "gutschrift",
    "abono",
    "receipts",
    "cr",
  ]
  static let currency: Set = [
    "currency", "währung", "waehrung", "devise", "moneda", "valuta", "munt", "ccy", "cur",
  ]
  static let account: Set = [
    "account", "iban", "konto", "kontonummer", "rekening", "rekeningnummer", "auftragskonto", "compte",
    "cuenta",
  ]
  static let other: Set = [
    "counterparty", "payee", "beneficiary", "recipient", "empfänger", "auftraggeber", "begünstigter",
    "tegenrekening",
    "tegenpartij", "name", "naam", "merchant", "zahlungspflichtiger", "zahlungsbeteiligter",
  ]
  static let details: Set = [
    "description", "details", "text", "memo", "verwendungszweck", "buchungstext", "narrative", "omschrijving",
    "libelle",
    "libellé", "concepto", "particulars", "purpose", "beschreibung", "mitteilung",
  ]
  static let identity: Set = [
    "id", "reference", "ref", "referenz", "volgnr", "transaktionsnummer", "transactionid", "referencia",
    "référence",
  ]
  static let debitWords: Set = [
    "d", "dr", "debit", "dbit", "s", "soll", "af", "out", "withdrawal", "outflow",
  ]
  static let creditWords: Set = [
    "c", "cr", "credit", "crdt", "h", "haben", "bij", "in", "deposit", "k", "inflow",
  ]
}
