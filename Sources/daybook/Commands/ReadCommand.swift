import Glibc
import Records
import Running

let readCommand = Command(
  name: "read", summary: "Any supported file as records, or as the statements it holds; needs no pipeline.",
  arguments: "FILE", count: 1...1,
  options: [
    Command.Option(
      name: "format", value: "FORMAT", doc: "Name of the format; found by name and content when not given."),
    Command.Option(
      name: "spec", value: "PIPELINE", doc: "Take the dialect, columns and normalize of this pipeline."),
    outputOption(["table", "ndjson", "csv"]),
    Command.Option(
      name: "statements", value: nil, doc: "Print the statements with their balances and proofs."),
  ],
  details:
    "A file that cannot be read to its end gives no record at all. Amounts are exact decimals, as text.",
  example: "daybook read SampleData/bai2/plain/input.bai --output ndjson"
) { arguments throws(Fault) in
  let path = arguments.positional[0]
  Signals.install()
  var pipeline: Pipeline?
  if let spec = arguments.value("spec") { pipeline = try PipelineArgument.compile(spec, overrides: []) }
  let inspection = try FileInspection(
    path: path, format: arguments.value("format"), pipeline: pipeline,
    keepsRecords: !arguments.flag("statements"), stop: Signals.stopFlag)
  let form = FileInspection.Form(rawValue: arguments.value("output") ?? "table") ?? .table
  if arguments.flag("statements") {
    Output.write(inspection.statementText(as: form))
  } else {
    try inspection.write(as: form) { Output.write($0, to: 1) }
  }
  for remark in inspection.remarks { Output.complain("\(path): remark: \(remark)") }
  for failure in inspection.unproven { Output.complain("\(path):\(failure)") }
  for refused in inspection.refused { Output.complain(RejectionText.console(refused, path: path)) }
  return inspection.refused.isEmpty ? .done : .dataRefused
}
