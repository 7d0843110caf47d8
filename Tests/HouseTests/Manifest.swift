import Foundation
import Testing

/// The package as the build sees it, dumped once.
struct Manifest: Sendable {
  struct Target: Sendable {
    var name: String
    var path: String
    /// `system`, `regular`, `executable`, `test`.
    var type: String
    var dependencies: [String]
  }

  var targets: [Target]

  /// Rooms and doors: everything that is not for tests.
  var house: [Target] { targets.filter { $0.type != "test" && !$0.path.hasPrefix("Tests/") } }

  static let dumped = Result { try Manifest() }

  private init() throws {
    // A scratch folder of its own: the usual one is locked while the tests run.
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("daybook-manifest-\(UUID())")
    defer { _ = Result { try FileManager.default.removeItem(at: scratch) } }
    let json = try House.output(of: ["swift", "package", "--scratch-path", scratch.path, "dump-package"])
    let package = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    let targets = try #require(package["targets"] as? [[String: Any]])
    self.targets = try targets.map { target in
      let name = try #require(target["name"] as? String)
      let dependencies = try #require(target["dependencies"] as? [[String: [Any]]])
      return Target(
        name: name, path: target["path"] as? String ?? "", type: try #require(target["type"] as? String),
        dependencies: dependencies.compactMap { $0.values.first?.first as? String }.sorted())
    }
  }
}
