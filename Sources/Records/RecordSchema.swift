/// What a column holds.
public enum FieldType: Sendable, Hashable, CustomStringConvertible {
  /// UTF-8 text.
  case text
  /// An exact decimal with this many decimal places, 0 to 18.
  case decimal(scale: Int)
  /// A calendar day.
  case date
  /// A whole number of 64 bits.
  case integer
  /// An ISO 4217 code.
  case currency

  /// As it is written in contracts: `decimal(4)`.
  public var description: String {
    switch self {
    case .text: "text"
    case .decimal(let scale): "decimal(\(scale))"
    case .date: "date"
    case .integer: "integer"
    case .currency: "currency"
    }
  }
}

/// One named, typed column of a batch.
public struct Field: Sendable, Hashable {
  /// snake_case.
  public var name: String
  /// What the column holds.
  public var type: FieldType

  /// A field of a name and a type.
  public init(_ name: String, _ type: FieldType) {
    self.name = name
    self.type = type
  }
}

/// The fields of a batch in order; names are unique.
public struct RecordSchema: Sendable, Hashable {
  /// In the order of the columns.
  public private(set) var fields: [Field]

  /// Fields in this order; their names must differ.
  public init(_ fields: [Field]) {
    precondition(Set(fields.map(\.name)).count == fields.count, "field names are unique")
    self.fields = fields
  }

  /// In the order of the columns.
  public var names: [String] { fields.map(\.name) }

  /// Nil when there is no such field.
  public func index(of name: String) -> Int? { fields.firstIndex { $0.name == name } }

  /// Nil when there is no such field.
  public func type(of name: String) -> FieldType? { index(of: name).map { fields[$0].type } }

  /// Replaces the field of that name, or adds it at the end; returns its index.
  @discardableResult
  public mutating func set(_ field: Field) -> Int {
    if let at = index(of: field.name) {
      fields[at] = field
      return at
    }
    fields.append(field)
    return fields.count - 1
  }

  /// Takes a field out; does nothing when there is none of that name.
  public mutating func remove(_ name: String) { fields.removeAll { $0.name == name } }
}
