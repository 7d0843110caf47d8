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
    now: Clock.now, holder: Clock.holder, stop: Signals.stopFlag, observe: { progress.show($0) })
  let report: PlanReport
  do throws(Fault) {
    report = try Planner(pipeline, request: try RunArgument.request(arguments), context: context).plan()
  } catch {
    progress.clear()
    throw error
  }
  progress.clear()
  Output.write(arguments.value("output") == "json" ? report.json + "\n" : report.text)
  for file in report.run.files {
    for refused in file.refused.prefix(10) {
      Output.complain(RejectionText.console(refused, path: file.path))
    }
    if file.refused.count > 10 { Output.complain("… \(file.refused.count - 10) more in \(file.path)") }
  }
  return report.run.status
}
