extension String {
  /// Appends a text as a JSON string, in quotation marks; what need not be escaped is not.
  ///
  /// Standard: RFC 8259, section 7.
  public mutating func appendJSON(_ text: String) {
    self += "\""
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) {
      self += text
    } else {
      for scalar in text.unicodeScalars { appendJSON(scalar) }
    }
    self += "\""
  }

  private mutating func appendJSON(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"": self += "\\\""
    case "\\": self += "\\\\"
    case "\n": self += "\\n"
    case "\t": self += "\\t"
    case "\r": self += "\\r"
    case _ where scalar.value < 0x20:
      let digits = String(scalar.value, radix: 16)
      self += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: unicodeScalars.append(scalar)
    }
  }
}
