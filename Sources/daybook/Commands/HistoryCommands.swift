import Bytes
import Records
import Running

let historyCommand = Command(
  name: "history",
  summary: "Every run of a pipeline, newest first, also those that failed or were taken back.",
  arguments: "PIPELINE", count: 1...1, options: pipelineOptions + [outputOption(["text", "json"])],
  example: "daybook history Pipelines/monthly-bank/pipeline.yaml"
) { arguments throws(Fault) in
  let history = try History(try PipelineArgument.compile(arguments))
  Output.write(arguments.value("output") == "json" ? try history.json() : try history.text())
  return .done
}

let showCommand = Command(
  name: "show",
  summary:
    "One run: its files, their proof, the footing and time of every stage, and why records were refused.",
  arguments: "PIPELINE [RUN]", count: 1...2,
  options: pipelineOptions + [
    outputOption(["text", "json"]),
    Command.Option(
      name: "html", value: "FILE",
      doc: "Write the report as one page that needs nothing but itself: for the screen, and for paper."),
  ],
  details: "Without a number, the last run.",
  example: "daybook show Pipelines/monthly-bank/pipeline.yaml 1"
) { arguments throws(Fault) in
  let history = try History(try PipelineArgument.compile(arguments))
  let run = try history.run(arguments.positional.dropFirst().first)
  if let path = arguments.value("html") {
    try AtomicFile.write(try history.html(of: run), to: PipelineArgument.absolute(path))
    return .done
  }
  Output.write(arguments.value("output") == "json" ? try history.json(of: run) : try history.text(of: run))
  return .done
}

let rejectsCommand = Command(
  name: "rejects", summary: "What a run refused, and why.",
  arguments: "PIPELINE [RUN]", count: 1...2,
  options: pipelineOptions + [outputOption(["text", "csv", "json"])],
  details: """
    Without a number, the last run. CSV is the form of the file that a run leaves beside the books. So that a spreadsheet
    computes nothing, a cell that begins with = + - @ ' or a control character has an apostrophe in front (signed plain
    numbers excepted); take one off each cell that begins with one.
    """,
  example: "daybook rejects Pipelines/monthly-bank/pipeline.yaml 1 --output csv"
) { arguments throws(Fault) in
  let history = try History(try PipelineArgument.compile(arguments))
  let run = try history.run(arguments.positional.dropFirst().first)
  switch arguments.value("output") {
  case "csv": Output.write(try history.rejectsCSV(of: run), to: 1)
  case "json": Output.write(try history.rejectsJSON(of: run))
  default:
    let text = try history.rejectsText(of: run) {
      PipelineArgument.pathFromHere($0, pipeline: arguments.positional[0])
    }
    Output.write(text)
  }
  return .done
}
