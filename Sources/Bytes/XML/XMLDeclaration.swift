import Records

/// What an XML document says of its own encoding.
enum XMLDeclaration {
  /// The name in the declaration at the beginning: `ISO-8859-1`; nil when there is no declaration, or none of an encoding.
  ///
  /// Standard: XML 1.0, 4.3.3.
  ///
  /// - Parameter head: the first bytes of the document, in an encoding that agrees with ASCII; a byte order mark may
  ///   stand before them.
  static func encoding(in head: [UInt8]) -> String? {
    let text = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head[...]
    guard text.starts(with: "<?xml".utf8), let end = text.firstIndex(of: UInt8(ascii: ">")),
      text.dropFirst(5).first.map(isBlank) == true
    else { return nil }
    let declaration = text[..<end]
    let key = Array("encoding".utf8)
    var at = declaration.startIndex + 5
    while at < declaration.endIndex, !declaration[at...].starts(with: key) { at += 1 }
    let rest = declaration[min(at + key.count, declaration.endIndex)...].drop(while: isBlank)
    guard rest.first == UInt8(ascii: "=") else { return nil }
    let value = rest.dropFirst().drop(while: isBlank)
    guard let quote = value.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      return nil
    }
    let name = value.dropFirst().prefix { $0 != quote }
    let isName = name.allSatisfy { $0 > 32 && $0 < 127 }
    return isName && !name.isEmpty ? String(decoding: name, as: UTF8.self) : nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 10 || byte == 13 }

  /// The document is in an encoding that the program cannot read, and its bytes are no UTF-8.
  static func unknown(_ name: String, _ file: String) -> Fault {
    .refusing(
      file, "encoding-unknown", "the document declares the encoding \(name), which is not known",
      hint: "Ask for the file in UTF-8, or name the encoding it really has with the option encoding.")
  }
}
