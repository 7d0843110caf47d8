public import Records

/// A day of the week, Monday first.
///
/// Standard: ISO 8601-1:2019, 4.2.2 (weekday numbers less one).
public enum Weekday: Int, Sendable, Hashable, CaseIterable, CustomStringConvertible {
  case monday, tuesday, wednesday, thursday, friday, saturday, sunday

  /// Of a date.
  public init(of date: CivilDate) {
    // 1970-01-01 was a Thursday.
    let remainder = (Int(date.days) + 3) % 7
    let index = remainder < 0 ? remainder + 7 : remainder
    self = Weekday.allCases[index]
  }

  /// Nil unless it is the English name in small letters.
  public init?(_ name: String) {
    guard let day = Weekday.allCases.first(where: { $0.description == name }) else { return nil }
    self = day
  }

  /// In small letters, as written in a pipeline.
  public var description: String {
    switch self {
    case .monday: "monday"
    case .tuesday: "tuesday"
    case .wednesday: "wednesday"
    case .thursday: "thursday"
    case .friday: "friday"
    case .saturday: "saturday"
    case .sunday: "sunday"
    }
  }
}
