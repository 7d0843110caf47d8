import Components

/// The keys of a pipeline file that belong to no component.
enum PipelineLanguage {
  /// The stage every pipeline begins with, and the one it ends in.
  static let read = "read"
  static let load = "load"
  /// The stage a format may bring along for its own records.
  static let formatStage = "normalize"

  static let pipeline: [OptionSpec] = [
    OptionSpec(
      "pipeline", .text, required: true, doc: "Name of the pipeline, in small letters, digits and hyphens.",
      example: "monthly-bank"),
    OptionSpec(
      "contract", .text, required: true,
      doc:
        "What is delivered: a contract of the program by name and version, or the path of a contract file.",
      example: "bank_transaction/1"),
    OptionSpec("company", .text, doc: "The books the records belong to.", example: "acme-us"),
    OptionSpec(
      "checkpoints", .path,
      doc: "Where runs and checkpoints are kept. Default: in the destination, where it is a database.",
      example: "Books/checkpoints.db"),
    OptionSpec(
      "stages", .any, required: true, doc: "The way of the data: read first, load last, stages between.",
      example: "[...]"),
    OptionSpec(
      "on_reject", .group(onReject), doc: "What happens when records are refused.",
      example: "{ continue_up_to: 1% }"),
    OptionSpec(
      "prove", .group(ProofGates.options), doc: ProofGates.summary,
      example: "{ running_balance: warn, continuity: off }"),
    OptionSpec(
      "expect", .oneOrMore(.group(Expectation.options)), doc: Expectation.summary,
      example: "{ statements: monthly, by: 5th business day, calendar: US, from: 2026-01-01 }"),
  ]

  static let onReject: [OptionSpec] = [
    OptionSpec(
      "continue_up_to", .text, required: true,
      doc:
        "How many records of a file may be refused before none of it is loaded: a number, or a share of those "
        + "read.",
      example: "1%")
  ]

  static let readSummary = "Names the files to read, and how the files of each kind are read."

  static let readLimits =
    "A file may be gzipped, whatever its name: it is known by its first bytes. But names are matched as they are: "
    + "`\"*.csv\"` does not fit `may.csv.gz`, `\"*.csv*\"` does. Files are loaded in the order written, those of a "
    + "pattern by name. In an inbox a file whose name fits no format is known by its content, a packed file also by the "
    + "name without `.gz`, and each member of a zip file is a file of its own: `may.zip/may.csv`. What is named as an "
    + "upload under way (`.part`, `.tmp`, `.crdownload`, `.filepart`, `~`) or hidden is left alone, and no link is followed."

  /// What stands under `read` in an example.
  static let readExample = """
    glob: [Inbox/*.bai, Inbox/*.csv]
    formats:
      - { match: "*.bai", bai2: {} }
      - match: "*.csv"
        csv: { columns: { Posted: booking_date, Amount: amount }, constants: { account_id: A1, currency: USD } }
        normalize: { dates: { format: MM/dd/yyyy } }
    """

  static let loadSummary = "Puts the records into their destination, by one loader."

  static let readOptions: [OptionSpec] = [
    OptionSpec(
      "path", .oneOrMore(.path), doc: "A file, or several; each must be there.", example: "Inbox/january.bai"),
    OptionSpec(
      "glob", .oneOrMore(.path),
      doc:
        "A pattern of files, or several: * and ? stand for parts of a name. One that fits no file is named and is "
        + "no fault, as long as its folder is there.",
      example: "Inbox/bank/*.csv"),
    OptionSpec(
      "inbox", .path,
      doc:
        "A folder whose files are taken when they have settled, the oldest first, and moved away once they are done "
        + "with.",
      example: "Inbox/bank"),
    OptionSpec(
      "minimum_age", .text, default: "5s",
      doc:
        "How long a file of the inbox must not have been written: a number with s, min or h. 0s only where files are "
        + "moved in whole.",
      example: "30s"),
    OptionSpec(
      "archive", .path,
      doc:
        "Where files of the inbox go that are loaded, in a folder for each account or pipeline and year. Default: "
        + "Archive beside the inbox.",
      example: "Archive"),
    OptionSpec(
      "quarantine", .path,
      doc:
        "Where files of the inbox go that are refused whole, with the reasons beside each. Default: Quarantine beside "
        + "the inbox.",
      example: "Quarantine"),
    OptionSpec(
      "formats", .any, required: true,
      doc: "How files are read, by their names: the first format that matches is taken.",
      example: "[{ match: \"*.bai\", bai2: {} }]"),
  ]

  static let formatOptions: [OptionSpec] = [
    OptionSpec(
      "match", .text,
      doc:
        "The names of files read so: * and ? stand for parts of a name. When left out: all; where an inbox has several "
        + "formats, those that are of this one by their content.",
      example: "\"*.csv\"")
  ]

  /// kebab-case: letters, digits, single hyphens between them.
  static func isPipelineName(_ name: String) -> Bool {
    guard let first = name.utf8.first, (97...122).contains(first), name.utf8.count <= 100 else {
      return false
    }
    let parts = name.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      !part.isEmpty && part.allSatisfy { (97...122).contains($0) || (48...57).contains($0) }
    }
  }
}
