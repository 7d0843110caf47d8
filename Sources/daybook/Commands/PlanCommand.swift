import Records
import Running

let planCommand = Command(
  name: "plan",
  summary: "What a run would do: rows and money per outcome, account and month; writes nothing.",
  arguments: "PIPELINE", count: 1...1,
  options: pipelineOptions + [
    Command.Option(name: "full", value: nil, doc: "As if files were read again that were loaded before."),
    Command.Option(name: "from", value: "DATE", doc: "Only records from this day on, within the cut-off."),
    Command.Option(name: "through", value: "DATE", doc: "Only records through this day, within the cut-off."),
    outputOption(["text", "json"]),
  ],
  example: "daybook plan Pipelines/monthly-bank/pipeline.yaml"
) { arguments throws(Fault) in
  let pipeline = try PipelineArgument.compile(arguments)
  let progress = ProgressLine()
  Signals.install()
  let context = RunContext(
    now: Clock.now, wallClock: Clock.epochNanoseconds, holder: Clock.holder, stop: Signals.stopFlag,
    observe: { progress.show($0) })
  let report: PlanReport
  do throws(Fault) {
    report = try Planner(pipeline, request: try RunArgument.request(arguments), context: context).plan()
  } catch {
    progress.clear()
    throw error
  }
  progress.clear()
  Output.write(arguments.value("output") == "json" ? report.json + "\n" : report.text)
  let hidden = RefusalList.complain(of: report.run, pipeline: arguments.positional[0])
  if hidden > 0 { Output.complain("… \(hidden) more would be refused") }
  return report.run.status
}
