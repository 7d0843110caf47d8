/// A table's or column's name as SQL takes it whatever it holds: in double quotes, quotes doubled.
///
/// Standard: ISO/IEC 9075-2, delimited identifier.
public func quotedName(_ name: String) -> String {
  var text = "\""
  for character in name.unicodeScalars {
    if character == "\"" { text += "\"" }
    text.unicodeScalars.append(character)
  }
  return text + "\""
}
