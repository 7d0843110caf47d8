import Bytes
import Glibc

/// Which program made a run.
enum ProgramDigest {
  /// SHA-256 of the running executable, in hexadecimal, made once; empty where the system does not show it.
  static let sha256: String = {
    let descriptor = unsafe open("/proc/self/exe", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var digest = Digest()
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let got = unsafe buffer.withUnsafeMutableBytes { bytes in
        // Safe: at most as many bytes as the buffer has.
        let got = unsafe read(descriptor, bytes.baseAddress, bytes.count)
        if got > 0 { unsafe digest.update(UnsafeRawBufferPointer(rebasing: bytes[..<got])) }
        return got
      }
      if got < 0, errno == EINTR { continue }
      if got <= 0 { return got == 0 ? digest.finish() : "" }
    }
  }()
}
