/// Writes zip archives for tests, honest ones and others: every number of a member can be made to lie.
///
/// Deflated members consist of stored blocks, which are deflate's own way not to compress.
public struct ZipWriting {
  /// One member.
  public struct Member {
    /// With its folders.
    public var name: [UInt8]
    /// Before packing.
    public var content: [UInt8]
    /// 0 is stored, 8 is deflated.
    public var method: UInt16 = 8
    /// Bit 0 is encrypted, bit 11 a name in UTF-8.
    public var flags: UInt16 = 0x0800
    /// Unix mode and kind, of a file by default.
    public var mode: UInt32 = 0o100644
    /// What is written in place of the truth.
    public var statedSize: UInt32?
    /// What is written in place of the truth.
    public var statedChecksum: UInt32?
    /// The packed bytes, where they are to be others than `method` makes.
    public var packed: [UInt8]?

    /// A deflated file.
    public init(_ name: String, _ text: String) {
      self.name = Array(name.utf8)
      content = Array(text.utf8)
    }
  }

  /// The archive.
  public static func archive(_ members: [Member], comment: [UInt8] = []) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for member in members {
      let packed = member.packed ?? (member.method == 8 ? deflated(member.content) : member.content)
      let offset = UInt32(bytes.count)
      let head =
        two(20) + two(member.flags) + two(member.method) + two(0) + two(0x5C21)
        + four(member.statedChecksum ?? checksum(member.content)) + four(UInt32(packed.count))
        + four(member.statedSize ?? UInt32(member.content.count)) + two(UInt16(member.name.count)) + two(0)
      bytes += [0x50, 0x4B, 3, 4] + head + member.name + packed
      directory +=
        [0x50, 0x4B, 1, 2] + two(0x0314) + head + two(0) + two(0) + two(0) + four(member.mode << 16)
        + four(offset) + member.name
    }
    let start = UInt32(bytes.count)
    bytes += directory
    bytes += [0x50, 0x4B, 5, 6] + two(0) + two(0) + two(UInt16(members.count)) + two(UInt16(members.count))
    bytes += four(UInt32(directory.count)) + four(start) + two(UInt16(comment.count)) + comment
    return bytes
  }

  /// `count` zero bytes, deflated about 158 to one: a zero, then copies of the byte before, in the fixed code.
  public static func zeros(_ count: Int) -> [UInt8] {
    var bits = Bits()
    // The last block, in the fixed code; then the literal 0.
    bits.append(0b011, 3)
    bits.appendCode(0b0011_0000, 8)
    var left = count - 1
    while left > 0 {
      // Length 258 is code 285; distance 1 is code 0. What is left of a copy are literals.
      if left >= 258 {
        bits.appendCode(0b1100_0101, 8)
        bits.appendCode(0, 5)
        left -= 258
      } else {
        bits.appendCode(0b0011_0000, 8)
        left -= 1
      }
    }
    bits.appendCode(0, 7)
    return bits.bytes
  }

  /// CRC-32 as zip has it.
  public static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }

  private static func deflated(_ content: [UInt8]) -> [UInt8] {
    var packed: [UInt8] = []
    var rest = content[...]
    repeat {
      let block = rest.prefix(65_535)
      rest = rest.dropFirst(block.count)
      packed += [rest.isEmpty ? 1 : 0] + two(UInt16(block.count)) + two(~UInt16(block.count)) + block
    } while !rest.isEmpty
    return packed
  }

  /// A number of two bytes, the lower one first.
  public static func two(_ number: UInt16) -> [UInt8] { [UInt8(number & 0xFF), UInt8(number >> 8)] }

  /// A number of four bytes, the lowest one first.
  public static func four(_ number: UInt32) -> [UInt8] {
    two(UInt16(number & 0xFFFF)) + two(UInt16(number >> 16))
  }
}

/// Bits from the lowest of each byte up.
private struct Bits {
  var bytes: [UInt8] = []
  private var free = 0

  mutating func append(_ value: UInt32, _ count: Int) {
    for bit in 0..<count {
      if free == 0 {
        bytes.append(0)
        free = 8
      }
      bytes[bytes.count - 1] |= UInt8(value >> UInt32(bit) & 1) << UInt8(8 - free)
      free -= 1
    }
  }

  /// A code word, which begins with its highest bit.
  mutating func appendCode(_ code: UInt32, _ count: Int) {
    for bit in (0..<count).reversed() { append(code >> UInt32(bit) & 1, 1) }
  }
}
