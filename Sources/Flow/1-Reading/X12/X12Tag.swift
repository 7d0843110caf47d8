/// The segments that are understood; the raw value is the tag's letters, the first one highest.
enum X12Tag: UInt32, SegmentTag {
  case isa = 0x49_5341
  case iea = 0x49_4541
  case gs = 0x4753
  case ge = 0x4745
  case st = 0x5354
  case se = 0x5345
  // Invoices.
  case big = 0x42_4947
  case bcd = 0x42_4344
  case cdd = 0x43_4444
  case it1 = 0x49_5431
  case ctp = 0x43_5450
  case pid = 0x50_4944
  case sac = 0x53_4143
  case txi = 0x54_5849
  case itd = 0x49_5444
  case tds = 0x54_4453
  case ctt = 0x43_5454
  // Payments.
  case bpr = 0x42_5052
  case trn = 0x54_524E
  case ent = 0x45_4E54
  case rmr = 0x52_4D52
  case adx = 0x41_4458
  case clp = 0x43_4C50
  case svc = 0x53_5643
  case cas = 0x43_4153
  case plb = 0x50_4C42
  case dep = 0x44_4550
  case bat = 0x42_4154
  // Accounts.
  case act = 0x41_4354
  case bln = 0x42_4C4E
  case fir = 0x46_4952
  case msg = 0x4D_5347
  // Everywhere.
  case n1 = 0x4E31
  case nte = 0x4E_5445
  case cur = 0x43_5552
  case ref = 0x52_4546
  case dtm = 0x44_544D
  case amt = 0x41_4D54

  var control: SegmentControl? {
    switch self {
    case .isa: .interchange
    case .iea: .interchangeEnd
    case .gs: .group
    case .ge: .groupEnd
    case .st: .set
    case .se: .setEnd
    default: nil
    }
  }

  static func mayStandOutside(_ tag: UInt32) -> Bool { outsideSets.contains(tag) }

  /// Acknowledgements, deferred delivery and security.
  private static let outsideSets: Set<UInt32> = Set(
    ["TA1", "ISB", "ISE", "S1S", "S1E", "S2S", "S2E", "S3S", "S3E", "S4S", "S4E", "SVA"].map { tag in
      tag.utf8.reduce(0) { $0 << 8 | UInt32($1) }
    })
}
