import Records

/// What makes a file unreadable as OFX as a whole. All end with exit status 65.
enum OFXFaults {
  static func notOFX(_ file: String) -> Fault {
    .refusing(
      file, "file-not-ofx", "no element of OFX is in it",
      hint: "Check that this is the bank's OFX, QFX or QBO file and that the pipeline's format matches it.")
  }

  /// - Parameter code: as the bank gave it.
  static func answerFailed(_ code: String, at place: Place) -> Fault {
    Fault(
      "answer-failed", "the bank answered with an error\(code.isEmpty ? "" : ", code \(code)")", at: place,
      hint: "The file holds no statement: log in to the bank and download it again.", status: .dataRefused)
  }

  static func noStatement(_ file: String) -> Fault {
    .refusing(
      file, "statements-missing", "it holds no statement of a bank, card or investment account",
      hint: "Nothing says for which account nothing happened: download the statement again.")
  }

  static func truncated(at place: Place) -> Fault {
    Fault(
      "file-truncated", "the file ends within the statement that begins here", at: place,
      hint: "The rest is missing, perhaps with entries: download the file again.", status: .dataRefused)
  }

  static func entryTooLong(at place: Place, limit: Int) -> Fault {
    Fault(
      "record-too-long", "an entry or a text of more than \(limit >> 20) MiB", at: place,
      hint: "Check that this is the bank's OFX file.", status: .dataRefused)
  }
}
