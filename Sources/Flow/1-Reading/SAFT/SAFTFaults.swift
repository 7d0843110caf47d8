import Records

/// What makes a document unreadable as an audit file. All end with exit status 65.
enum SAFTFaults {
  /// - Parameter root: local name of the first element; empty when there is none.
  static func notAuditFile(_ root: String, _ file: String) -> Fault {
    if root == "auditfile" {
      return .refusing(
        file, "file-not-saft", "the audit file of a cash register, which is another standard",
        hint: "It has receipts of a till and no ledger: take the file that the accounting system exports.")
    }
    return .refusing(
      file, "file-not-saft", "the document \(root) is no AuditFile",
      hint: "Check that this is a Standard Audit File, and that the pipeline's format matches it.")
  }

  static func recordTooLarge(_ file: String, line: Int32) -> Fault {
    Fault(
      "record-too-large", "a record with more than 512 MiB of text", at: Place(file: file, line: Int(line)),
      hint: "Check that this is the system's own file.", status: .dataRefused)
  }
}
