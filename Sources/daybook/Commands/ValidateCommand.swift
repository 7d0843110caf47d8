import Records
import Running

let validateCommand = Command(
  name: "validate",
  summary: "Every complaint about a pipeline with file:line:column, and the guarantee it gives.",
  arguments: "PIPELINE…", count: 1...1000,
  options: pipelineOptions + [outputOption(["text", "json"])],
  details: "Nothing but the pipeline, its contract and its mapping files is read.",
  example: "daybook validate Pipelines/*/pipeline.yaml"
) { arguments throws(Fault) in
  if arguments.value("output") == "json" {
    let environment = PipelineArgument.environment()
    let found = arguments.positional.map {
      Validation(path: $0, overrides: arguments.all("set"), environment: environment)
    }
    Output.write(Validation.json(of: found))
    return found.last { $0.status != .done }?.status ?? .done
  }
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
