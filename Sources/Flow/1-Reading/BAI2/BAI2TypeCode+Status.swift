// BAI2 type codes below 100, our own table in the notation of BAI2TypeCode.swift.
//
// Standard: BAI2 Cash Management Balance Reporting Specifications, version 2 (2005), list of type codes. Codes
// that banks have added since are in their places: 087, 088.

extension BAI2TypeCode {
  /// Balances and other status.
  static let statusTable = """
    010 = opening ledger
    011 = average opening ledger month to date
    012 = average opening ledger year to date
    015 = closing ledger
    020 = average closing ledger month to date
    021 = average closing ledger, previous month
    022 = aggregate balance adjustments
    024 = average closing ledger year to date, previous month
    025 = average closing ledger year to date
    030 = current ledger
    037 = ACH net position
    039 = opening available plus total same-day ACH DTC deposit
    040 = opening available
    041 = average opening available month to date
    042 = average opening available year to date
    043 = average available, previous month
    044 = disbursing opening available balance
    045 = closing available
    050 = average closing available month to date
    051 = average closing available, last month
    054 = average closing available year to date, last month
    055 = average closing available year to date
    056 = loan balance
    057 = total investment position
    059 = current available (CRS suppressed)
    060 = current available
    061 = average current available month to date
    062 = average current available year to date
    063 = total float
    065 = target balance
    066 = adjusted balance
    067 = adjusted balance month to date
    068 = adjusted balance year to date
    070 = 0-day float
    072 = 1-day float
    073 = float adjustment
    074 = 2 or more days float
    075 = 3 or more days float
    076 = adjustment to balances
    077 = average adjustment to balances month to date
    078 = average adjustment to balances year to date
    079 = 4-day float
    080 = 5-day float
    081 = 6-day float
    082 = average 1-day float month to date
    083 = average 1-day float year to date
    084 = average 2-day float month to date
    085 = average 2-day float year to date
    086 = transfer calculation
    087 = month to date average collected
    088 = month to date average negative collected
    """
}
