/// Watches the bytes of a text go by and says which encoding they are in.
///
/// The rule: byte order mark, then zero bytes in every second place (UTF-16), then the declared encoding (an XML document
/// may declare it itself) if the bytes can be it, then UTF-8 if every byte fits, then Windows-1252 if every byte stands for something, then
/// ISO-8859-1, in which every byte does.
///
/// Limits: UTF-16 without a byte order mark is seen by the zero bytes in the first kilobyte; text with few Latin
/// letters, digits and separators there must be declared. Windows-1250, ISO-8859-2 and ISO-8859-15 are only ever declared.
struct EncodingScan {
  /// How many first bytes `init` wants to see.
  static let headSize = 1024

  private let declared: TextEncoding?
  private let mark: (encoding: TextEncoding, length: Int)?
  /// The UTF-16 that the bytes may be.
  private let wide: TextEncoding?
  private let hasZeroPattern: Bool

  private var offset: Int64 = 0
  private var utf8 = UTF8Check()
  private var utf16: UTF16Check?
  /// Offset of the first sequence that is not UTF-8.
  private var notUTF8At: Int64?
  /// Which bytes from 0x80 occur. 256 values.
  private var occurs = [Bool](repeating: false, count: 256)

  /// - Parameter head: the first `headSize` bytes of the text, or all of it.
  init(head: [UInt8], declared: TextEncoding?) {
    self.declared = declared
    mark = EncodingScan.byteOrderMark(head)
    let pattern = mark == nil ? EncodingScan.zeroPattern(head) : nil
    hasZeroPattern = pattern != nil
    wide =
      mark?.encoding.isUTF16 == true
      ? mark?.encoding : pattern ?? (declared?.isUTF16 == true ? declared : nil)
    utf16 = wide.map(UTF16Check.init)
  }

  /// Takes in the next bytes.
  mutating func scan(_ bytes: [UInt8]) {
    if notUTF8At == nil {
      // The buffer outlives the call.
      if let at = unsafe bytes.withUnsafeBytes({ unsafe utf8.firstBad(in: $0, occurs: &occurs) }) {
        notUTF8At = offset + Int64(at) - Int64(utf8.open)
      }
    }
    if notUTF8At != nil { for byte in bytes where byte >= 0x80 { occurs[Int(byte)] = true } }
    utf16?.scan(bytes)
    offset += Int64(bytes.count)
  }

  /// What was found in the whole text.
  struct Finding: Sendable {
    var encoding: TextEncoding
    /// Bytes to leave out at the start.
    var markLength: Int
    var remarks: [String]
  }

  /// The finding, once every byte was scanned.
  func finish() -> Finding {
    let isUTF8 = notUTF8At == nil && utf8.isComplete
    let encoding = choose(isUTF8: isUTF8)
    var remarks: [String] = []
    let badAt = notUTF8At ?? offset - Int64(utf8.open)
    if let declared, declared != encoding {
      remarks.append("declared \(declared.rawValue), but read as \(encoding.rawValue)")
    } else if mark?.encoding == .utf8, !isUTF8 {
      remarks.append(
        "the byte order mark says utf-8, but byte \(badAt + 1) is not: read as \(encoding.rawValue)")
    } else if !isUTF8, declared == nil, mark == nil {
      remarks.append(
        encoding.isUTF16
          ? "no byte order mark, zero bytes in every second place: read as \(encoding.rawValue)"
          : "byte \(badAt + 1) is not utf-8: read as \(encoding.rawValue)")
    }
    if declared == encoding, CodePage(encoding) != nil, isUTF8, occurs.contains(true) {
      remarks.append(
        "declared \(encoding.rawValue) and read so, but every byte fits utf-8, which is far likelier")
    }
    if let bad = utf16?.finish(), bad > 0, encoding == wide {
      remarks.append("\(bad) code units are not text and became the replacement character U+FFFD")
    }
    return Finding(encoding: encoding, markLength: mark?.length ?? 0, remarks: remarks)
  }

  private func choose(isUTF8: Bool) -> TextEncoding {
    if let mark, mark.encoding.isUTF16 || isUTF8 { return mark.encoding }
    if hasZeroPattern, let wide { return wide }
    if let declared, canBe(declared, isUTF8: isUTF8) { return declared }
    if isUTF8 { return .utf8 }
    return canBe(.windows1252, isUTF8: false) ? .windows1252 : .latin1
  }

  private func canBe(_ encoding: TextEncoding, isUTF8: Bool) -> Bool {
    guard let page = CodePage(encoding) else { return encoding == .utf8 ? isUTF8 : !isUTF8 }
    return (UInt8(0x80)...0xFF).allSatisfy { !occurs[Int($0)] || page.defines($0) }
  }

  private static func byteOrderMark(_ head: [UInt8]) -> (TextEncoding, Int)? {
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if head.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
    if head.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
    return nil
  }

  /// UTF-16 when half of the pairs or more have a zero byte on the same side, and hardly any on the other one.
  private static func zeroPattern(_ head: [UInt8]) -> TextEncoding? {
    var zeros = [0, 0]
    for at in 0..<head.count & ~1 where head[at] == 0 { zeros[at & 1] += 1 }
    guard head.count >= 2, max(zeros[0], zeros[1]) * 4 >= head.count & ~1,
      min(zeros[0], zeros[1]) * 8 <= max(zeros[0], zeros[1])
    else {
      return nil
    }
    return zeros[1] > zeros[0] ? .utf16LittleEndian : .utf16BigEndian
  }
}
