import Components
import Foundation
import Running
import Testing

@Suite("The pipelines and pages of the house")
struct SpecTests {
  static let readers = Catalog.all.filter { $0.kind == .reader }.map(\.name)

  private func complaints(_ path: String, _ environment: [String: String] = [:]) throws -> [String] {
    try Pipeline.compile(path: House.root + path, environment: environment).complaints.map { "\($0)" }
  }

  @Test("every sample pipeline is valid", arguments: House.names(in: "Pipelines"))
  func samples(_ name: String) throws {
    let path = "Pipelines/\(name)/pipeline.yaml"
    try #require(House.text(path) != nil, "\(path) is missing")
    #expect(try complaints(path) == [])
    #expect(
      House.isFolder("Pipelines/\(name)/expected"), "a sample pipeline has its expected output beside it")
  }

  @Test(
    "every pipeline of the benchmark is valid",
    arguments: House.names(in: "Benchmarks").filter { $0.hasSuffix(".yaml") })
  func benchmarks(_ name: String) throws {
    let map = FileManager.default.temporaryDirectory.appendingPathComponent("daybook-map-\(UUID()).csv")
    try Data("category,gl_account\n115,1000\n".utf8).write(to: map)
    defer { _ = Result { try FileManager.default.removeItem(at: map) } }
    let environment = ["INPUT": "/in/file", "MAP": map.path, "CUTOFF": "2026-01-01", "OUT": "/out"]
    #expect(try complaints("Benchmarks/\(name)", environment) == [])
  }

  @Test("every format has a page and sample files", arguments: SpecTests.readers)
  func formats(_ name: String) {
    #expect(House.text("Specs/formats/\(name).md") != nil, "Specs/formats/\(name).md is missing")
    #expect(!House.names(in: "SampleData/\(name)").isEmpty, "SampleData/\(name) is missing")
  }

  @Test("the pages of Specs/formats and the folders of SampleData are of formats the program has")
  func noStrays() {
    let known = Set(SpecTests.readers)
    #expect(House.names(in: "Specs/formats").filter { !known.contains(String($0.dropLast(3))) } == [])
    #expect(
      House.names(in: "SampleData").filter { House.isFolder("SampleData/\($0)") && !known.contains($0) } == []
    )
  }

  @Test("decisions are numbered without a gap, and short")
  func decisions() throws {
    let names = House.names(in: "Specs/decisions")
    #expect(!names.isEmpty)
    for (at, name) in names.enumerated() {
      let number = String(repeating: "0", count: 4 - "\(at + 1)".count) + "\(at + 1)"
      #expect(name.wholeMatch(of: /\d{4}-[a-z0-9-]+\.md/) != nil && name.hasPrefix(number), "\(name)")
      let text = try #require(House.text("Specs/decisions/\(name)"))
      #expect(text.hasPrefix("# \(at + 1). "), "\(name) begins with its number and title")
      #expect(text.split(separator: "\n").count <= 40, "\(name) is more than a page")
    }
  }
}
