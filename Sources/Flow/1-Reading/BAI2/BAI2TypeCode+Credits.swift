// BAI2 type codes below 400, our own table in the notation of BAI2TypeCode.swift.
//
// Standard: BAI2 Cash Management Balance Reporting Specifications, version 2 (2005), list of type codes. Codes
// that banks have added since are in their places: 087, 088, 102, 158, 159.

extension BAI2TypeCode {
  /// Balances and other status.
  static let statusTable = """
    010 = s opening ledger
    011 = s average opening ledger month to date
    012 = s average opening ledger year to date
    015 = s closing ledger
    020 = s average closing ledger month to date
    021 = s average closing ledger, previous month
    022 = s aggregate balance adjustments
    024 = s average closing ledger year to date, previous month
    025 = s average closing ledger year to date
    030 = s current ledger
    037 = s ACH net position
    039 = s opening available plus total same-day ACH DTC deposit
    040 = s opening available
    041 = s average opening available month to date
    042 = s average opening available year to date
    043 = s average available, previous month
    044 = s disbursing opening available balance
    045 = s closing available
    050 = s average closing available month to date
    051 = s average closing available, last month
    054 = s average closing available year to date, last month
    055 = s average closing available year to date
    056 = s loan balance
    057 = s total investment position
    059 = s current available (CRS suppressed)
    060 = s current available
    061 = s average current available month to date
    062 = s average current available year to date
    063 = s total float
    065 = s target balance
    066 = s adjusted balance
    067 = s adjusted balance month to date
    068 = s adjusted balance year to date
    070 = s 0-day float
    072 = s 1-day float
    073 = s float adjustment
    074 = s 2 or more days float
    075 = s 3 or more days float
    076 = s adjustment to balances
    077 = s average adjustment to balances month to date
    078 = s average adjustment to balances year to date
    079 = s 4-day float
    080 = s 5-day float
    081 = s 6-day float
    082 = s average 1-day float month to date
    083 = s average 1-day float year to date
    084 = s average 2-day float month to date
    085 = s average 2-day float year to date
    086 = s transfer calculation
    087 = s month to date average collected
    088 = s month to date average negative collected
    """

  /// Credits.
  static let creditTable = """
    100 + t total credits
    101 + t total credit amount month to date
    102 + t total number of credits
    105 + t credits not detailed
    106 + t deposits subject to float
    107 + t total adjustment credits year to date
    108 + d credit of any type
    109 + t current day total lockbox deposits
    110 + t total lockbox deposits
    115 + d lockbox deposit
    116 + d item in lockbox deposit
    118 + d lockbox adjustment credit
    120 + t EDI transaction credit
    121 + d EDI transaction credit
    122 + d EDIBANX credit received
    123 + d EDIBANX credit return
    130 + t total concentration credits
    131 + t total DTC credits
    135 + d DTC concentration credit
    136 + d item in DTC deposit
    140 + t total ACH credits
    142 + d ACH credit received
    143 + d item in ACH deposit
    145 + d ACH concentration credit
    146 + t total bank card deposits
    147 + d individual bank card deposit
    150 + t total preauthorized payment credits
    155 + d preauthorized draft credit
    156 + d item in preauthorized draft deposit
    158 + d real time payment credit
    159 + t total real time payment credits
    160 + t total ACH disbursing funding credits
    162 + t corporate trade payment settlement
    163 + t corporate trade payment credits
    164 + d corporate trade payment credit
    165 + d preauthorized ACH credit
    166 + d ACH settlement
    167 + t ACH settlement credits
    168 + t ACH return item or adjustment settlement
    169 + t miscellaneous ACH credit
    170 + t total other check deposits
    171 + d individual loan deposit
    172 + d deposit correction
    173 + d bank-prepared deposit
    174 + d other deposit
    175 + d check deposit package
    176 + d re-presented check deposit
    178 + t list post credits
    180 + t total loan proceeds
    182 + t total bank-prepared deposits
    184 + d draft deposit
    185 + t total miscellaneous deposits
    186 + t total cash letter credits
    187 + d cash letter credit
    188 + t total cash letter adjustments
    189 + d cash letter adjustment
    190 + t total incoming money transfers
    191 + d individual incoming internal money transfer
    195 + d incoming money transfer
    196 + d money transfer adjustment
    198 + d compensation
    200 + t total automatic transfer credits
    201 + d individual automatic transfer credit
    202 + d bond operations credit
    205 + t total book transfer credits
    206 + d book transfer credit
    207 + t total international money transfer credits
    208 + d individual international money transfer credit
    210 + t total international credits
    212 + d foreign letter of credit
    213 + d letter of credit
    214 + d foreign exchange credit
    215 + t total letters of credit
    216 + d foreign remittance credit
    218 + d foreign collection credit
    221 + d foreign check purchase
    222 + d foreign checks deposited
    224 + d commission
    226 + d international money market trading
    227 + d standing order
    229 + d miscellaneous international credit
    230 + t total security credits
    231 + t total collection credits
    232 + d sale of debt security
    233 + d securities sold
    234 + d sale of equity security
    235 + d matured reverse repurchase order
    236 + d maturity of debt security
    237 + d individual collection credit
    238 + d collection of dividends
    239 + t total bankers' acceptance credits
    240 + d coupon collections, banks
    241 + d bankers' acceptances
    242 + d collection of interest income
    243 + d matured federal funds purchased
    244 + d interest or matured principal payment
    245 + t monthly dividends
    246 + d commercial paper
    247 + d capital change
    248 + d savings bonds sales adjustment
    249 + d miscellaneous security credit
    250 + t total checks posted and returned
    251 + t total debit reversals
    252 + d debit reversal
    254 + d posting error correction credit
    255 + d check posted and returned
    256 + t total ACH return items
    257 + d individual ACH return item
    258 + d ACH reversal credit
    260 + t total rejected credits
    261 + d individual rejected credit
    263 + d overdraft
    266 + d return item
    268 + d return item adjustment
    270 + t total ZBA credits
    271 + t net zero-balance amount
    274 + d cumulative ZBA or disbursement credits
    275 + d ZBA credit
    276 + d ZBA float adjustment
    277 + d ZBA credit transfer
    278 + d ZBA credit adjustment
    280 + t total controlled disbursing credits
    281 + d individual controlled disbursing credit
    285 + t total DTC disbursing credits
    286 + d individual DTC disbursing credit
    294 + t total ATM credits
    295 + d ATM credit
    301 + d commercial deposit
    302 + t correspondent bank deposit
    303 + t total wire transfers in, federal funds
    304 + t total wire transfers in, clearing house funds
    305 + t total federal funds sold
    306 + d federal funds sold
    307 + t total trust credits
    308 + d trust credit
    309 + t total value-dated funds
    310 + t total commercial deposits
    315 + t total international credits, federal funds
    316 + t total international credits, clearing house funds
    318 + t total foreign check purchased
    319 + t late deposit
    320 + t total securities sold, federal funds
    321 + t total securities sold, clearing house funds
    324 + t total securities matured, federal funds
    325 + t total securities matured, clearing house funds
    326 + t total securities interest
    327 + t total securities matured
    328 + t total securities interest, federal funds
    329 + t total securities interest, clearing house funds
    330 + t total escrow credits
    331 + d individual escrow credit
    332 + t total miscellaneous securities credits, federal funds
    336 + t total miscellaneous securities credits, clearing house funds
    338 + t total securities sold
    340 + t total broker deposits
    341 + t total broker deposits, federal funds
    342 + d broker deposit
    343 + t total broker deposits, clearing house funds
    344 + d individual back value credit
    345 + d item in brokers deposit
    346 + d sweep interest income
    347 + d sweep principal sell
    348 + d futures credit
    349 + d principal payments credit
    350 + t investment sold
    351 + d individual investment sold
    352 + t total cash center credits
    353 + d cash center credit
    354 + d interest credit
    355 + t investment interest
    356 + t total credit adjustment
    357 + d credit adjustment
    358 + d year to date adjustment credit
    359 + d interest adjustment credit
    360 + t total credits less wire transfer and returned checks
    361 + t grand total credits less grand total debits
    362 + d correspondent collection
    363 + d correspondent collection adjustment
    364 + d loan participation
    366 + d currency and coin deposited
    367 + d food stamp letter
    368 + d food stamp adjustment
    369 + d clearing settlement credit
    370 + t total back value credits
    372 + d back value adjustment
    373 + d customer payroll
    374 + d Federal Reserve statement recap
    376 + d savings bond letter or adjustment
    377 + d Treasury tax and loan credit
    378 + d transfer of Treasury credit
    379 + d Federal Reserve government checks cash letter credit
    381 + d Federal Reserve government check adjustment
    382 + d Federal Reserve postal money order credit
    383 + d Federal Reserve postal money order adjustment
    384 + d Federal Reserve cash letter auto charge credit
    385 + t total universal credits
    386 + d Federal Reserve cash letter auto charge adjustment
    387 + d Federal Reserve fine-sort cash letter credit
    388 + d Federal Reserve fine-sort adjustment
    389 + t total freight payment credits
    390 + t total miscellaneous credits
    391 + d universal credit
    392 + d freight payment credit
    393 + d itemized credit over 10,000 dollars
    394 + d cumulative credits
    395 + d check reversal
    397 + d float adjustment
    398 + d miscellaneous fee refund
    399 + d miscellaneous credit
    """
}
