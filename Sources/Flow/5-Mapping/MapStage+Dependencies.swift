import Components
public import Records

/// What each rule of a map needs and gives: what decides whether rows that are loaded can be mapped again.
extension MapStage {
  /// One rule, as it depends on others.
  public struct Dependency: Sendable {
    /// The field it gives a value to.
    public var target: String
    /// The fields it looks at; the target itself where it may keep its value.
    public var reads: [String]
    /// Of the target in the pipeline.
    public var place: Place
  }

  /// In the order in which the rules apply.
  public var dependencies: [Dependency] {
    rules.map { target, rule, place in
      Dependency(target: target.name, reads: rule.reads(of: target.name), place: place)
    }
  }
}

extension MapRule {
  fileprivate func reads(of target: String) -> [String] {
    switch self {
    case .copy(let field): return [field]
    case .choice(let choice): return choice.fields + (choice.missing == .keep ? [target] : [])
    case .text(.concatenate(let parts, _)):
      return parts.compactMap { part in
        if case .field(let name) = part { name } else { nil }
      }
    case .text(.substring(let field, _, _)), .text(.upper(let field)), .text(.lower(let field)):
      return [field]
    }
  }
}

extension Choice {
  /// The fields that decide.
  fileprivate var fields: [String] {
    switch chooser {
    case .constant: []
    case .lookup(let lookup): lookup.key.fields.map(\.name)
    case .rules(let rules): rules.flatMap { $0.when.map(\.field.name) }
    }
  }
}
