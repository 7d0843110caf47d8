import Foundation

/// What a plan said, to be held against what the run after it did.
struct Planned {
  private let ended: Ended

  init(_ desk: Workplace, _ options: [String] = []) throws {
    ended = try desk.start(["plan", "pipeline.yaml"] + options + ["--output", "json"]).wait()
  }

  /// What the run did otherwise; nil when it did what was planned.
  ///
  /// - Parameter run: ended with its reports as JSON, one a line.
  func difference(from run: Ended) throws -> String? {
    let (planned, done) = (try Planned.summary(ended), try Planned.summary(run))
    return planned == done ? nil : "planned:\n\(planned)\n\(ended.errors)done:\n\(done)\n\(run.errors)"
  }

  /// Exit status, rows and money by outcome over all reports, and what became of each file.
  private static func summary(_ ended: Ended) throws -> String {
    var tallies: [String: Tally] = [:]
    var files: Set<String> = []
    for line in ended.output.split(separator: "\n") where line.hasPrefix("{") {
      let report = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
      for (name, tally) in report["totals"] as? [String: Any] ?? [:] {
        tallies[name, default: Tally()].add(tally)
      }
      tallies["retracted", default: Tally()].add(report["retracted"] ?? [:])
      for file in report["files"] as? [[String: Any]] ?? [] where file["status"] as? String != "nothing new" {
        files.insert("\(file["path"] ?? "") \(file["status"] ?? "")")
      }
    }
    let lines = tallies.filter { $0.value.rows > 0 }.map { "  \($0.key) \($0.value.text)" }
    return (["status \(ended.status ?? -1)"] + lines.sorted() + files.sorted().map { "  \($0)" })
      .joined(separator: "\n")
  }

  private struct Tally {
    var rows = 0
    var amounts: [String: Decimal] = [:]

    mutating func add(_ tally: Any) {
      guard let tally = tally as? [String: Any] else { return }
      rows += tally["rows"] as? Int ?? 0
      for (currency, amount) in tally["amounts"] as? [String: String] ?? [:] {
        amounts[currency, default: 0] += Decimal(string: amount) ?? .nan
      }
    }

    var text: String {
      "\(rows)" + amounts.sorted { $0.key < $1.key }.map { " \($0.value) \($0.key)" }.joined()
    }
  }
}
