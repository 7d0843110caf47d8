// BAI2 type codes from 400, our own table in the notation of BAI2TypeCode.swift.
//
// Standard: BAI2 Cash Management Balance Reporting Specifications, version 2 (2005), list of type codes. Codes
// that banks have added since are in their places: 402, 458, 459, 706, 708, 827, 828, 829, 906, 907.

extension BAI2TypeCode {
  /// Debits.
  static let debitTable = """
    400 - t total debits
    401 - t total debit amount month to date
    402 - t total number of debits
    403 - t today's total debits
    405 - t total debit less wire transfers and chargebacks
    406 - t debits not detailed
    408 - d float adjustment
    409 - d debit of any type
    410 - t total year to date adjustment
    412 - t total debits (excluding returned items)
    415 - d lockbox debit
    416 - t total lockbox debits
    420 - t EDI transaction debits
    421 - d EDI transaction debit
    422 - d EDIBANX settlement debit
    423 - d EDIBANX return item debit
    430 - t total payable-through drafts
    435 - d payable-through draft
    445 - d ACH concentration debit
    446 - t total ACH disbursement funding debits
    447 - d ACH disbursement funding debit
    450 - t total ACH debits
    451 - d ACH debit received
    452 - d item in ACH disbursement or debit
    455 - d preauthorized ACH debit
    458 - d real time payment debit
    459 - t total real time payment debits
    462 - d account holder initiated ACH debit
    463 - t corporate trade payment debits
    464 - d corporate trade payment debit
    465 - t corporate trade payment settlement
    466 - d ACH settlement
    467 - t ACH settlement debits
    468 - d ACH return item or adjustment settlement
    469 - d miscellaneous ACH debit
    470 - t total check paid
    471 - t total check paid, cumulative month to date
    472 - d cumulative checks paid
    474 - d certified check debit
    475 - d check paid
    476 - d Federal Reserve Bank letter debit
    477 - d bank originated debit
    478 - t list post debits
    479 - d list post debit
    480 - t total loan payments
    481 - d individual loan payment
    482 - t total bank-originated debits
    484 - d draft
    485 - d DTC debit
    486 - t total cash letter debits
    487 - d cash letter debit
    489 - d cash letter adjustment
    490 - t total outgoing money transfers
    491 - d individual outgoing internal money transfer
    493 - d customer terminal initiated money transfer
    495 - d outgoing money transfer
    496 - d money transfer adjustment
    498 - d compensation
    500 - t total automatic transfer debits
    501 - d individual automatic transfer debit
    502 - d bond operations debit
    505 - t total book transfer debits
    506 - d book transfer debit
    507 - t total international money transfer debits
    508 - d individual international money transfer debits
    510 - t total international debits
    512 - d letter of credit debit
    513 - d letter of credit
    514 - d foreign exchange debit
    515 - t total letters of credit
    516 - d foreign remittance debit
    518 - d foreign collection debit
    522 - d foreign checks paid
    524 - d commission
    526 - d international money market trading
    527 - d standing order
    529 - d miscellaneous international debit
    530 - t total security debits
    531 - d securities purchased
    532 - t total amount of securities purchased
    533 - d security collection debit
    534 - t total miscellaneous securities debits, federal funds
    535 - d purchase of equity securities
    536 - t total miscellaneous securities debit, clearing house funds
    537 - t total collection debit
    538 - d matured repurchase order
    539 - t total bankers' acceptances debit
    540 - d coupon collection debit
    541 - d bankers' acceptances
    542 - d purchase of debt securities
    543 - d domestic collection
    544 - d interest or matured principal payment
    546 - d commercial paper
    547 - d capital change
    548 - d savings bonds sales adjustment
    549 - d miscellaneous security debit
    550 - t total deposited items returned
    551 - t total credit reversals
    552 - d credit reversal
    554 - d posting error correction debit
    555 - d deposited item returned
    556 - t total ACH return items
    557 - d individual ACH return item
    558 - d ACH reversal debit
    560 - t total rejected debits
    561 - d individual rejected debit
    563 - d overdraft
    564 - d overdraft fee
    566 - d return item
    567 - d return item fee
    568 - d return item adjustment
    570 - t total ZBA debits
    574 - d cumulative ZBA debits
    575 - d ZBA debit
    577 - d ZBA debit transfer
    578 - d ZBA debit adjustment
    580 - t total controlled disbursing debits
    581 - d individual controlled disbursing debit
    583 - t total disbursing checks paid, early amount
    584 - t total disbursing checks paid, later amount
    585 - t disbursing funding requirement
    586 - t Federal Reserve presentment estimate
    587 - t late debits (after notification)
    588 - t total disbursing checks paid, last amount
    590 - t total DTC debits
    594 - t total ATM debits
    595 - d ATM debit
    596 - t total ARP debits
    597 - d ARP debit
    601 - t estimated total disbursement
    602 - t adjusted total disbursement
    610 - t total funds required
    611 - t total wire transfers out, clearing house funds
    612 - t total wire transfers out, federal funds
    613 - t total international debit, clearing house funds
    614 - t total international debit, federal funds
    615 - t total Federal Reserve Bank, commercial bank debit
    616 - d Federal Reserve Bank, commercial bank debit
    617 - t total securities purchased, clearing house funds
    618 - t total securities purchased, federal funds
    621 - t total broker debits, clearing house funds
    622 - d broker debit
    623 - t total broker debits, federal funds
    625 - t total broker debits
    626 - t total federal funds purchased
    627 - d federal funds purchased
    628 - t total cash center debits
    629 - d cash center debit
    630 - t total debit adjustments
    631 - d debit adjustment
    632 - t total trust debits
    633 - d trust debit
    634 - d year to date adjustment debit
    640 - t total escrow debits
    641 - d individual escrow debit
    644 - d individual back value debit
    646 - t transfer calculation debit
    650 - t investments purchased
    651 - d individual investment purchased
    654 - d interest debit
    655 - t total investment interest debits
    656 - d sweep principal buy
    657 - d futures debit
    658 - d principal payments debit
    659 - d interest adjustment debit
    661 - d account analysis fee
    662 - d correspondent collection debit
    663 - d correspondent collection adjustment
    664 - d loan participation
    665 - t intercept debits
    666 - d currency and coin shipped
    667 - d food stamp letter
    668 - d food stamp adjustment
    669 - d clearing settlement debit
    670 - t total back value debits
    672 - d back value adjustment
    673 - d customer payroll
    674 - d Federal Reserve statement recap
    676 - d savings bond letter or adjustment
    677 - d Treasury tax and loan debit
    678 - d transfer of Treasury debit
    679 - d Federal Reserve government checks cash letter debit
    681 - d Federal Reserve government check adjustment
    682 - d Federal Reserve postal money order debit
    683 - d Federal Reserve postal money order adjustment
    684 - d Federal Reserve cash letter auto charge debit
    685 - t total universal debits
    686 - d Federal Reserve cash letter auto charge adjustment
    687 - d Federal Reserve fine-sort cash letter debit
    688 - d Federal Reserve fine-sort adjustment
    689 - t Federal Reserve freight payment debits
    690 - t total miscellaneous debits
    691 - d universal debit
    692 - d freight payment debit
    693 - d itemized debit over 10,000 dollars
    694 - d deposit reversal
    695 - d deposit correction debit
    696 - d regular collection debit
    697 - d cumulative debits
    698 - d miscellaneous fees
    699 - d miscellaneous debit
    """

  /// Loans and what lies above.
  static let otherTable = """
    701 = s principal loan balance
    703 = s available commitment amount
    705 = s payment amount due
    706 + d loan participation
    707 = s principal amount past due
    708 + d value dated funds
    709 = s interest amount past due
    720 + t total loan payment
    721 + d amount applied to interest
    722 + d amount applied to principal
    723 + d amount applied to escrow
    724 + d amount applied to late charges
    725 + d amount applied to buydown
    726 + d amount applied to miscellaneous fees
    727 + d amount applied to deferred interest detail
    728 + d amount applied to service charge
    760 - t loan disbursement
    827 + t incoming SEPA payments
    828 - t outgoing SEPA payments
    829 + t incoming BACS payment
    890 # d message without money
    906 = s today's opening 1-day float
    907 = s today's opening float of 2 or more days
    """
}
