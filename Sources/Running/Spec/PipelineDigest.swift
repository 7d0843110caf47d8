import Bytes
import Components
import Records

/// What decides what a run does, in one canonical text, and its digest.
enum PipelineDigest {
  /// SHA-256 in hexadecimal.
  ///
  /// - Parameters:
  ///   - root: the tree after overrides and variables.
  ///   - calendars: the expectations whose calendars decide which statements follow each other; empty when nothing asks.
  ///   - definitions: digests of the files that options name, such as layouts of one's own.
  static func of(
    _ root: YAMLNode, contract: Contract, mappings: [Pipeline.Mapping], calendars: [Expectation],
    definitions: [String]
  ) -> String {
    var members: [(String, OrderedJSON)] = [
      ("pipeline", canonical(root.withoutExpectations)),
      ("contract", canonical(contract)),
      ("mappings", .strings(mappings.map(\.digest))),
    ]
    let known = calendars.compactMap(canonical)
    if !known.isEmpty { members.append(("calendars", .array(known))) }
    if !definitions.isEmpty { members.append(("definitions", .strings(definitions))) }
    return Digest.sha256(Array(OrderedJSON.object(members).text().utf8))
  }

  /// The business days that an expectation counts by; nil where it counts by none.
  private static func canonical(_ expectation: Expectation) -> OrderedJSON? {
    guard let calendar = expectation.calendar else { return nil }
    return .array([
      .strings(expectation.accounts), .integer(calendar.years.lowerBound),
      .integer(calendar.years.upperBound),
      .strings(calendar.weekend.map(\.description).sorted()), .strings(calendar.closed.map(\.description)),
    ])
  }

  /// SHA-256 in hexadecimal of what a contract asks for.
  static func of(_ contract: Contract) -> String { Digest.sha256(Array(canonical(contract).text().utf8)) }

  private static func canonical(_ node: YAMLNode) -> OrderedJSON {
    switch node.kind {
    case .scalar(let text, _): node.isNull ? .null : .string(text)
    case .sequence(let members): .array(members.map(canonical))
    case .mapping(let entries): .object(entries.map { ($0.key, canonical($0.value)) })
    }
  }

  private static func canonical(_ contract: Contract) -> OrderedJSON {
    func optional(_ text: String?) -> OrderedJSON { text.map { .string($0) } ?? .null }
    return .array([
      .string(contract.title),
      .array(
        contract.fields.map { rule in
          .array([
            .string(rule.name), .string("\(rule.type)"), .bool(rule.isRequired), .strings(rule.allowed),
            .bool(rule.isFingerprint), optional(rule.currencyField), .bool(rule.isCompared),
          ])
        }),
      .strings(contract.key), optional(contract.fingerprintField), optional(contract.effectiveDate),
      optional(contract.footingAmount), .bool(contract.debitIsPositive),
    ])
  }
}

extension YAMLNode {
  /// What statements are expected decides nothing that a run does.
  fileprivate var withoutExpectations: YAMLNode {
    guard case .mapping(let entries) = kind else { return self }
    return YAMLNode(.mapping(entries.filter { $0.key != "expect" }), at: place)
  }
}
