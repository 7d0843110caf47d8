// BAI2 type codes from 100 to 399, our own table in the notation of BAI2TypeCode.swift.
//
// Standard: BAI2 Cash Management Balance Reporting Specifications, version 2 (2005), list of type codes. Codes
// that banks have added since are in their places: 102, 158, 159.

extension BAI2TypeCode {
  /// Credits.
  static let creditTable = """
    100 + total credits
    101 + total credit amount month to date
    102 + total number of credits
    105 + credits not detailed
    106 + deposits subject to float
    107 + total adjustment credits year to date
    108 + credit of any type
    109 + current day total lockbox deposits
    110 + total lockbox deposits
    115 + lockbox deposit
    116 + item in lockbox deposit
    118 + lockbox adjustment credit
    120 + EDI transaction credit
    121 + EDI transaction credit
    122 + EDIBANX credit received
    123 + EDIBANX credit return
    130 + total concentration credits
    131 + total DTC credits
    135 + DTC concentration credit
    136 + item in DTC deposit
    140 + total ACH credits
    142 + ACH credit received
    143 + item in ACH deposit
    145 + ACH concentration credit
    146 + total bank card deposits
    147 + individual bank card deposit
    150 + total preauthorized payment credits
    155 + preauthorized draft credit
    156 + item in preauthorized draft deposit
    158 + real time payment credit
    159 + total real time payment credits
    160 + total ACH disbursing funding credits
    162 + corporate trade payment settlement
    163 + corporate trade payment credits
    164 + corporate trade payment credit
    165 + preauthorized ACH credit
    166 + ACH settlement
    167 + ACH settlement credits
    168 + ACH return item or adjustment settlement
    169 + miscellaneous ACH credit
    170 + total other check deposits
    171 + individual loan deposit
    172 + deposit correction
    173 + bank-prepared deposit
    174 + other deposit
    175 + check deposit package
    176 + re-presented check deposit
    178 + list post credits
    180 + total loan proceeds
    182 + total bank-prepared deposits
    184 + draft deposit
    185 + total miscellaneous deposits
    186 + total cash letter credits
    187 + cash letter credit
    188 + total cash letter adjustments
    189 + cash letter adjustment
    190 + total incoming money transfers
    191 + individual incoming internal money transfer
    195 + incoming money transfer
    196 + money transfer adjustment
    198 + compensation
    200 + total automatic transfer credits
    201 + individual automatic transfer credit
    202 + bond operations credit
    205 + total book transfer credits
    206 + book transfer credit
    207 + total international money transfer credits
    208 + individual international money transfer credit
    210 + total international credits
    212 + foreign letter of credit
    213 + letter of credit
    214 + foreign exchange credit
    215 + total letters of credit
    216 + foreign remittance credit
    218 + foreign collection credit
    221 + foreign check purchase
    222 + foreign checks deposited
    224 + commission
    226 + international money market trading
    227 + standing order
    229 + miscellaneous international credit
    230 + total security credits
    231 + total collection credits
    232 + sale of debt security
    233 + securities sold
    234 + sale of equity security
    235 + matured reverse repurchase order
    236 + maturity of debt security
    237 + individual collection credit
    238 + collection of dividends
    239 + total bankers' acceptance credits
    240 + coupon collections, banks
    241 + bankers' acceptances
    242 + collection of interest income
    243 + matured federal funds purchased
    244 + interest or matured principal payment
    245 + monthly dividends
    246 + commercial paper
    247 + capital change
    248 + savings bonds sales adjustment
    249 + miscellaneous security credit
    250 + total checks posted and returned
    251 + total debit reversals
    252 + debit reversal
    254 + posting error correction credit
    255 + check posted and returned
    256 + total ACH return items
    257 + individual ACH return item
    258 + ACH reversal credit
    260 + total rejected credits
    261 + individual rejected credit
    263 + overdraft
    266 + return item
    268 + return item adjustment
    270 + total ZBA credits
    271 + net zero-balance amount
    274 + cumulative ZBA or disbursement credits
    275 + ZBA credit
    276 + ZBA float adjustment
    277 + ZBA credit transfer
    278 + ZBA credit adjustment
    280 + total controlled disbursing credits
    281 + individual controlled disbursing credit
    285 + total DTC disbursing credits
    286 + individual DTC disbursing credit
    294 + total ATM credits
    295 + ATM credit
    301 + commercial deposit
    302 + correspondent bank deposit
    303 + total wire transfers in, federal funds
    304 + total wire transfers in, clearing house funds
    305 + total federal funds sold
    306 + federal funds sold
    307 + total trust credits
    308 + trust credit
    309 + total value-dated funds
    310 + total commercial deposits
    315 + total international credits, federal funds
    316 + total international credits, clearing house funds
    318 + total foreign check purchased
    319 + late deposit
    320 + total securities sold, federal funds
    321 + total securities sold, clearing house funds
    324 + total securities matured, federal funds
    325 + total securities matured, clearing house funds
    326 + total securities interest
    327 + total securities matured
    328 + total securities interest, federal funds
    329 + total securities interest, clearing house funds
    330 + total escrow credits
    331 + individual escrow credit
    332 + total miscellaneous securities credits, federal funds
    336 + total miscellaneous securities credits, clearing house funds
    338 + total securities sold
    340 + total broker deposits
    341 + total broker deposits, federal funds
    342 + broker deposit
    343 + total broker deposits, clearing house funds
    344 + individual back value credit
    345 + item in brokers deposit
    346 + sweep interest income
    347 + sweep principal sell
    348 + futures credit
    349 + principal payments credit
    350 + investment sold
    351 + individual investment sold
    352 + total cash center credits
    353 + cash center credit
    354 + interest credit
    355 + investment interest
    356 + total credit adjustment
    357 + credit adjustment
    358 + year to date adjustment credit
    359 + interest adjustment credit
    360 + total credits less wire transfer and returned checks
    361 + grand total credits less grand total debits
    362 + correspondent collection
    363 + correspondent collection adjustment
    364 + loan participation
    366 + currency and coin deposited
    367 + food stamp letter
    368 + food stamp adjustment
    369 + clearing settlement credit
    370 + total back value credits
    372 + back value adjustment
    373 + customer payroll
    374 + Federal Reserve statement recap
    376 + savings bond letter or adjustment
    377 + Treasury tax and loan credit
    378 + transfer of Treasury credit
    379 + Federal Reserve government checks cash letter credit
    381 + Federal Reserve government check adjustment
    382 + Federal Reserve postal money order credit
    383 + Federal Reserve postal money order adjustment
    384 + Federal Reserve cash letter auto charge credit
    385 + total universal credits
    386 + Federal Reserve cash letter auto charge adjustment
    387 + Federal Reserve fine-sort cash letter credit
    388 + Federal Reserve fine-sort adjustment
    389 + total freight payment credits
    390 + total miscellaneous credits
    391 + universal credit
    392 + freight payment credit
    393 + itemized credit over 10,000 dollars
    394 + cumulative credits
    395 + check reversal
    397 + float adjustment
    398 + miscellaneous fee refund
    399 + miscellaneous credit
    """
}
