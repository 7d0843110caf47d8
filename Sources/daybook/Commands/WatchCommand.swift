import Records
import Running

let watchCommand = Command(
  name: "watch",
  summary: "Wait at the inboxes: run each pipeline whenever a file has settled, until stopped.",
  arguments: "PIPELINE…", count: 1...1000, options: pipelineOptions,
  details: """
    Each pipeline runs once at the start. Every run is one line on standard output; what is refused is told on standard
    error. Nothing is polled. A fault of one pipeline does not hold up the others. SIGINT and SIGTERM end it at the next
    batch (130, 143), and nothing is lost. --set changes every pipeline named.
    """,
  example: "daybook watch Pipelines/*/pipeline.yaml"
) { arguments throws(Fault) in
  let names = arguments.positional
  var pipelines: [Pipeline] = []
  for name in names {
    pipelines.append(try PipelineArgument.compile(name, overrides: arguments.all("set")))
  }
  Signals.install()
  let context = RunContext(
    now: Clock.now, wallClock: Clock.epochNanoseconds, holder: Clock.holder, stop: Signals.stopFlag,
    observe: { _ in })
  var watching = try Watching(pipelines, context: context)
  try watching.watch { at, outcome in
    switch outcome {
    case .success(let reports):
      for report in reports {
        Output.write("\(Clock.now()) \(report.line)\n")
        for remark in report.remarks { Output.complain("\(report.pipeline): remark: \(remark)") }
        _ = RefusalList.complain(of: report, pipeline: names[at])
      }
    case .failure(let fault): Output.complain("\(Clock.now()) \(pipelines[at].name): \(fault)")
    }
  }
  return .done
}
