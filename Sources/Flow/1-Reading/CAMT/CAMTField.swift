/// What an element of a camt message means to the reader.
enum CAMTField: UInt8, Sendable {
  case nothing
  // The message.
  case message, messagePage, messageIsLastPage
  // A statement, report or notification.
  case statement, statementID, electronicNumber, legalNumber, created, from, through, page, isLastPage, copy
  case account, accountOther, accountCurrency
  // A balance.
  case balance, balanceType, balanceSubtype, balanceAmount, balanceSide, balanceDate
  // What the statement states of its entries.
  case allCount, allSum, netAmount, netSide, creditCount, creditSum, debitCount, debitSum
  // An entry.
  case entry, entryReference, amount, side, isReversal, status, bookingDate, valueDate, servicerReference
  case domain, family, subfamily, proprietaryCode, charge, entryText
  // The details of an entry.
  case details, batchCount, batchPaymentID, batchMessageID
  case detail, detailReference, instruction, endToEnd, uetr, transaction, paymentID, cheque
  case detailAmount, transactionAmount, counterValue, detailSide
  case detailDomain, detailFamily, detailSubfamily, detailProprietaryCode
  case debtor, debtorAccount, ultimateDebtor, creditor, creditorAccount, ultimateCreditor
  case remittance, detailText

  /// The paths of all versions, from Document down. Version 1 has details right in the entry and accounts of its own kind.
  static let paths = XMLPaths(
    inMessage.map { (CAMTField.root + $0.path, $0.label) }
      + inStatement.map { (CAMTField.root + statementPath + $0.path, $0.label) }
      + inEntry.map { (CAMTField.root + statementPath + "/Ntry" + $0.path, $0.label) }
      + ["/NtryDtls/TxDtls", "/TxDtls"].flatMap { details in
        inDetail.map { (CAMTField.root + statementPath + "/Ntry" + details + $0.path, $0.label) }
      },
    attributes: ["Ccy"], nothing: .nothing)

  /// Local names of the messages, as their element says; version 1 has its number in the name.
  private static let root =
    "BkToCstmrStmt|BkToCstmrAcctRpt|BkToCstmrDbtCdtNtfctn|BkToCstmrStmtV01|BkToCstmrAcctRptV01"
    + "|BkToCstmrDbtCdtNtfctnV01"

  private static let statementPath = "/Stmt|Rpt|Ntfctn"

  private typealias Path = (path: String, label: CAMTField)

  private static let inMessage: [Path] = [
    ("", .message), ("/GrpHdr/MsgPgntn/PgNb", .messagePage),
    ("/GrpHdr/MsgPgntn/LastPgInd", .messageIsLastPage),
  ]

  private static let inStatement: [Path] = [
    ("", .statement), ("/Id", .statementID), ("/ElctrncSeqNb", .electronicNumber),
    ("/LglSeqNb", .legalNumber),
    ("/CreDtTm", .created), ("/FrToDt/FrDtTm|FrDt", .from), ("/FrToDt/ToDtTm|ToDt", .through),
    ("/StmtPgntn|RptPgntn|NtfctnPgntn/PgNb", .page),
    ("/StmtPgntn|RptPgntn|NtfctnPgntn/LastPgInd", .isLastPage),
    ("/CpyDplctInd", .copy), ("/Acct/Id/IBAN", .account), ("/Acct/Id/BBAN|UPIC", .accountOther),
    ("/Acct/Id/Othr|PrtryAcct/Id", .accountOther), ("/Acct/Ccy", .accountCurrency), ("/Bal", .balance),
    ("/Bal/Tp/Cd", .balanceType), ("/Bal/Tp/CdOrPrtry/Cd|Prtry", .balanceType),
    ("/Bal/Tp/SubTp/Cd|Prtry", .balanceSubtype), ("/Bal/Amt", .balanceAmount),
    ("/Bal/CdtDbtInd", .balanceSide),
    ("/Bal/Dt/Dt|DtTm", .balanceDate), ("/TxsSummry/TtlNtries/NbOfNtries", .allCount),
    ("/TxsSummry/TtlNtries/Sum", .allSum), ("/TxsSummry/TtlNtries/TtlNetNtryAmt", .netAmount),
    ("/TxsSummry/TtlNtries/TtlNetNtry/Amt", .netAmount), ("/TxsSummry/TtlNtries/CdtDbtInd", .netSide),
    ("/TxsSummry/TtlNtries/TtlNetNtry/CdtDbtInd", .netSide),
    ("/TxsSummry/TtlCdtNtries/NbOfNtries", .creditCount),
    ("/TxsSummry/TtlCdtNtries/Sum", .creditSum), ("/TxsSummry/TtlDbtNtries/NbOfNtries", .debitCount),
    ("/TxsSummry/TtlDbtNtries/Sum", .debitSum),
  ]

  private static let inEntry: [Path] = [
    ("", .entry), ("/NtryRef", .entryReference), ("/Amt", .amount), ("/CdtDbtInd", .side),
    ("/RvslInd", .isReversal),
    ("/Sts", .status), ("/Sts/Cd|Prtry", .status), ("/BookgDt/Dt|DtTm", .bookingDate),
    ("/ValDt/Dt|DtTm", .valueDate), ("/AcctSvcrRef", .servicerReference), ("/BkTxCd/Domn/Cd", .domain),
    ("/BkTxCd/Domn/Fmly/Cd", .family), ("/BkTxCd/Domn/Fmly/SubFmlyCd", .subfamily),
    ("/BkTxCd/Prtry/Cd", .proprietaryCode), ("/Chrgs/Amt|TtlChrgsAndTaxAmt", .charge),
    ("/Chrgs/Rcrd/Amt", .charge),
    ("/AddtlNtryInf", .entryText), ("/NtryDtls", .details), ("/NtryDtls/Btch/NbOfTxs", .batchCount),
    ("/NtryDtls/Btch/PmtInfId", .batchPaymentID), ("/NtryDtls/Btch/MsgId", .batchMessageID),
    ("/Btch/PmtInfId", .batchPaymentID), ("/Btch/MsgId", .batchMessageID),
  ]

  private static let inDetail: [Path] = [
    ("", .detail), ("/Refs/AcctSvcrRef", .detailReference), ("/Refs/InstrId", .instruction),
    ("/Refs/EndToEndId", .endToEnd), ("/Refs/UETR", .uetr), ("/Refs/TxId", .transaction),
    ("/Refs/PmtInfId", .paymentID), ("/Refs/ChqNb", .cheque), ("/Amt", .detailAmount),
    ("/AmtDtls/TxAmt/Amt", .transactionAmount), ("/AmtDtls/CntrValAmt/Amt", .counterValue),
    ("/CdtDbtInd", .detailSide), ("/BkTxCd/Domn/Cd", .detailDomain), ("/BkTxCd/Domn/Fmly/Cd", .detailFamily),
    ("/BkTxCd/Domn/Fmly/SubFmlyCd", .detailSubfamily), ("/BkTxCd/Prtry/Cd", .detailProprietaryCode),
    ("/Chrgs/Amt|TtlChrgsAndTaxAmt", .charge), ("/Chrgs/Rcrd/Amt", .charge),
    ("/RltdPties/Dbtr/Nm", .debtor), ("/RltdPties/Dbtr/Pty/Nm", .debtor),
    ("/RltdPties/Dbtr/Agt/FinInstnId/Nm", .debtor), ("/RltdPties/DbtrAcct/Id/IBAN|BBAN|UPIC", .debtorAccount),
    ("/RltdPties/DbtrAcct/Id/Othr|PrtryAcct/Id", .debtorAccount),
    ("/RltdPties/UltmtDbtr/Nm", .ultimateDebtor),
    ("/RltdPties/UltmtDbtr/Pty/Nm", .ultimateDebtor), ("/RltdPties/Cdtr/Nm", .creditor),
    ("/RltdPties/Cdtr/Pty/Nm", .creditor), ("/RltdPties/Cdtr/Agt/FinInstnId/Nm", .creditor),
    ("/RltdPties/CdtrAcct/Id/IBAN|BBAN|UPIC", .creditorAccount),
    ("/RltdPties/CdtrAcct/Id/Othr|PrtryAcct/Id", .creditorAccount),
    ("/RltdPties/UltmtCdtr/Nm", .ultimateCreditor), ("/RltdPties/UltmtCdtr/Pty/Nm", .ultimateCreditor),
    ("/RmtInf/Ustrd", .remittance), ("/RmtInf/Strd/CdtrRefInf/Ref|CdtrRef", .remittance),
    ("/AddtlTxInf", .detailText),
  ]
}
