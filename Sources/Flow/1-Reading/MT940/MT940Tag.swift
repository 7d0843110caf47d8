/// What begins a line of a SWIFT statement message and gives it a meaning.
enum MT940Tag: Equatable {
  /// 13, 13D: when an interim report was made.
  case time
  /// 20: begins a page.
  case reference
  /// 21.
  case related
  /// 25, 25P.
  case account
  /// 28, 28C.
  case number
  /// 34F.
  case floorLimit
  /// 60F; 60M on a page that continues another.
  case opening(isFinal: Bool)
  /// 61.
  case entry
  /// 62F; 62M on a page that goes on.
  case closing(isFinal: Bool)
  /// 64.
  case available
  /// 65.
  case forward
  /// 86.
  case details
  /// 90C, 90D.
  case total(isCredit: Bool)
  /// NS: lines that begin with two digits.
  case national
  /// No tag: blocks of SWIFT that a message begins with, or a line `:940:`.
  case envelope
  /// No tag: what else stands between messages.
  case preamble
  /// No tag: the line that ends a message.
  case end

  /// The tag between two colons, from its letters and digits.
  init?(_ a: UInt8, _ b: UInt8, _ suffix: UInt8?) {
    switch (a, b, suffix) {
    case (0x31, 0x33, nil), (0x31, 0x33, 0x44): self = .time
    case (0x32, 0x30, nil): self = .reference
    case (0x32, 0x31, nil): self = .related
    case (0x32, 0x35, nil), (0x32, 0x35, 0x50): self = .account
    case (0x32, 0x38, nil), (0x32, 0x38, 0x43): self = .number
    case (0x33, 0x34, 0x46): self = .floorLimit
    case (0x36, 0x30, 0x46): self = .opening(isFinal: true)
    case (0x36, 0x30, 0x4D): self = .opening(isFinal: false)
    case (0x36, 0x31, nil): self = .entry
    case (0x36, 0x32, 0x46): self = .closing(isFinal: true)
    case (0x36, 0x32, 0x4D): self = .closing(isFinal: false)
    case (0x36, 0x34, nil): self = .available
    case (0x36, 0x35, nil): self = .forward
    case (0x38, 0x36, nil): self = .details
    case (0x39, 0x30, 0x43): self = .total(isCredit: true)
    case (0x39, 0x30, 0x44): self = .total(isCredit: false)
    case (0x4E, 0x53, nil): self = .national
    default: return nil
    }
  }

  /// Whether it may stand behind an entry and speaks of it then.
  var continuesEntry: Bool { self == .details || self == .national }
}
