/// What libyaml says of a file it cannot read, in words that help.
enum YAMLProblem {
  /// - Parameters:
  ///   - problem: libyaml's own short text.
  ///   - context: what it was doing.
  ///   - hasVariable: the line has a `${`, whose brace YAML takes for its own inside braces and brackets.
  /// - Returns: the fact and what to do about it.
  static func words(_ problem: String, context: String, hasVariable: Bool) -> (message: String, hint: String?)
  {
    if let entry = known.first(where: { problem.hasPrefix($0.problem) }) {
      return (
        entry.message,
        hasVariable ? "Put a value with ${NAME} in quotes inside braces or brackets." : entry.hint
      )
    }
    let during = context.isEmpty ? "" : " \(context)"
    return ("the YAML cannot be read here:\(during) \(problem)", nil)
  }

  private struct Known: Sendable {
    var problem: String
    var message: String
    var hint: String
  }

  /// First match wins; the texts are those of libyaml 0.2.
  private static let known = [
    Known(
      problem: "found character that cannot start any token",
      message: "a character here cannot start a value",
      hint: "Indent with spaces, not tabs; put values that begin with @, `, % or a tab in quotes."),
    Known(
      problem: "found a tab character", message: "a tab is used for indentation",
      hint: "Indent with spaces; YAML does not allow tabs there."),
    Known(
      problem: "mapping values are not allowed in this context", message: "a colon stands where no key can",
      hint: "Check the indentation of this line; put a value that holds ': ' in quotes."),
    Known(
      problem: "found unexpected ':'", message: "a colon stands inside a value",
      hint: "Put a space after the colon of a key; put a value that holds ':' in quotes."),
    Known(
      problem: "block sequence entries are not allowed", message: "a list item stands where none can",
      hint: "Put '- ' on a line of its own below its key."),
    Known(
      problem: "did not find expected key",
      message: "this line does not fit the indentation of the map it is in",
      hint: "Give all keys of one map the same indentation."),
    Known(
      problem: "did not find expected '-' indicator", message: "this line does not fit the list it is in",
      hint: "Begin each item with '- ' at the same indentation."),
    Known(
      problem: "did not find expected ',' or '}'", message: "a map in braces is not closed or lacks a comma",
      hint: "Separate the entries with ',' and close the map with '}'."),
    Known(
      problem: "did not find expected ',' or ']'",
      message: "a list in brackets is not closed or lacks a comma",
      hint: "Separate the items with ',' and close the list with ']'."),
    Known(
      problem: "could not find expected ':'", message: "a key has no colon after it",
      hint: "Write 'key: value' with a space after the colon."),
    Known(
      problem: "found unexpected end of stream", message: "a quoted text is not closed before the file ends",
      hint: "Close the text with the quote it began with."),
    Known(
      problem: "found unknown escape character",
      message: "a backslash in double quotes begins no known escape",
      hint: "Use single quotes where a backslash is meant, or write it twice."),
    Known(
      problem: "did not find expected alphabetic or numeric character",
      message: "an anchor or alias has no proper name",
      hint: "Put values that begin with * or & in quotes."),
    Known(
      problem: "control characters are not allowed", message: "a control character stands here",
      hint: "Take the character out; it may be invisible in an editor."),
    Known(
      problem: "did not find expected <document start>",
      message: "text follows after the end of the document",
      hint: "Check the indentation of this line; a pipeline file is one map."),
    Known(
      problem: "found incompatible YAML document",
      message: "the file declares a YAML version other than 1.1 or 1.2",
      hint: "Take the line '%YAML' out."),
  ]
}
