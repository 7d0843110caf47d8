/// How the bytes of a text file stand for characters. The raw value is the name in a pipeline.
public enum TextEncoding: String, Sendable, Hashable, CaseIterable {
  case utf8 = "utf-8"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
  case windows1252 = "windows-1252"
  case latin1 = "iso-8859-1"
  case windows1250 = "windows-1250"
  case latin2 = "iso-8859-2"
  case latin9 = "iso-8859-15"

  /// The other names people use, in lower case.
  private static let aliases: [(name: String, encoding: TextEncoding)] = [
    ("utf8", .utf8), ("ascii", .utf8), ("us-ascii", .utf8),
    ("utf16le", .utf16LittleEndian), ("utf16be", .utf16BigEndian),
    ("cp1252", .windows1252), ("latin-1", .latin1), ("latin1", .latin1), ("cp1250", .windows1250),
    ("latin2", .latin2), ("latin9", .latin9),
  ]

  /// Every name that is understood: the names themselves first, then the aliases.
  public static let names: [String] = allCases.map(\.rawValue) + aliases.map(\.name)

  /// The encoding of that name or alias, in upper or lower case; nil when it is unknown.
  public init?(named name: String) {
    let name = name.lowercased()
    guard
      let found = TextEncoding(rawValue: name)
        ?? TextEncoding.aliases.first(where: { $0.name == name })?.encoding
    else { return nil }
    self = found
  }

  var isUTF16: Bool { self == .utf16LittleEndian || self == .utf16BigEndian }
}
