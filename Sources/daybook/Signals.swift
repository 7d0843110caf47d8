import Glibc
import Running

/// SIGINT and SIGTERM end a run at the next batch boundary; a second one ends it at once.
enum Signals {
  static let stopFlag = StopFlag()

  static func install() {
    // A file that grows beyond a limit is an error to be told, not a reason to die.
    _ = unsafe signal(SIGXFSZ, SIG_IGN)
    for number in [SIGINT, SIGTERM] {
      var action = unsafe sigaction()
      // The handler only stores into an atomic; SA_RESETHAND makes the second signal final.
      let handler: @convention(c) @Sendable (Int32) -> Void = { Signals.stopFlag.raise($0) }
      unsafe action.__sigaction_handler.sa_handler = handler
      unsafe action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | SA_RESTART
      _ = unsafe sigaction(number, &action, nil)
    }
  }
}
