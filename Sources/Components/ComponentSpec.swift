/// What a component is: its options, its reasons to refuse, its examples. Declared once; parsing, linting,
/// `daybook list`, the reference pages and the JSON Schema all come from it.
public struct ComponentSpec: Sendable {
  /// Where in a pipeline the component may stand.
  public enum Kind: String, Sendable, CaseIterable {
    case reader, stage, loader
  }

  /// What the value of the component's key is in YAML.
  public enum Shape: Sendable {
    /// The options by name.
    case options
    /// Keys of the user's own, with values of one type; `key` says what the keys are. `Options` carries the whole
    /// map under the empty name: `options.map("")`.
    case mapOf(key: String, OptionType)
    /// A list of values of one type. `Options` carries it under the empty name: `options.list("")`.
    case listOf(OptionType)
  }

  /// Where the component may stand.
  public var kind: Kind
  /// snake_case, as written in a pipeline: `csv`, `cut_off`, `sqlite`.
  public var name: String
  /// One sentence.
  public var summary: String
  /// The standard or source it implements, with edition; empty when there is none.
  public var standard: String
  /// One line on what happens to memory, or on what the component cannot do.
  public var limits: String
  /// What the value of its key is.
  public var shape: Shape
  /// Empty unless the shape is `options`.
  public var options: [OptionSpec]
  /// Every code the component can refuse a record with.
  public var reasons: [ReasonSpec]
  /// Pieces of YAML that lint: the value of the component's key.
  public var examples: [String]

  /// A component with everything that describes it.
  public init(
    kind: Kind, name: String, summary: String, standard: String = "", limits: String = "",
    shape: Shape = .options, options: [OptionSpec] = [], reasons: [ReasonSpec] = [], examples: [String]
  ) {
    self.kind = kind
    self.name = name
    self.summary = summary
    self.standard = standard
    self.limits = limits
    self.shape = shape
    self.options = options
    self.reasons = reasons
    self.examples = examples
  }
}

/// A code a component can refuse a record with.
public struct ReasonSpec: Sendable, Hashable {
  /// Kebab-case, noun first, stable for ever.
  public var code: String
  /// One sentence.
  public var summary: String

  /// A reason of a code.
  public init(_ code: String, _ summary: String) {
    self.code = code
    self.summary = summary
  }
}

/// One option of a component.
public struct OptionSpec: Sendable {
  /// snake_case, as written in a pipeline.
  public var name: String
  /// What the value may be.
  public var type: OptionType
  /// A pipeline without it is not valid.
  public var isRequired: Bool
  /// As it would be written in YAML; nil when there is none, and `doc` says what leaving the option out means.
  public var defaultValue: String?
  /// What it decides, in a sentence.
  public var doc: String
  /// As it would be written in YAML.
  public var example: String

  /// An option with everything that describes it.
  public init(
    _ name: String, _ type: OptionType, required: Bool = false, default defaultValue: String? = nil,
    doc: String,
    example: String
  ) {
    self.name = name
    self.type = type
    isRequired = required
    self.defaultValue = defaultValue
    self.doc = doc
    self.example = example
  }
}

/// What an option's value may be.
public indirect enum OptionType: Sendable {
  case text
  /// A single character; `tab`, `space` and `\t` name the invisible ones.
  case character
  case integer(ClosedRange<Int>)
  case flag
  case date
  /// A path relative to the pipeline file.
  case path
  /// The name of a field: snake_case.
  case fieldName
  case choice([String])
  case list(OptionType)
  /// One value, or a list of them.
  case oneOrMore(OptionType)
  /// Keys of the user's own, with values of one type; `key` says what the keys are.
  case map(key: String, OptionType)
  /// Named options in turn.
  case group([OptionSpec])
  /// One of two types that YAML tells apart: a scalar, a list or a map. The first that fits the node's kind.
  case either(OptionType, OptionType)
  /// What the program carries with it by a name, a YAML file of one's own by its path, or these options in place; `Options`
  /// has the options whichever it is. The kind is what it is in words: `layout`.
  case definition(kind: String, [OptionSpec])
  /// Whatever YAML can say; who asks for it checks it. As `Options` has it, scalars are text.
  case any

  /// In words, for messages and pages.
  public var words: String {
    switch self {
    case .text: "text"
    case .character: "a single character"
    case .integer(let range):
      range.upperBound == .max
        ? "a whole number from \(range.lowerBound)"
        : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .flag: "true or false"
    case .date: "a date YYYY-MM-DD"
    case .path: "a path"
    case .fieldName: "a field name"
    case .choice(let names): "one of " + names.joined(separator: ", ")
    case .list(let type): "a list of " + type.words
    case .oneOrMore(let type): type.words + ", or a list of it"
    case .map(let key, let type): "a map from \(key) to \(type.words)"
    case .group: "a map of options"
    case .either(let first, let second): first.words + ", or " + second.words
    case .definition(let kind, _): "the name of a \(kind), the path of a YAML file, or a map of options"
    case .any: "any value"
    }
  }
}
