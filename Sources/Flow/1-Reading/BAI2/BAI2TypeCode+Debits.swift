// BAI2 type codes from 400, our own table in the notation of BAI2TypeCode.swift.
//
// Standard: BAI2 Cash Management Balance Reporting Specifications, version 2 (2005), list of type codes. Codes
// that banks have added since are in their places: 402, 458, 459, 706, 708, 827, 828, 829, 906, 907.

extension BAI2TypeCode {
  /// Debits.
  static let debitTable = """
    400 - total debits
    401 - total debit amount month to date
    402 - total number of debits
    403 - today's total debits
    405 - total debit less wire transfers and chargebacks
    406 - debits not detailed
    408 - float adjustment
    409 - debit of any type
    410 - total year to date adjustment
    412 - total debits (excluding returned items)
    415 - lockbox debit
    416 - total lockbox debits
    420 - EDI transaction debits
    421 - EDI transaction debit
    422 - EDIBANX settlement debit
    423 - EDIBANX return item debit
    430 - total payable-through drafts
    435 - payable-through draft
    445 - ACH concentration debit
    446 - total ACH disbursement funding debits
    447 - ACH disbursement funding debit
    450 - total ACH debits
    451 - ACH debit received
    452 - item in ACH disbursement or debit
    455 - preauthorized ACH debit
    458 - real time payment debit
    459 - total real time payment debits
    462 - account holder initiated ACH debit
    463 - corporate trade payment debits
    464 - corporate trade payment debit
    465 - corporate trade payment settlement
    466 - ACH settlement
    467 - ACH settlement debits
    468 - ACH return item or adjustment settlement
    469 - miscellaneous ACH debit
    470 - total check paid
    471 - total check paid, cumulative month to date
    472 - cumulative checks paid
    474 - certified check debit
    475 - check paid
    476 - Federal Reserve Bank letter debit
    477 - bank originated debit
    478 - list post debits
    479 - list post debit
    480 - total loan payments
    481 - individual loan payment
    482 - total bank-originated debits
    484 - draft
    485 - DTC debit
    486 - total cash letter debits
    487 - cash letter debit
    489 - cash letter adjustment
    490 - total outgoing money transfers
    491 - individual outgoing internal money transfer
    493 - customer terminal initiated money transfer
    495 - outgoing money transfer
    496 - money transfer adjustment
    498 - compensation
    500 - total automatic transfer debits
    501 - individual automatic transfer debit
    502 - bond operations debit
    505 - total book transfer debits
    506 - book transfer debit
    507 - total international money transfer debits
    508 - individual international money transfer debits
    510 - total international debits
    512 - letter of credit debit
    513 - letter of credit
    514 - foreign exchange debit
    515 - total letters of credit
    516 - foreign remittance debit
    518 - foreign collection debit
    522 - foreign checks paid
    524 - commission
    526 - international money market trading
    527 - standing order
    529 - miscellaneous international debit
    530 - total security debits
    531 - securities purchased
    532 - total amount of securities purchased
    533 - security collection debit
    534 - total miscellaneous securities debits, federal funds
    535 - purchase of equity securities
    536 - total miscellaneous securities debit, clearing house funds
    537 - total collection debit
    538 - matured repurchase order
    539 - total bankers' acceptances debit
    540 - coupon collection debit
    541 - bankers' acceptances
    542 - purchase of debt securities
    543 - domestic collection
    544 - interest or matured principal payment
    546 - commercial paper
    547 - capital change
    548 - savings bonds sales adjustment
    549 - miscellaneous security debit
    550 - total deposited items returned
    551 - total credit reversals
    552 - credit reversal
    554 - posting error correction debit
    555 - deposited item returned
    556 - total ACH return items
    557 - individual ACH return item
    558 - ACH reversal debit
    560 - total rejected debits
    561 - individual rejected debit
    563 - overdraft
    564 - overdraft fee
    566 - return item
    567 - return item fee
    568 - return item adjustment
    570 - total ZBA debits
    574 - cumulative ZBA debits
    575 - ZBA debit
    577 - ZBA debit transfer
    578 - ZBA debit adjustment
    580 - total controlled disbursing debits
    581 - individual controlled disbursing debit
    583 - total disbursing checks paid, early amount
    584 - total disbursing checks paid, later amount
    585 - disbursing funding requirement
    586 - Federal Reserve presentment estimate
    587 - late debits (after notification)
    588 - total disbursing checks paid, last amount
    590 - total DTC debits
    594 - total ATM debits
    595 - ATM debit
    596 - total ARP debits
    597 - ARP debit
    601 - estimated total disbursement
    602 - adjusted total disbursement
    610 - total funds required
    611 - total wire transfers out, clearing house funds
    612 - total wire transfers out, federal funds
    613 - total international debit, clearing house funds
    614 - total international debit, federal funds
    615 - total Federal Reserve Bank, commercial bank debit
    616 - Federal Reserve Bank, commercial bank debit
    617 - total securities purchased, clearing house funds
    618 - total securities purchased, federal funds
    621 - total broker debits, clearing house funds
    622 - broker debit
    623 - total broker debits, federal funds
    625 - total broker debits
    626 - total federal funds purchased
    627 - federal funds purchased
    628 - total cash center debits
    629 - cash center debit
    630 - total debit adjustments
    631 - debit adjustment
    632 - total trust debits
    633 - trust debit
    634 - year to date adjustment debit
    640 - total escrow debits
    641 - individual escrow debit
    644 - individual back value debit
    646 - transfer calculation debit
    650 - investments purchased
    651 - individual investment purchased
    654 - interest debit
    655 - total investment interest debits
    656 - sweep principal buy
    657 - futures debit
    658 - principal payments debit
    659 - interest adjustment debit
    661 - account analysis fee
    662 - correspondent collection debit
    663 - correspondent collection adjustment
    664 - loan participation
    665 - intercept debits
    666 - currency and coin shipped
    667 - food stamp letter
    668 - food stamp adjustment
    669 - clearing settlement debit
    670 - total back value debits
    672 - back value adjustment
    673 - customer payroll
    674 - Federal Reserve statement recap
    676 - savings bond letter or adjustment
    677 - Treasury tax and loan debit
    678 - transfer of Treasury debit
    679 - Federal Reserve government checks cash letter debit
    681 - Federal Reserve government check adjustment
    682 - Federal Reserve postal money order debit
    683 - Federal Reserve postal money order adjustment
    684 - Federal Reserve cash letter auto charge debit
    685 - total universal debits
    686 - Federal Reserve cash letter auto charge adjustment
    687 - Federal Reserve fine-sort cash letter debit
    688 - Federal Reserve fine-sort adjustment
    689 - Federal Reserve freight payment debits
    690 - total miscellaneous debits
    691 - universal debit
    692 - freight payment debit
    693 - itemized debit over 10,000 dollars
    694 - deposit reversal
    695 - deposit correction debit
    696 - regular collection debit
    697 - cumulative debits
    698 - miscellaneous fees
    699 - miscellaneous debit
    """

  /// Loans and what lies above.
  static let otherTable = """
    701 = principal loan balance
    703 = available commitment amount
    705 = payment amount due
    706 + loan participation
    707 = principal amount past due
    708 + value dated funds
    709 = interest amount past due
    720 + total loan payment
    721 + amount applied to interest
    722 + amount applied to principal
    723 + amount applied to escrow
    724 + amount applied to late charges
    725 + amount applied to buydown
    726 + amount applied to miscellaneous fees
    727 + amount applied to deferred interest detail
    728 + amount applied to service charge
    760 - loan disbursement
    827 + incoming SEPA payments
    828 - outgoing SEPA payments
    829 + incoming BACS payment
    890 # message without money
    906 = today's opening 1-day float
    907 = today's opening float of 2 or more days
    """
}
