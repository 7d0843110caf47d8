import Foundation

/// JSON that the program wrote, taken apart.
struct JSON {
  private let value: Any

  init(_ text: String) throws {
    value = try JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed])
  }

  private init(value: Any) { self.value = value }

  subscript(_ names: String...) -> JSON? {
    var found = value
    for name in names {
      guard let members = found as? [String: Any], let next = members[name] else { return nil }
      found = next
    }
    return JSON(value: found)
  }

  subscript(_ index: Int) -> JSON? {
    guard let items = value as? [Any], items.indices.contains(index) else { return nil }
    return JSON(value: items[index])
  }

  var string: String? { value as? String }
  var integer: Int? { value as? Int }
  var boolean: Bool? { value as? Bool }
  var count: Int { (value as? [Any])?.count ?? 0 }

  /// Written in a fixed order, so that two can be compared.
  func text() throws -> String {
    let bytes = try JSONSerialization.data(withJSONObject: value, options: [.sortedKeys, .fragmentsAllowed])
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Every value below a member called `amount`, `amounts` or `value`.
  var amounts: [JSON] {
    if let items = value as? [Any] { return items.flatMap { JSON(value: $0).amounts } }
    guard let members = value as? [String: Any] else { return [] }
    return members.flatMap { name, member in
      switch name {
      case "amount": [JSON(value: member)]
      case "amounts": (member as? [String: Any] ?? [:]).values.map { JSON(value: $0) }
      default: JSON(value: member).amounts
      }
    }
  }
}
