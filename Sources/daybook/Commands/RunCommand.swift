import Records
import Running

let runCommand = Command(
  name: "run", summary: "Do it: load every file that was not loaded before; resume what was interrupted.",
  arguments: "PIPELINE", count: 1...1,
  options: pipelineOptions + [
    Command.Option(name: "full", value: nil, doc: "Read files again that were loaded before."),
    Command.Option(name: "from", value: "DATE", doc: "Only records from this day on, within the cut-off."),
    Command.Option(name: "through", value: "DATE", doc: "Only records through this day, within the cut-off."),
    Command.Option(
      name: "wait", value: "SECONDS", doc: "Wait for another run of the pipeline instead of ending with 75."),
    outputOption(["text", "json"]),
  ],
  details: """
    A file is read to its end, proven and footed before anything of it reaches the books; then it is loaded in chunks
    that commit with their checkpoint. Stop it however you like: the next run goes on where this one was.
    """,
  example: "daybook run Pipelines/monthly-bank/pipeline.yaml --set company=acme-us"
) { arguments throws(Fault) in
  let pipeline = try PipelineArgument.compile(arguments)
  let progress = ProgressLine()
  let context = RunContext(
    now: Clock.now, holder: Clock.holder, stop: Signals.stopFlag, observe: { progress.show($0) })
  Signals.install()
  let reports: [RunReport]
  do throws(Fault) {
    reports = try Runner(pipeline, request: try RunArgument.request(arguments), context: context).run()
  } catch {
    progress.clear()
    throw error
  }
  progress.clear()
  for report in reports {
    if arguments.value("output") == "json" {
      Output.write(report.json + "\n")
    } else {
      Output.write(report.text)
    }
    let hidden = RefusalList.complain(of: report, pipeline: arguments.positional[0])
    if hidden > 0, let run = report.number {
      Output.complain("… \(hidden) more: daybook rejects \(arguments.positional[0]) \(run)")
    }
  }
  return reports.map(\.status).max { $0.rawValue < $1.rawValue } ?? .done
}

/// What `run` and `plan` may narrow.
enum RunArgument {
  static func request(_ arguments: Arguments) throws(Fault) -> RunRequest {
    var wait = 0
    if let text = arguments.value("wait") {
      guard let seconds = Int(text), (0...86_400).contains(seconds) else {
        throw Fault("usage-wrong", "--wait takes seconds, 0 to 86400", status: .usage)
      }
      wait = seconds
    }
    return RunRequest(
      isFull: arguments.flag("full"), from: try arguments.date("from"),
      through: try arguments.date("through"),
      wait: wait)
  }
}

/// The first refusals of a run on standard error, each with its place and a hint.
enum RefusalList {
  static let most = 10

  /// - Parameter pipeline: as the user wrote its path.
  /// - Returns: how many refusals were left out.
  static func complain(of report: RunReport, pipeline: String) -> Int {
    var count = 0
    for file in report.files {
      let path = PipelineArgument.pathFromHere(file.path, pipeline: pipeline)
      for refused in file.refused.prefix(max(0, most - count)) {
        Output.complain(RejectionText.console(refused, path: path))
      }
      count += file.refused.count
    }
    return max(0, count - most)
  }
}
