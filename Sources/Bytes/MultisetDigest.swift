import CCrypto

/// A digest of a set of rows in which their order plays no part, and from which rows can be taken out again.
///
/// The SHA-256 of each row is taken as four 64-bit words, little-endian; the digest is their sums modulo 2^64, word by
/// word. So a table's digest follows every insert, update and delete without reading the table, and says whether
/// the table still holds exactly those rows.
///
/// Standard: FIPS 180-4 for the row; AdHash (Bellare and Micciancio, EUROCRYPT 1997) for the sum.
/// Limits: finds any change not made for the very purpose of keeping the sum, which takes a collision search far
/// beyond chance; the chain of manifests holds the value itself in place.
public struct MultisetDigest: Sendable, Hashable {
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
  /// How many rows it stands for.
  public private(set) var count: Int64 = 0

  /// Of no rows.
  public init() {}

  /// - Parameters:
  ///   - text: 64 hexadecimal digits, as `text` gives them; nil otherwise.
  ///   - count: how many rows it stands for.
  public init?(text: String, count: Int64) {
    let digits = Array(text.utf8)
    guard digits.count == 64 else { return nil }
    var values: [UInt64] = []
    for at in stride(from: 0, to: 64, by: 16) {
      guard let value = UInt64(String(decoding: digits[at..<at + 16], as: UTF8.self), radix: 16) else {
        return nil
      }
      values.append(value)
    }
    words = (values[0], values[1], values[2], values[3])
    self.count = count
  }

  /// 64 lower-case hexadecimal digits.
  public var text: String {
    [words.0, words.1, words.2, words.3].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// Puts rows in.
  ///
  /// - Parameters:
  ///   - bytes: the rows, one behind the other.
  ///   - ends: where each ends.
  public mutating func add(_ bytes: [UInt8], ends: [Int]) {
    let sum = MultisetDigest.sum(bytes, ends)
    words = (
      words.0 &+ sum.0, words.1 &+ sum.1, words.2 &+ sum.2, words.3 &+ sum.3
    )
    count += Int64(ends.count)
  }

  /// Takes rows out.
  public mutating func remove(_ bytes: [UInt8], ends: [Int]) {
    let sum = MultisetDigest.sum(bytes, ends)
    words = (
      words.0 &- sum.0, words.1 &- sum.1, words.2 &- sum.2, words.3 &- sum.3
    )
    count -= Int64(ends.count)
  }

  /// Puts in all that another one stands for; what it took out is taken out.
  public mutating func add(_ other: MultisetDigest) {
    words = (
      words.0 &+ other.words.0, words.1 &+ other.words.1, words.2 &+ other.words.2, words.3 &+ other.words.3
    )
    count += other.count
  }

  /// Takes out all that another one stands for.
  public mutating func remove(_ other: MultisetDigest) {
    words = (
      words.0 &- other.words.0, words.1 &- other.words.1, words.2 &- other.words.2, words.3 &- other.words.3
    )
    count -= other.count
  }

  /// Stand for the same rows.
  public static func == (one: MultisetDigest, other: MultisetDigest) -> Bool {
    one.words == other.words && one.count == other.count
  }

  /// By the first word.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(count)
  }

  private static func sum(_ bytes: [UInt8], _ ends: [Int]) -> (UInt64, UInt64, UInt64, UInt64) {
    if ends.isEmpty { return (0, 0, 0, 0) }
    guard let context = unsafe EVP_MD_CTX_new(), let kind = unsafe EVP_MD_fetch(nil, "SHA256", nil) else {
      preconditionFailure("SHA-256 is not available")
    }
    defer {
      // Both were made here, and nobody else has them.
      unsafe EVP_MD_CTX_free(context)
      unsafe EVP_MD_free(kind)
    }
    var sum: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    var row: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    unsafe bytes.withUnsafeBytes { all in
      var start = 0
      for end in ends {
        precondition(start <= end && end <= all.count, "rows lie one behind the other")
        unsafe withUnsafeMutableBytes(of: &row) { digest in
          // Safe: the row lies in `all`, and the digest is 32 bytes, the size of four words.
          let done =
            unsafe EVP_DigestInit_ex(context, kind, nil) == 1
            && EVP_DigestUpdate(context, all.baseAddress.map { unsafe $0 + start }, end - start) == 1
            && EVP_DigestFinal_ex(context, digest.bindMemory(to: UInt8.self).baseAddress, nil) == 1
          precondition(done, "SHA-256 failed")
        }
        sum.0 &+= UInt64(littleEndian: row.0)
        sum.1 &+= UInt64(littleEndian: row.1)
        sum.2 &+= UInt64(littleEndian: row.2)
        sum.3 &+= UInt64(littleEndian: row.3)
        start = end
      }
    }
    return sum
  }
}
