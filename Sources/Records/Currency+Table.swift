// ISO 4217 minor units, our own table.
//
// Source: ISO 4217:2015, list one (current codes, with XCG and ZWG) and list three (withdrawn codes, which ten years
// of history still carry); codes compared with Debian's iso-codes 4.15.0 and minor units with OpenJDK 17 on
// 2026-11-20. Codes without minor units (gold, drawing rights, testing, "no currency") are left out on purpose: no
// amount can be held in them.

extension Currency {
  /// Code and decimal places.
  static let minorUnitsTable: [(code: Substring, units: UInt8)] = listed.flatMap { units, codes in
    codes.split(separator: " ").map { ($0, units) }
  }

  private static let listed: [(units: UInt8, codes: String)] = [
    // List one.
    (
      0,
      """
      BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF
      """
    ),
    (
      2,
      """
      AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD \
      BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD \
      EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS \
      INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT \
      MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR \
      PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP \
      SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER \
      ZAR ZMW ZWG ZWL
      """
    ),
    (
      3,
      """
      BHD IQD JOD KWD LYD OMR TND
      """
    ),
    (
      4,
      """
      CLF UYW
      """
    ),
    // List three: withdrawn.
    (
      0,
      """
      ADP BEF BYB BYR ESP GRD ITL LUF MGF PTE ROL TPE TRL
      """
    ),
    (
      2,
      """
      AFA ATS AYM AZM BGL CSD CYP DEM EEK FIM FRF GHC GWP IEP LTL LVL MRO MTL MZM NLG \
      RUR SDD SIT SKK SRG STD TMM VEB VEF YUM ZMK ZWD ZWN ZWR
      """
    ),
  ]
}
