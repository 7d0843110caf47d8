import Records
import Running

let remapCommand = Command(
  name: "remap", summary: "Apply a changed mapping to rows that are in the books, without reading the files.",
  arguments: "PIPELINE", count: 1...1,
  options: pipelineOptions + [
    Command.Option(
      name: "run", value: "RUN", doc: "The rows that this run put in or updated, and still its."),
    Command.Option(name: "from", value: "DATE", doc: "The rows dated from this day on."),
    Command.Option(name: "through", value: "DATE", doc: "With --from: the rows through this day."),
    Command.Option(name: "dry-run", value: nil, doc: "Only say what would change; writes nothing."),
    outputOption(["text", "json"]),
  ],
  details: """
    Says for each mapped field which value becomes which, in rows and money, and changes all of them in one
    transaction. A row that the new mapping refuses stays as it is and is listed by daybook rejects; over the
    on_reject budget nothing changes. Rows that are posted or locked (locked_by of the loader) stay as they are.
    Records keep their keys, their external ids and their places in the files. It is a run of its own: daybook undo
    takes it back. What needs the files again is refused: daybook run --full reads them.
    """,
  example: "daybook remap Pipelines/monthly-bank/pipeline.yaml --from 2026-01-01 --dry-run"
) { arguments throws(Fault) in
  let pipeline = try PipelineArgument.compile(arguments)
  let request: RemapRequest
  switch (arguments.value("run"), try arguments.date("from"), try arguments.date("through")) {
  case (let run?, nil, nil): request = .run(try RunNumber.parse(run))
  case (nil, let from?, let through): request = .dates(from: from, through: through)
  default:
    throw Fault(
      "usage-wrong", "remap takes --run RUN, or --from DATE with or without --through DATE",
      hint: "daybook remap --help shows what it takes.", status: .usage)
  }
  Signals.install()
  let context = RunContext(now: Clock.now, holder: Clock.holder, stop: Signals.stopFlag, observe: { _ in })
  let report = try Remapping(pipeline, context: context).remap(request, isTrial: arguments.flag("dry-run"))
  Output.write(arguments.value("output") == "json" ? report.json + "\n" : report.text)
  let (shown, more) = report.refusals(most: RefusalList.most)
  for line in shown { Output.complain(line) }
  if more > 0, let run = report.number ?? report.toldBy {
    Output.complain("… \(more) more: daybook rejects \(arguments.positional[0]) \(run)")
  }
  return report.status
}
