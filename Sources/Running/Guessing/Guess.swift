import Components
public import Records

/// Looks at sample files and drafts the pipeline that reads them, or says what they leave open.
///
/// Chosen is what whole columns allow, and where there is a running balance, what makes the arithmetic prove. What stays
/// ambiguous is asked about, never guessed. The draft is then read with, and what that came to stands in it.
public struct Guess {
  /// The pipeline file; nil when something stays open.
  public private(set) var draft: String?
  /// What was found and what stays open, for people; empty when nothing does.
  public private(set) var open = ""

  /// - Parameter settings: what a person has said already.
  /// - Throws: `guess-not-possible`, `guess-not-needed`, and what reading throws.
  public init(paths: [String], settings: GuessSettings, stop: StopFlag) throws(Fault) {
    var files: [GuessFile] = []
    for path in paths { files.append(try GuessFile(path: path, settings: settings)) }
    open = files.filter { !$0.questions.isEmpty }.map(Guess.told).joined()
    guard open.isEmpty else { return }
    let text = GuessDraft.text(files)
    var compiler = PipelineCompiler(
      path: WholeFile.currentDirectory() + "/draft.yaml", catalog: .builtIn, readTable: MappingFile.read)
    guard let pipeline = compiler.compile(Array(text.utf8), file: "draft.yaml") else {
      throw Fault(
        "guess-not-possible", "no valid pipeline can be drafted: \(compiler.complaints.first?.message ?? "")",
        at: Place(file: paths[0]),
        hint: "Rename the columns that it is about, or write the pipeline by hand.",
        status: .dataRefused)
    }
    var checks: [String] = []
    for file in files {
      let read = try FileInspection(path: file.path, format: file.reader, pipeline: pipeline, stop: stop)
      let refused = Set(read.refused.map(\.rejection.origin.record)).count
      checks.append(
        "# Read with this draft: \(file.path): \(counted(read.records, "record")), \(refused) refused"
          + (read.refused.first.map {
            ", the first for \($0.rejection.code) on line \($0.rejection.origin.line)"
          } ?? "") + ".")
    }
    draft = checks.joined(separator: "\n") + "\n" + text
  }

  private static func told(_ file: GuessFile) -> String {
    var lines = ["\(file.path): \(counted(file.questions.count, "question")) left open"]
    lines += file.evidence.map { "  found    \($0)" }
    lines += file.questions.map {
      "  open     \($0.about): \($0.fact)\n           say it with --set \($0.setting)"
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
