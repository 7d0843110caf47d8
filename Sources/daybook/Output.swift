import Glibc

/// Standard output and standard error, unbuffered and whole.
enum Output {
  static func write(_ text: String) { write(Array(text.utf8), to: 1) }

  static func complain(_ text: String) { write(Array((text + "\n").utf8), to: 2) }

  static var isTerminal: Bool { isatty(2) == 1 }

  /// Standard output is a terminal.
  static var isPicture: Bool { isatty(1) == 1 }

  /// Standard output is a terminal that shows colours, and the user wants them.
  static var hasColors: Bool {
    let environment = PipelineArgument.environment()
    return isPicture && environment["NO_COLOR"]?.isEmpty ?? true && environment["TERM"] != "dumb"
  }

  /// Writes everything; a closed pipe ends the program quietly, as the reader has seen enough.
  static func write(_ bytes: [UInt8], to descriptor: Int32) {
    unsafe bytes.withUnsafeBytes { buffer in
      var at = 0
      while at < buffer.count, let start = buffer.baseAddress {
        // `at` stays below the buffer's count.
        let wrote = unsafe Glibc.write(descriptor, start + at, buffer.count - at)
        if wrote < 0, errno == EINTR { continue }
        if wrote <= 0 { _exit(errno == EPIPE ? 0 : 74) }
        at += wrote
      }
    }
  }
}
