import Records
import Running
import Synchronization

/// Shows how far a run is: a bar with rate and time left on a terminal, a plain line every five seconds elsewhere.
final class ProgressLine: Sendable {
  private struct State {
    var began = Clock.milliseconds
    var shown: Int64 = 0
    var title = ""
    var isDrawn = false
  }

  private let state = Mutex(State())
  private let isTerminal = Output.isTerminal

  /// Called from the threads of a run, often; most calls return at once.
  func show(_ progress: RunProgress) {
    let now = Clock.milliseconds
    let text: String? = state.withLock { state in
      let title = "\(progress.phase.rawValue) \(progress.file)"
      if title != state.title {
        state.title = title
        state.began = now
      }
      if now - state.shown < (isTerminal ? 100 : 5000) || (!isTerminal && now - state.began < 5000) {
        return nil
      }
      state.shown = now
      state.isDrawn = true
      return line(progress, elapsed: now - state.began)
    }
    guard let text else { return }
    Output.write(Array((isTerminal ? "\r\u{1B}[2K" + text : text + "\n").utf8), to: 2)
  }

  /// Takes the bar away.
  func clear() {
    let isDrawn = state.withLock { $0.isDrawn }
    if isTerminal, isDrawn { Output.write(Array("\r\u{1B}[2K".utf8), to: 2) }
  }

  private func line(_ progress: RunProgress, elapsed: Int64) -> String {
    let total = max(progress.total, 1)
    let done = min(progress.done, total)
    let percent = Int(done * 100 / total)
    let rate = elapsed > 0 ? Int64(progress.records) * 1000 / elapsed : 0
    let left = done > 0 ? elapsed * (total - done) / done / 1000 : 0
    let bar =
      isTerminal
      ? " [" + String(repeating: "█", count: percent / 5) + String(repeating: "·", count: 20 - percent / 5)
        + "]" : ""
    let name = progress.file.split(separator: "/").last.map(String.init) ?? progress.file
    return "\(progress.phase.rawValue) \(name) (\(progress.number) of \(progress.files))\(bar) \(percent)% · "
      + "\(counted(progress.records, "record")) · \(rate)/s · \(left) s left"
  }
}
