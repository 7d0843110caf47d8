import Glibc
import Records

/// The time and the process, for the history and for lock messages: the only place that asks for them.
enum Clock {
  /// UTC, ISO 8601 to the second: `2026-01-31T08:00:00Z`.
  static let now: @Sendable () -> String = {
    var seconds = time(nil)
    var parts = unsafe tm()
    unsafe gmtime_r(&seconds, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let date = unsafe "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    return unsafe "\(date)T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
  }

  /// The day it is in UTC.
  static var today: CivilDate { CivilDate(days: Int32(clamping: time(nil) / 86_400)) }

  /// Nanoseconds since 1970-01-01T00:00:00Z, for files that must have settled.
  static let epochNanoseconds: @Sendable () -> Int64 = {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// `process 4711 on host`.
  static var holder: String {
    var name = [CChar](repeating: 0, count: 256)
    let status = unsafe gethostname(&name, 255)
    let host =
      status == 0
      ? String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) : "?"
    return "process \(getpid()) on \(host)"
  }

  /// Nanoseconds of a clock that never goes back, for how long things took.
  static let nanoseconds: @Sendable () -> Int64 = {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Milliseconds of a clock that never goes back, for rates.
  static var milliseconds: Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
