import Records
import Running

let validateCommand = Command(
  name: "validate",
  summary: "Every complaint about a pipeline with file:line:column, and the guarantee it gives.",
  arguments: "PIPELINE…", count: 1...1000,
  options: pipelineOptions,
  details: "Nothing but the pipeline, its contract and its mapping files is read.",
  example: "daybook validate Pipelines/*/pipeline.yaml"
) { arguments throws(Fault) in
  var status = ExitStatus.done
  for path in arguments.positional {
    do throws(Fault) {
      Output.write(try PipelineArgument.compile(path, overrides: arguments.all("set")).validationText)
    } catch {
      Output.complain("daybook: \(error)")
      status = error.status
    }
  }
  return status
}
