import Foundation
import Glibc
import Testing

/// Meeting the program in the middle of its work, however fast or busy the machine is.
extension Workplace {
  /// Runs the program until `state` holds, and holds it there with SIGSTOP. A run that gets past the state before it could
  /// be held is killed, the whole folder is put back as it was, and another one tried.
  func halt(_ arguments: [String], when state: () throws -> Bool) throws -> RunningProgram {
    try #require(try shell("rm -rf ../before && cp -a . ../before").status == 0)
    for _ in 0..<50 {
      let program = try start(arguments)
      while !program.hasEnded {
        if try state() {
          program.send(SIGSTOP)
          if program.isHalted, try state() { return program }
          break
        }
        usleep(500)
      }
      program.send(SIGKILL)
      _ = try program.wait()
      try #require(
        try shell("rm -rf ../after && mkdir ../after && mv ./* ../after && cp -a ../before/. .").status == 0)
    }
    throw NeverMet()
  }

  /// Runs the program until `state` holds, and sends it the signal in that very state.
  func interrupt(
    _ arguments: [String], by signal: Int32 = SIGKILL, when state: () throws -> Bool
  ) throws -> Ended {
    let program = try halt(arguments, when: state)
    program.send(signal)
    program.send(SIGCONT)
    return try program.wait()
  }

  struct NeverMet: Error {}
}

extension RunningProgram {
  /// Whether it has come to its end; it can be waited for all the same.
  var hasEnded: Bool { look(WEXITED | WNOHANG) != nil }

  /// Waits until it is halted, which is true, or at its end.
  var isHalted: Bool { look(WEXITED | WSTOPPED) == Int32(CLD_STOPPED) }

  /// What there is to tell of the process, a code of SIGCHLD; it can be told again.
  private func look(_ options: Int32) -> Int32? {
    var about = unsafe siginfo_t()
    // Safe: the record lives through the call, which leaves it as it is when there is nothing to tell.
    guard unsafe waitid(P_PID, UInt32(process), &about, options | WNOWAIT) == 0 else { return nil }
    return unsafe about.si_signo == SIGCHLD ? unsafe about.si_code : nil
  }
}
