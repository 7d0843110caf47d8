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
    Command.Option(
      name: "jobs", value: "N",
      doc:
        "Files in memory at once, 1 to 16; 1 when not given. More are faster, and change no byte of the books."
    ),
    outputOption(["text", "json"]),
  ],
  details: """
    A file is read to its end, proven and footed before anything of it reaches the books; then it is loaded in chunks
    that commit with their checkpoint. Stop it however you like: the next run goes on where this one was. With --jobs
    the next files are read while one is loaded; each takes up to 100 MB.
    """,
  example: "daybook run Pipelines/monthly-bank/pipeline.yaml --set company=acme-us"
) { arguments throws(Fault) in
  try RunArgument.perform(try RunArgument.request(arguments), arguments)
}

/// What `run` and `plan` may narrow.
enum RunArgument {
  /// Runs what is asked for, and prints a report for every run it took.
  static func perform(_ request: RunRequest, _ arguments: Arguments) throws(Fault) -> ExitStatus {
    let pipeline = try PipelineArgument.compile(arguments)
    let progress = ProgressLine()
    var context = RunContext(
      now: Clock.now, wallClock: Clock.epochNanoseconds, holder: Clock.holder, stop: Signals.stopFlag,
      observe: { progress.show($0) })
    context.clock = Clock.nanoseconds
    Signals.install()
    let reports: [RunReport]
    do throws(Fault) {
      reports = try Runner(pipeline, request: request, context: context).run()
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

  static func request(_ arguments: Arguments) throws(Fault) -> RunRequest {
    let (from, through) = (try arguments.date("from"), try arguments.date("through"))
    if let from, let through, through < from {
      throw Fault(
        "usage-wrong", "--through \(through) is before --from \(from)",
        hint: "Both days are taken; for a single day give it twice.", status: .usage)
    }
    return RunRequest(
      isFull: arguments.flag("full"), from: from, through: through,
      wait: try number("wait", 0...86_400, arguments) ?? 0, jobs: try number("jobs", 1...16, arguments) ?? 1)
  }

  private static func number(_ name: String, _ range: ClosedRange<Int>, _ arguments: Arguments) throws(Fault)
    -> Int?
  {
    guard let text = arguments.value(name) else { return nil }
    if let number = Int(text), range.contains(number) { return number }
    throw Fault(
      "usage-wrong", "--\(name) takes a number, \(range.lowerBound) to \(range.upperBound)", status: .usage)
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
