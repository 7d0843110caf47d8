public import Records

/// What a person has said of the files already: `dates.format=dd/MM/yyyy`.
public struct GuessSettings: Sendable {
  private var values: [String: String] = [:]

  /// What can be said, by the names of the pipeline.
  public static let keys = [
    "sheet", "delimiter", "dates.format", "amount.decimal_mark", "amount.positive", "columns.booking_date",
    "columns.amount", "constants.account_id", "constants.currency",
  ]

  /// - Parameter settings: each `KEY=VALUE`.
  /// - Throws: `usage-wrong`.
  public init(_ settings: [String]) throws(Fault) {
    for setting in settings {
      let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
        String.init)
      guard parts.count == 2, GuessSettings.keys.contains(parts[0]), !parts[1].isEmpty else {
        let near = nearest(to: parts[0], among: GuessSettings.keys).map { "Did you mean \($0)? " } ?? ""
        throw Fault(
          "usage-wrong", "--set \(setting) is not understood",
          hint: near + "Write KEY=VALUE; keys are \(GuessSettings.keys.joined(separator: ", ")).",
          status: .usage)
      }
      values[parts[0]] = parts[1]
    }
  }

  subscript(_ key: String) -> String? { values[key] }
}

/// What a file leaves open, and how a person can say it.
struct GuessQuestion {
  /// What it is about: `dates`.
  var about: String
  /// A short fact, lower case, no full stop.
  var fact: String
  /// What to write behind `--set`.
  var setting: String

  init(_ about: String, _ fact: String, _ setting: String) {
    self.about = about
    self.fact = fact
    self.setting = setting
  }
}
