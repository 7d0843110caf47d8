import Records
import Running

let retryCommand = Command(
  name: "retry",
  summary: "Process again what a run refused, after a mapping, a gate or the records were mended.",
  arguments: "PIPELINE RUN", count: 2...2,
  options: pipelineOptions + [
    Command.Option(
      name: "corrected", value: "FILE",
      doc: "The rejects as daybook rejects --output csv wrote them, with the column original put right."),
    outputOption(["text", "json"]),
  ],
  details: """
    Exactly the refused records are read again, from the original files, and loaded by a run of its own. Nothing that
    was loaded is loaded twice. A file of corrected rejects may also be put where the pipeline reads its files: the
    next daybook run takes it.
    """,
  example: "daybook retry Pipelines/monthly-bank/pipeline.yaml 2"
) { arguments throws(Fault) in
  let run = try RunNumber.parse(arguments.positional[1])
  let file = arguments.value("corrected").map(PipelineArgument.absolute)
  return try RunArgument.perform(RunRequest.retry(of: run, corrections: file), arguments)
}

let acceptCommand = Command(
  name: "accept",
  summary: "Load what a run left for a person to decide: restated statements, undecided records.",
  arguments: "PIPELINE RUN", count: 2...2, options: pipelineOptions + [outputOption(["text", "json"])],
  details: """
    A restated statement takes the place of the one that was loaded before; a record that could not be told from
    another one is loaded beside it. Look first: daybook rejects PIPELINE RUN shows what would change.
    """,
  example: "daybook accept Pipelines/monthly-bank/pipeline.yaml 4"
) { arguments throws(Fault) in
  let run = try RunNumber.parse(arguments.positional[1])
  return try RunArgument.perform(RunRequest.accept(of: run), arguments)
}
