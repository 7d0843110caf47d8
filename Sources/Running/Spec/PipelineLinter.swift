import Components
import Records

/// Goes through a pipeline file once and complains of everything that is not part of the language.
///
///     pipeline, contract, company, checkpoints, on_reject, prove, expect
///     stages:  read -> [ normalize | cut_off | where | dedup | map ]... -> load
///
/// What the parts mean together is checked afterwards, on the draft it makes.
struct PipelineLinter {
  let catalog: Catalog
  var decoder: OptionDecoder
  var draft = PipelineDraft()

  init(catalog: Catalog, directory: String) {
    self.catalog = catalog
    decoder = OptionDecoder(directory: directory)
  }

  private var stageNames: [String] {
    [PipelineLanguage.read] + catalog.stages.map(\.spec.name) + [PipelineLanguage.load]
  }

  mutating func lint(_ root: YAMLNode) {
    guard let entries = root.mapping, !root.isNull else {
      decoder.wrongType(
        root, "a pipeline as a map", hint: "Begin with pipeline: and a name, contract: and stages:.")
      return
    }
    let specs = PipelineLanguage.pipeline
    var values: [String: Options.Value] = [:]
    for entry in entries {
      guard let spec = specs.first(where: { $0.name == entry.key }) else {
        decoder.unknownKey(entry, specs.map(\.name), in: "a pipeline")
        continue
      }
      if entry.key == "stages" {
        stages(entry)
      } else {
        values[spec.name] = decoder.value(entry.value, spec.type, of: spec.name, at: entry.keyPlace)
      }
    }
    for spec in specs where spec.isRequired && !entries.contains(where: { $0.key == spec.name }) {
      decoder.missing(spec, in: "a pipeline", at: root.place)
    }
    header(values)
  }

  private mutating func header(_ values: [String: Options.Value]) {
    if let name = values["pipeline"] {
      if !PipelineLanguage.isPipelineName(name.text) {
        decoder.complain(
          "name-malformed", at: name.place, "\"\(name.text)\" cannot be the name of a pipeline",
          hint: "Use small letters, digits and single hyphens, beginning with a letter: monthly-bank.")
      }
      draft.name = name.text
    }
    draft.contract = values["contract"].map { ($0.text, $0.place) }
    draft.company = values["company"]?.text
    draft.checkpoints = values["checkpoints"]?.text
    draft.gates = ProofGates(values["prove"]?.group)
    draft.expectations = Options(values, at: Place(file: "")).list("expect").map(\.group)
    if let value = values["on_reject"]?.group["continue_up_to"] {
      if let budget = RejectBudget(value.text) {
        draft.budget = budget
      } else {
        decoder.complain(
          "budget-malformed", at: value.place,
          "\"\(value.text)\" is neither a number of records nor a percentage",
          hint: "Write for instance 25, 1% or 0.25%; at most 100%, with at most six decimals.")
      }
    }
  }

  private mutating func stages(_ entry: YAMLNode.Entry) {
    guard let items = entry.value.sequence else {
      decoder.wrongType(
        entry.value, "stages as a list", hint: "Begin each stage with '- ' and its name: - read:")
      return
    }
    if items.isEmpty {
      decoder.complain(
        "list-empty", at: entry.value.place, "stages is an empty list; expected read, and load at the end")
    }
    var hasDedup = false
    for (at, item) in items.enumerated() {
      guard let stage = single(item) else { continue }
      order(stage, isFirst: at == 0, isLast: at == items.count - 1)
      switch stage.key {
      case PipelineLanguage.read: read(stage)
      case PipelineLanguage.load: load(stage)
      default:
        guard let found = middleStage(stage) else { continue }
        if case .dedup = found.kind {
          if hasDedup {
            decoder.complain(
              "stage-twice", at: stage.keyPlace, "\(stage.key) stands here a second time",
              hint: "Keep one; a record has one identity.")
          }
          hasDedup = true
        }
        draft.stages.append(found)
      }
    }
  }

  /// The one key of a stage, or nil and a complaint.
  private mutating func single(_ item: YAMLNode) -> YAMLNode.Entry? {
    guard let entries = item.mapping, let first = entries.first else {
      decoder.wrongType(
        item, "a stage as a map with one key, its name", hint: item.text.map { "Write - \($0): {}" })
      return nil
    }
    for other in entries.dropFirst() {
      decoder.complain(
        "stage-malformed", at: other.keyPlace,
        "\"\(other.key)\" stands beside \(first.key); a stage has one key, its name",
        hint:
          "Indent it further if it belongs to \(first.key); begin it with '- ' if it is a stage of its own.")
    }
    return first
  }

  /// A name that is no stage has its own complaint.
  private mutating func order(_ stage: YAMLNode.Entry, isFirst: Bool, isLast: Bool) {
    guard stageNames.contains(stage.key) else { return }
    if isFirst != (stage.key == PipelineLanguage.read) {
      decoder.complain(
        "stage-out-of-place", at: stage.keyPlace,
        isFirst
          ? "the first stage is \(stage.key); expected read"
          : "read stands here; it can only be the first stage",
        hint: "Begin the stages with read, once; it takes several paths and formats.")
    }
    if isLast != (stage.key == PipelineLanguage.load) {
      decoder.complain(
        "stage-out-of-place", at: stage.keyPlace,
        isLast
          ? "the last stage is \(stage.key); expected load"
          : "load stands here; it can only be the last stage",
        hint: "End the stages with load, once.")
    }
  }

  /// A stage of the catalog; nil and a complaint when there is none of that name.
  mutating func middleStage(_ entry: YAMLNode.Entry) -> PipelineDraft.Stage? {
    guard let kind = catalog.stage(entry.key) else {
      decoder.complain(
        "stage-unknown", at: entry.keyPlace, "there is no stage \"\(entry.key)\"",
        hint: nearest(to: entry.key, among: stageNames).map { "Did you mean \($0)?" }
          ?? "Known are: \(stageNames.joined(separator: ", ")).")
      return nil
    }
    let options = decoder.options(entry.value, kind.spec, at: entry.keyPlace)
    return PipelineDraft.Stage(kind: kind, place: entry.keyPlace, options: options)
  }

  private mutating func load(_ stage: YAMLNode.Entry) {
    let known = catalog.loaders.map(\.spec.name)
    guard let entries = stage.value.mapping, let first = entries.first else {
      decoder.wrongType(
        stage.value, "load as a map with one key, the loader",
        hint: "Known are: \(known.joined(separator: ", ")).")
      return
    }
    for other in entries.dropFirst() {
      decoder.complain(
        "loader-twice", at: other.keyPlace,
        "\"\(other.key)\" stands beside \(first.key); load takes one loader",
        hint: "Indent it further if it belongs to \(first.key).")
    }
    guard let spec = catalog.loader(first.key)?.spec else {
      decoder.complain(
        "loader-unknown", at: first.keyPlace, "there is no loader \"\(first.key)\"",
        hint: nearest(to: first.key, among: known).map { "Did you mean \($0)?" }
          ?? "Known are: \(known.joined(separator: ", ")).")
      return
    }
    guard let options = decoder.options(first.value, spec, at: first.keyPlace) else { return }
    draft.loader = (first.keyPlace, Pipeline.Destination(spec: spec, options: options))
  }
}
