import Records

/// What makes a file unreadable as JSON as a whole. All end with exit status 65.
enum JSONFaults {
  /// - Parameter failure: in a document, of which nothing can be read on.
  static func unreadable(_ failure: JSONFailure, _ file: String) -> Fault {
    Fault(
      failure.flaw.code, failure.flaw.fact,
      at: Place(file: file, line: Int(failure.line), column: failure.column), hint: failure.flaw.hint,
      status: .dataRefused)
  }

  static func empty(_ file: String) -> Fault {
    Fault(
      "file-empty", "there is nothing in the file", at: Place(file: file),
      hint: "Copy it again, or ask the sender for it once more: an export without entries is [] at least.",
      status: .dataRefused)
  }

  static func textTooLong(_ file: String, line: Int32) -> Fault {
    Fault(
      "text-too-long", "a text, a number or a name of more than 16 MiB",
      at: Place(file: file, line: Int(line)),
      hint: "A quote that is opened and never closed is the usual cause: look at this line.",
      status: .dataRefused)
  }
}
