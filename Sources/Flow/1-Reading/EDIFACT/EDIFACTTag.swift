/// The segments that are understood; the raw value is the tag's letters, the first one highest.
enum EDIFACTTag: UInt32, SegmentTag {
  case unb = 0x55_4E42
  case ung = 0x55_4E47
  case unh = 0x55_4E48
  case uns = 0x55_4E53
  case unt = 0x55_4E54
  case une = 0x55_4E45
  case unz = 0x55_4E5A
  case bgm = 0x42_474D
  case dtm = 0x44_544D
  case rff = 0x52_4646
  case nad = 0x4E_4144
  case cux = 0x43_5558
  case moa = 0x4D_4F41
  case lin = 0x4C_494E
  case qty = 0x51_5459
  case pri = 0x50_5249
  case imd = 0x49_4D44
  case alc = 0x41_4C43
  case tax = 0x54_4158
  case doc = 0x44_4F43
  case ajt = 0x41_4A54
  case fii = 0x46_4949
  case seq = 0x53_4551
  case ftx = 0x46_5458
  case pai = 0x50_4149
  case bus = 0x42_5553

  var control: SegmentControl? {
    switch self {
    case .unb: .interchange
    case .unz: .interchangeEnd
    case .ung: .group
    case .une: .groupEnd
    case .unh: .set
    case .unt: .setEnd
    default: nil
    }
  }

  /// The segments US? of ISO 9735-5, of security, may.
  static func mayStandOutside(_ tag: UInt32) -> Bool { tag >> 8 == 0x5553 }
}
