import Records
import Running

let undoCommand = Command(
  name: "undo",
  summary: "Take a run back: its inserts go, what it changed comes back, its files count as new.",
  arguments: "PIPELINE RUN", count: 2...2,
  options: pipelineOptions + [
    Command.Option(name: "dry-run", value: nil, doc: "Only say what would be taken back."),
    Command.Option(
      name: "through", value: "RUN", doc: "Take back the later runs up to this one as well, newest first."),
    outputOption(["text", "json"]),
  ],
  details: """
    All of a run is taken back or nothing. A row that a later run changed, that someone removed by hand, or that is
    posted or locked (locked_by of the loader) stands against it, and is listed. Taking back is a run of its own:
    undo that one, and the rows are there again.
    """,
  example: "daybook undo Pipelines/monthly-bank/pipeline.yaml 2 --dry-run"
) { arguments throws(Fault) in
  let pipeline = try PipelineArgument.compile(arguments)
  Signals.install()
  let context = RunContext(
    now: Clock.now, wallClock: Clock.epochNanoseconds, holder: Clock.holder, stop: Signals.stopFlag,
    observe: { _ in })
  let report = try Undoing(pipeline, context: context).undo(
    try RunNumber.parse(arguments.positional[1]),
    through: try arguments.value("through").map(RunNumber.parse),
    isTrial: arguments.flag("dry-run"))
  Output.write(arguments.value("output") == "json" ? report.json + "\n" : report.text)
  return report.status
}

/// The number of a run as it is typed.
enum RunNumber {
  static func parse(_ text: String) throws(Fault) -> Int64 {
    guard let number = Int64(text), number > 0 else {
      throw Fault(
        "usage-wrong", "\(text) is not the number of a run", hint: "daybook history PIPELINE lists them.",
        status: .usage)
    }
    return number
  }
}
