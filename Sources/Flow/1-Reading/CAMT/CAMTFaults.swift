import Records

/// What makes a document unreadable as camt as a whole. All end with exit status 65.
enum CAMTFaults {
  /// - Parameters:
  ///   - element: local name of the message's element.
  ///   - namespace: its namespace, which ends in the message's name; may be empty.
  static func otherMessage(_ element: String, namespace: String, at place: Place) -> Fault {
    var name = namespace.split { $0 == ":" || $0 == "/" }.last.map(String.init) ?? ""
    if name.hasSuffix(".xsd") { name.removeLast(4) }
    return Fault(
      "message-not-camt",
      (name.isEmpty ? "the message \(element)" : "the message \(name) (\(element))")
        + " is no camt.052, camt.053 or camt.054",
      at: place,
      hint:
        "Only statements, reports and notifications hold entries: leave orders and answers out of the inbox.",
      status: .dataRefused)
  }

  static func notCAMT(_ root: String, at place: Place) -> Fault {
    Fault(
      "file-not-camt", "the document \(root) holds no message of ISO 20022", at: place,
      hint: "Check that this is the bank's camt file and that the pipeline's format matches it.",
      status: .dataRefused)
  }

  static func noStatement(at place: Place) -> Fault {
    Fault(
      "statements-missing", "the message holds no statement, report or notification", at: place,
      hint: "Nothing says for which account nothing happened: ask the bank whether the file is complete.",
      status: .dataRefused)
  }

  static func entryTooLarge(at place: Place, limit: Int) -> Fault {
    Fault(
      "entry-too-large", "an entry with more than \(limit >> 20) MiB of text", at: place,
      hint: "Check that this is the bank's own file, and ask for it with fewer transactions in one entry.",
      status: .dataRefused)
  }
}
