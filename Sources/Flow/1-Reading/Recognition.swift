/// How far a file is known by its name and its beginning.
public enum Recognition: Sendable, Hashable {
  /// Its content says that it is of this format.
  case certain
  /// It may be of this format: by its name, or because nothing speaks against it.
  case possible
  /// It may be of this format, as much else may: only where no other format may know it.
  case otherwise
  /// It is not of this format.
  case no
}

extension Recognition {
  /// Possible where a file's name ends like this, packed or not.
  ///
  /// - Parameter endings: in lower case, each with its point.
  static func byName(_ name: String, _ endings: [String]) -> Recognition {
    let name = name.lowercased()
    return endings.contains { name.hasSuffix($0) || name.hasSuffix($0 + ".gz") } ? .possible : .no
  }
}

extension [UInt8] {
  /// Whether these letters stand somewhere in the beginning of a file.
  func holds(_ word: StaticString) -> Bool {
    let letters = Array(word.description.utf8)
    return indices.contains { self[$0] == letters[0] && self[$0...].starts(with: letters) }
  }

  /// Whether the beginning of a file may be that of XML.
  var beginsLikeXML: Bool { first { $0 > 32 } == UInt8(ascii: "<") }
}
