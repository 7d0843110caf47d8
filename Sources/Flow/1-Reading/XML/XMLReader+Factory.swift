import Components
import Records

extension XMLReader {
  /// XML as one of the formats the program reads.
  static let factory = ReaderFactory(
    spec: spec,
    schema: { options, _, complaints in
      if options["records"] == nil {
        complaints.append(
          Complaint(
            "option-missing", at: options.place, "records is missing: which elements are records",
            hint: "Write records: Export/Entry, with the names of the elements from the root on."))
      }
      return XMLDialect(options, complaints: &complaints).columns.required(
        options, by: "the path of an element", example: "Amount: amount", complaints: &complaints)
    },
    make: { options, _, source, _ throws(Fault) in
      var complaints: [Complaint] = []
      let dialect = XMLDialect(options, complaints: &complaints)
      try Columns.stop(complaints)
      return try XMLReader(source, dialect: dialect)
    },
    recognizes: { head, name in
      isXML(head) && !head.holds("/package/2006/content-types")
        || head.isEmpty && Recognition.byName(name, [".xml"]) == .possible
        ? .otherwise : .no
    })

  /// A declaration, a comment, or an element right at the beginning.
  private static func isXML(_ head: [UInt8]) -> Bool {
    let start = head.drop { $0 <= 32 }
    let text = start.dropFirst()
    guard start.first == UInt8(ascii: "<"), let first = text.first else { return false }
    let letter = first | 0x20
    return text.starts(with: "?xml".utf8) || text.starts(with: "!--".utf8)
      || (letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z")) || first >= 0x80
  }
}
