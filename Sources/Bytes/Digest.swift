import CCrypto

/// SHA-256 of bytes that come in pieces, as 64 lower-case hexadecimal digits.
///
/// Standard: FIPS 180-4.
@safe public struct Digest: ~Copyable {
  private let context: OpaquePointer

  /// A digest that has taken in nothing.
  public init() {
    guard let context = unsafe EVP_MD_CTX_new() else { preconditionFailure("no memory for a digest") }
    unsafe self.context = context
    restart()
  }

  deinit {
    // The context is owned by this value alone.
    unsafe EVP_MD_CTX_free(context)
  }

  /// Takes in the next bytes.
  public mutating func update(_ bytes: [UInt8]) {
    // The buffer outlives the call.
    unsafe bytes.withUnsafeBytes { unsafe update($0) }
  }

  /// Takes in the next bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    // The context lives as long as this value; an empty buffer's nil base comes with count 0.
    precondition(unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1, "SHA-256 failed")
  }

  /// The digest of everything taken in; afterwards the value starts anew.
  public mutating func finish() -> String {
    var sum = [UInt8](repeating: 0, count: 32)
    // SHA-256 writes 32 bytes, the size of the array; no length is asked back.
    precondition(
      unsafe sum.withUnsafeMutableBufferPointer { unsafe EVP_DigestFinal_ex(context, $0.baseAddress, nil) }
        == 1,
      "SHA-256 failed")
    restart()
    return hexadecimal(sum)
  }

  /// The digest of `bytes`.
  public static func sha256(_ bytes: [UInt8]) -> String {
    var digest = Digest()
    digest.update(bytes)
    return digest.finish()
  }

  private func restart() {
    // EVP_sha256 is a static description; a null engine means the default one.
    precondition(unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1, "SHA-256 is not available")
  }
}

/// Two lower-case digits a byte.
private func hexadecimal(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  text.reserveCapacity(bytes.count * 2)
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}
