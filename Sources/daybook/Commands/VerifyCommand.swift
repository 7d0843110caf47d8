import Records
import Running

let verifyCommand = Command(
  name: "verify", summary: "Hold the books against their manifests: find whatever was changed past Daybook.",
  arguments: "PIPELINE", count: 1...1, options: pipelineOptions + [outputOption(["text", "json"])],
  details: """
    Walks the chain of manifests, compares what the history says of each run with its manifest, and reads the whole table
    and its journal to compare them with their digests. Nothing is written. Ends with 65 when anything is not as it was
    written. Note the digest of the last manifest elsewhere: it holds everything before it in place.
    """,
  example: "daybook verify Pipelines/monthly-bank/pipeline.yaml"
) { arguments throws(Fault) in
  let report = try Verification(try PipelineArgument.compile(arguments)).verify()
  Output.write(arguments.value("output") == "json" ? report.json + "\n" : report.text)
  return report.status
}
