/// What is wrong with a record, or with a file: a code with its words.
struct Flaw {
  /// Kebab-case, noun first.
  var code: String
  /// Lower case, no full stop.
  var fact: String
  /// A sentence.
  var hint: String
}
