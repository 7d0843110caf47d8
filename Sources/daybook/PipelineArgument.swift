import Glibc
import Records
import Running

/// Options of every command that takes a pipeline.
let pipelineOptions = [
  Command.Option(
    name: "set", value: "KEY=VALUE",
    doc: "Override a value of the pipeline: --set company=acme-us. Repeatable.",
    isRepeatable: true)
]

func outputOption(_ choices: [String]) -> Command.Option {
  Command.Option(
    name: "output", value: choices.joined(separator: "|"), doc: "How to print; \(choices[0]) when not given.",
    choices: choices)
}

/// Compiles the pipeline a command names; complaints go to standard error, all at once.
enum PipelineArgument {
  static func compile(_ arguments: Arguments) throws(Fault) -> Pipeline {
    try compile(arguments.positional[0], overrides: arguments.all("set"))
  }

  static func compile(_ path: String, overrides: [String]) throws(Fault) -> Pipeline {
    let (pipeline, complaints) = try Pipeline.compile(
      path: path, overrides: overrides, environment: environment())
    for complaint in complaints { Output.complain(complaint.description) }
    guard let pipeline, complaints.isEmpty else {
      throw Fault(
        "pipeline-not-valid", counted(complaints.count, "complaint"),
        at: Place(file: path), status: .specInvalid)
    }
    return pipeline
  }

  /// A path of a report, which counts from the pipeline's folder, as it is seen from here.
  static func pathFromHere(_ path: String, pipeline typed: String) -> String {
    if path.hasPrefix("/") { return path }
    return typed.lastIndex(of: "/").map { String(typed[...$0]) + path } ?? path
  }

  /// A path as typed, from the root on.
  static func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    // getcwd allocates the text, which is copied and freed.
    guard let folder = unsafe getcwd(nil, 0) else { return path }
    defer { unsafe free(folder) }
    return unsafe String(cString: folder) + "/" + path
  }

  /// The variables that `${NAME}` may take.
  static func environment() -> [String: String] {
    var found: [String: String] = [:]
    var at = 0
    // environ ends with a null pointer; nothing in this program changes it.
    while let entry = unsafe environ[at] {
      at += 1
      let parts = unsafe String(cString: entry).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { found[String(parts[0])] = String(parts[1]) }
    }
    return found
  }
}
