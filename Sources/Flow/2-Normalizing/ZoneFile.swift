import Glibc
import Records

/// A time zone read from the system's zone files: how far local time is from Greenwich at any instant.
///
///     header: "TZif" version counts | block of version 1, passed over
///     header | times | types | infos | … | \n rule \n
///
/// Standard: RFC 8536 (TZif, version 2 and later), with the rule of POSIX.1-2017 8.3 after the last
/// transition.
/// Limits: files up to 1 MiB; files that count leap seconds (`right/…`) are refused.
struct ZoneFile: Sendable {
  /// Instants at which `offsets` change, in seconds since 1970-01-01 UTC.
  private var transitions: [Int64] = []
  /// Seconds east of Greenwich from each transition on.
  private var offsets: [Int32] = []
  /// Before the first transition.
  private var firstOffset: Int32 = 0
  /// After the last.
  private var rule: ZoneRule?

  static let folder = "/usr/share/zoneinfo"

  /// - Throws: `time-zone-unknown` with the nearest name, `time-zone-unreadable`.
  init(named name: String, at place: Place) throws(Complaint) {
    guard let bytes = ZoneFile.isName(name) ? ZoneFile.bytes(of: "\(ZoneFile.folder)/\(name)") : nil,
      bytes.starts(with: Array("TZif".utf8))
    else {
      throw Complaint(
        "time-zone-unknown", at: place, "there is no time zone \(quoted(name))",
        hint: ZoneFile.hint(for: name))
    }
    guard let zone = ZoneFile(bytes) else {
      throw Complaint(
        "time-zone-unreadable", at: place,
        "the system's file for \(quoted(name)) is not a TZif file of version 2",
        hint: "Install or mend the package tzdata.")
    }
    self = zone
  }

  /// Nil unless the bytes are a whole TZif file of version 2 or later.
  init?(_ bytes: [UInt8]) {
    guard let old = Header(bytes, at: 0), old.version >= UInt8(ascii: "2"),
      let header = Header(bytes, at: 44 + old.size(timeBytes: 4)), header.leapCount == 0, header.typeCount > 0
    else { return nil }
    let times = 44 + old.size(timeBytes: 4) + 44
    let kinds = times + header.timeCount * 8
    let infos = kinds + header.timeCount
    let footer = times + header.size(timeBytes: 8)
    guard footer < bytes.count, bytes[footer] == 0x0A,
      let close = bytes[(footer + 1)...].firstIndex(of: 0x0A)
    else { return nil }
    var known: [Int32] = []
    for type in 0..<header.typeCount {
      known.append(Int32(truncatingIfNeeded: ZoneFile.number(bytes, infos + type * 6, 4)))
    }
    guard known.allSatisfy({ abs(Int($0)) < 7 * 86_400 }) else { return nil }
    for index in 0..<header.timeCount {
      let type = Int(bytes[kinds + index])
      let time = ZoneFile.number(bytes, times + index * 8, 8)
      guard type < known.count, transitions.last.map({ $0 < time }) ?? true else { return nil }
      transitions.append(time)
      offsets.append(known[type])
    }
    firstOffset = known[0]
    let text = bytes[(footer + 1)..<close]
    if !text.isEmpty {
      guard let rule = ZoneRule(Array(text)) else { return nil }
      self.rule = rule
    }
  }

  /// Seconds east of Greenwich at `instant`, in seconds since 1970-01-01 UTC.
  func offset(at instant: Int64) -> Int32 {
    guard let last = transitions.last else { return rule?.offset(at: instant) ?? firstOffset }
    if instant >= last, let rule { return rule.offset(at: instant) }
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= instant { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? firstOffset : offsets[low - 1]
  }

  // MARK: The file

  private struct Header {
    let version: UInt8
    let leapCount: Int
    let timeCount: Int
    let typeCount: Int
    private let charCount: Int
    private let standardCount: Int
    private let universalCount: Int

    /// Nil when there is no header there, or when what it counts does not lie in the file.
    init?(_ bytes: [UInt8], at start: Int) {
      guard start + 44 <= bytes.count, bytes[start..<start + 4].elementsEqual("TZif".utf8) else { return nil }
      version = bytes[start + 4]
      let counts = (0..<6).map { Int(ZoneFile.number(bytes, start + 20 + $0 * 4, 4) & 0xFFFF_FFFF) }
      guard counts.allSatisfy({ $0 <= bytes.count }) else { return nil }
      universalCount = counts[0]
      standardCount = counts[1]
      leapCount = counts[2]
      timeCount = counts[3]
      typeCount = counts[4]
      charCount = counts[5]
      guard start + 44 + size(timeBytes: 4) <= bytes.count else { return nil }
    }

    /// Bytes of the block after the header.
    func size(timeBytes: Int) -> Int {
      timeCount * (timeBytes + 1) + typeCount * 6 + charCount + leapCount * (timeBytes + 4) + standardCount
        + universalCount
    }
  }

  /// A big-endian number; the caller knows that it lies in the file.
  private static func number(_ bytes: [UInt8], _ at: Int, _ count: Int) -> Int64 {
    var value: UInt64 = 0
    for byte in bytes[at..<at + count] { value = value << 8 | UInt64(byte) }
    return Int64(bitPattern: value)
  }

  private static func isName(_ name: String) -> Bool {
    let isPlain = name.utf8.allSatisfy { byte in
      AmountStyle.isLetter(byte) || (byte >= 48 && byte <= 57) || "+-_/".utf8.contains(byte)
    }
    return isPlain && !name.isEmpty && name.utf8.count < 64 && name.utf8.first != UInt8(ascii: "/")
  }

  /// The whole file; nil when there is none, or when it is larger than a zone file can be.
  static func bytes(of path: String) -> [UInt8]? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    var count = 0
    while count < bytes.count {
      // The buffer is the array's own storage, and no more is read than fits behind `count`.
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe read(file, buffer.baseAddress.map { unsafe $0 + count }, buffer.count - count)
      }
      if got < 0 && errno == EINTR { continue }
      if got < 0 { return nil }
      if got == 0 { return Array(bytes[..<count]) }
      count += got
    }
    return nil
  }

  /// Names the nearest zone, from the list that comes with the zone files.
  private static func hint(for name: String) -> String {
    guard let list = bytes(of: "\(folder)/tzdata.zi") else {
      return "Write an IANA name such as Europe/Berlin, and see that the package tzdata is installed."
    }
    var names: [String] = []
    for line in list.split(separator: 0x0A) {
      let words = line.split(separator: 0x20)
      guard words.count > 1 else { continue }
      if words[0].elementsEqual("Z".utf8) { names.append(String(decoding: words[1], as: UTF8.self)) }
      if words[0].elementsEqual("L".utf8), words.count > 2 {
        names.append(String(decoding: words[2], as: UTF8.self))
      }
    }
    let near = nearest(to: String(name.prefix(64)), among: names.sorted())
    return near.map { "The nearest known is \($0)." } ?? "Write an IANA name such as Europe/Berlin."
  }
}
