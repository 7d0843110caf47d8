import Records

/// What stands where an interchange is due: service string advice UNA, or the first segment, which has the separators of
/// the standard.
///
///     UNA:+.? '       component, element, decimal mark, release, reserved, segment end
enum EDIFACTHeader {
  private static let standard = SegmentMarks(
    element: UInt8(ascii: "+"), component: UInt8(ascii: ":"), release: UInt8(ascii: "?"),
    terminator: [UInt8(ascii: "'")])

  /// - Parameter at: the first byte that is no blank.
  static func read(_ bytes: Span<UInt8>, at: Int, atEnd: Bool) -> SegmentStart {
    guard at < bytes.count else { return atEnd ? .nothing : .needMore }
    if bytes.count - at < 9, !atEnd { return .needMore }
    guard bytes.count - at >= 5, bytes[at] == UInt8(ascii: "U"), bytes[at + 1] == UInt8(ascii: "N") else {
      return .other("")
    }
    switch bytes[at + 2] {
    case UInt8(ascii: "A"):
      guard let marks = advice(bytes, at) else { return .other("") }
      // A line end that stands for the segment end is passed with the others.
      return .found(marks, length: marks.terminator == nil ? 8 : 9, isUsual: true)
    case UInt8(ascii: "B"), UInt8(ascii: "H"), UInt8(ascii: "G"):
      return bytes[at + 3] == standard.element ? .found(standard, length: 0, isUsual: true) : .other("")
    default: return .other("")
    }
  }

  /// Nil when its characters cannot part anything.
  private static func advice(_ bytes: Span<UInt8>, _ at: Int) -> SegmentMarks? {
    guard bytes.count - at >= 9 else { return nil }
    let (component, element, terminator) = (bytes[at + 3], bytes[at + 4], bytes[at + 8])
    for mark in [component, element, terminator] where isWord(mark) || mark == 0x20 { return nil }
    guard component != element, component != terminator, element != terminator else { return nil }
    let release = bytes[at + 6]
    let endsWithLine = terminator == 10 || terminator == 13
    return SegmentMarks(
      element: element, component: component, release: release == 0x20 || isWord(release) ? nil : release,
      terminator: endsWithLine ? nil : [terminator])
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte.digit != nil || byte.isCapital || (byte &- 0x20).isCapital
  }
}
