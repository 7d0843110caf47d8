public import Records

/// A component's options as the user wrote them, checked against its spec, defaults filled in.
///
/// A component whose value is a map or a list of the user's own (`ComponentSpec.Shape`) has it under the empty name.
/// Asking for an option by another type than its own is a bug and traps; one that the spec does not declare is simply
/// not there.
public struct Options: Sendable {
  /// A checked value and where it stands.
  public struct Value: Sendable {
    /// The checked form of a value.
    public indirect enum Kind: Sendable {
      /// Also characters (one Unicode scalar), paths (made absolute), field names and choices.
      case text(String)
      case integer(Int)
      case flag(Bool)
      case date(CivilDate)
      case list([Value])
      /// In the order written.
      case map([Entry])
      case group(Options)
    }

    /// One key of a map with its value.
    public struct Entry: Sendable {
      /// As written.
      public var key: String
      /// Where the key stands.
      public var keyPlace: Place
      /// What the key has.
      public var value: Value

      /// An entry of a map.
      public init(key: String, keyPlace: Place, value: Value) {
        self.key = key
        self.keyPlace = keyPlace
        self.value = value
      }
    }

    /// What was written.
    public var kind: Kind
    /// Where it stands.
    public var place: Place

    /// A checked value at its place.
    public init(_ kind: Kind, at place: Place) {
      self.kind = kind
      self.place = place
    }

    /// The text of a text-like value.
    public var text: String {
      if case .text(let text) = kind { return text }
      preconditionFailure("not a text option")
    }

    /// The members of a list.
    public var list: [Value] {
      if case .list(let values) = kind { return values }
      preconditionFailure("not a list option")
    }

    /// The entries of a map.
    public var map: [Entry] {
      if case .map(let entries) = kind { return entries }
      preconditionFailure("not a map option")
    }

    /// The options of a group.
    public var group: Options {
      if case .group(let options) = kind { return options }
      preconditionFailure("not a group option")
    }
  }

  private var values: [String: Value]
  /// Where the component's own key stands.
  public let place: Place

  /// Checked values by the names of their options.
  public init(_ values: [String: Value], at place: Place) {
    self.values = values
    self.place = place
  }

  /// Nil when the option was left out and has no default.
  public subscript(name: String) -> Value? { values[name] }

  /// Where the option stands, else where the component stands.
  public func place(of name: String) -> Place { values[name]?.place ?? place }

  /// Nil when the option was left out and has no default.
  public func text(_ name: String) -> String? { values[name]?.text }

  /// Nil when the option was left out and has no default.
  public func integer(_ name: String) -> Int? {
    guard let value = values[name] else { return nil }
    if case .integer(let number) = value.kind { return number }
    preconditionFailure("not an integer option: \(name)")
  }

  /// False when the option was left out and has no default.
  public func flag(_ name: String) -> Bool {
    guard let value = values[name] else { return false }
    if case .flag(let flag) = value.kind { return flag }
    preconditionFailure("not a flag option: \(name)")
  }

  /// Nil when the option was left out and has no default.
  public func date(_ name: String) -> CivilDate? {
    guard let value = values[name] else { return nil }
    if case .date(let date) = value.kind { return date }
    preconditionFailure("not a date option: \(name)")
  }

  /// A list, or a single value as a list of one; empty when left out.
  public func list(_ name: String) -> [Value] {
    guard let value = values[name] else { return [] }
    if case .list(let values) = value.kind { return values }
    return [value]
  }

  /// Empty when left out.
  public func map(_ name: String) -> [Value.Entry] { values[name]?.map ?? [] }

  /// Nil when the option was left out and has no default.
  public func group(_ name: String) -> Options? { values[name]?.group }
}
