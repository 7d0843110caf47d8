import Records
import Running

let guessCommand = Command(
  name: "guess", summary: "Looks at sample files, CSV or xlsx, and drafts the pipeline that reads them.",
  arguments: "FILE…", count: 1...100,
  options: [
    Command.Option(
      name: "set", value: "KEY=VALUE",
      doc: "Say what the files leave open: --set dates.format=dd/MM/yyyy. Repeatable.", isRepeatable: true)
  ],
  details: """
    The draft goes to standard output, with what it rests on in comments; its paths count from this folder. What stays
    ambiguous is named, with what to say, and then there is no draft. Keys of --set:
    \(GuessSettings.keys.joined(separator: ", ")).
    """,
  example: "daybook guess Inbox/may.csv --set constants.account_id=4401-778 > pipeline.yaml"
) { arguments throws(Fault) in
  Signals.install()
  let guess = try Guess(
    paths: arguments.positional, settings: try GuessSettings(arguments.all("set")), stop: Signals.stopFlag)
  guard let draft = guess.draft else {
    Output.complain(guess.open)
    return .dataRefused
  }
  Output.write(draft)
  return .done
}
