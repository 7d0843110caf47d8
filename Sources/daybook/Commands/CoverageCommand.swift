import Records
import Running

let coverageCommand = Command(
  name: "coverage", summary: "Which days of which accounts have statements, and what is missing.",
  arguments: "PIPELINE", count: 1...1,
  options: pipelineOptions + [
    Command.Option(name: "account", value: "ACCOUNT", doc: "Only this account, as its statements name it."),
    Command.Option(name: "from", value: "DATE", doc: "The first day to look at."),
    Command.Option(name: "through", value: "DATE", doc: "The last day to look at."),
    Command.Option(
      name: "as-of", value: "DATE", doc: "What was due before this day is overdue; today when not given."),
    outputOption(["text", "json"]),
  ],
  details: """
    A gap is a business day between two statements that none speaks of; an overlap, a day that two files speak of;
    restated, a period that came again with other contents; unproven, a statement that loaded with a failing check.
    Overdue is what expect: of the pipeline says should have come. On a terminal it is a calendar. Exit status 65 when
    something is missing, a gap or an overdue statement.
    """,
  example: "daybook coverage Pipelines/monthly-bank/pipeline.yaml --from 2026-01-01"
) { arguments throws(Fault) in
  let pipeline = try PipelineArgument.compile(arguments)
  let coverage = try Coverage(
    pipeline, account: arguments.value("account"), from: try arguments.date("from"),
    through: try arguments.date("through"), asOf: try arguments.date("as-of") ?? Clock.today)
  if arguments.value("output") == "json" {
    Output.write(coverage.json)
  } else if Output.isPicture {
    Output.write(coverage.picture(hasColors: Output.hasColors))
  } else {
    Output.write(coverage.text)
  }
  return coverage.status
}
