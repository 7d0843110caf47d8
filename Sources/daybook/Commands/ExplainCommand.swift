import Records
import Running

let explainCommand = Command(
  name: "explain", summary: "One record from its source bytes through every stage to the row.",
  arguments: "PIPELINE RUN KEY", count: 3...3,
  options: pipelineOptions + [outputOption(["text", "json"])],
  details: """
    KEY is the value of a key field (external_id), or of all of them joined by commas. The files of the run are read
    once more; a fingerprint is written as it stands in the books: fp:…#1.
    """,
  example: "daybook explain Pipelines/monthly-bank/pipeline.yaml 1 H-2026-0107"
) { arguments throws(Fault) in
  let pipeline = try PipelineArgument.compile(arguments.positional[0], overrides: arguments.all("set"))
  let run = try History(pipeline).run(arguments.positional[1])
  Signals.install()
  let explanation = try Explanation(pipeline, run: run, key: arguments.positional[2], stop: Signals.stopFlag)
  if explanation.isEmpty {
    throw Fault(
      "record-unknown", "run \(run) has no record with that key",
      hint: "Give the value of a key field, or all of them joined by commas in the order of the key.",
      status: .usage)
  }
  Output.write(arguments.value("output") == "json" ? explanation.json : explanation.text)
  return .done
}
