/// How the program ends, in the numbers that cron, systemd and schedulers know.
///
/// Standard: sysexits(3) of 4.3BSD; 130 and 143 are a shell's 128 + signal number.
public enum ExitStatus: Int32, Sendable, CaseIterable {
  /// Done, including nothing new.
  case done = 0
  /// The command line cannot be understood.
  case usage = 64
  /// Data refused: over the budget, does not prove, does not foot.
  case dataRefused = 65
  /// An input is missing or cannot be read.
  case inputMissing = 66
  /// A destination or service is unavailable after retries.
  case unavailable = 69
  /// A bug in the program.
  case bug = 70
  /// An output cannot be created.
  case cannotCreate = 73
  /// Reading or writing failed: a full disk, a broken device.
  case inputOutput = 74
  /// Try again later: locked by another run, or interrupted and resumable.
  case tryAgain = 75
  /// The operating system does not permit it.
  case notPermitted = 77
  /// The pipeline file is not valid.
  case specInvalid = 78
  /// Stopped by SIGINT; the next run resumes.
  case interrupted = 130
  /// Stopped by SIGTERM; the next run resumes.
  case terminated = 143
}
