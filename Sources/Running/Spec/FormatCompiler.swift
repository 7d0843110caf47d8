import Components
import Deduplicating
import Reading
import Records

/// Follows the fields of one format from its reader to the loader, with no data.
struct FormatCompiler {
  let surroundings: Surroundings
  var complaints: [Complaint] = []
  /// What last gave each field its type, by field: for the complaint that points there.
  private var givers: [String: (name: String, place: Place)] = [:]

  init(surroundings: Surroundings) { self.surroundings = surroundings }

  /// The format compiled; nil when it cannot be, or when a part of it did not lint.
  ///
  /// - Parameter stages: those of the pipeline, which come after the format's own.
  mutating func compile(_ draft: PipelineDraft.Format, _ stages: [PipelineDraft.Stage]) -> Pipeline.Format? {
    guard let options = draft.options else { return nil }
    let schema = draft.reader.schema(options, surroundings.contract, &complaints)
    guard complaints.isEmpty else { return nil }
    note(schema, after: RecordSchema([]), draft.reader.spec.name, draft.readerPlace)
    var format = Pipeline.Format(
      match: draft.match, place: draft.place, reader: draft.reader, options: options, schema: schema,
      steps: [])
    var written = WrittenFields(contract: surroundings.contract, reader: draft.reader)
    for stage in draft.stages + stages {
      // What follows a stage that does not lint would complain of fields it was meant to yield.
      guard let options = stage.options else { return nil }
      let step = step(stage.kind, options, format.loaded, &written)
      note(step.schema, after: format.loaded, step.name, stage.place)
      format.steps.append(step)
    }
    complaints += written.complaints
    if complaints.isEmpty { keepContract(format.loaded, draft) }
    if complaints.isEmpty { tryConstants(format) }
    return complaints.isEmpty ? format : nil
  }

  private mutating func step(
    _ kind: Catalog.StageKind, _ options: Options, _ schema: RecordSchema, _ written: inout WrittenFields
  ) -> Pipeline.Step {
    switch kind {
    case .stage(let type):
      written.add(type, options, schema)
      let stage = type.init(
        options: options, schema: schema, surroundings: surroundings, complaints: &complaints)
      return .stage(stage, name: type.spec.name)
    case .dedup:
      let settings = DedupSettings(
        options: options, schema: schema, surroundings: surroundings, complaints: &complaints)
      written.add(settings)
      return .dedup(settings)
    }
  }

  private mutating func note(
    _ schema: RecordSchema, after before: RecordSchema, _ name: String, _ place: Place
  ) {
    for field in schema.fields where before.type(of: field.name) != field.type {
      givers[field.name] = (name, place)
    }
  }

  /// A constant is read once as it would be in every record: what is refused there would refuse them all.
  private mutating func tryConstants(_ format: Pipeline.Format) {
    let constants = format.options.map("constants")
    if constants.isEmpty { return }
    let columns = format.schema.fields.map { field in
      Column.single(constants.first { $0.key == field.name }?.value.text, as: field.type)
    }
    var batch = RecordBatch(
      schema: format.schema, columns: columns,
      origins: [Origin(offset: 0, length: 0, line: 0, record: 0)])
    var rejections: [Rejection] = []
    for case .stage(let stage, name: PipelineLanguage.formatStage) in format.steps
      .prefix(while: { $0.name == PipelineLanguage.formatStage })
    {
      var fates = [Fate.kept]
      stage.apply(to: &batch, fates: &fates, rejecting: &rejections)
    }
    for entry in constants {
      guard let first = rejections.first(where: { $0.field == entry.key }) else { continue }
      complaints.append(
        Complaint(
          first.code, at: entry.value.place, "the constant of \(entry.key): \(first.reason)",
          hint: first.hint))
    }
  }

  /// What reaches the loader is what the contract promises.
  private mutating func keepContract(_ schema: RecordSchema, _ draft: PipelineDraft.Format) {
    let contract = surroundings.contract
    for rule in contract.fields {
      guard let found = schema.type(of: rule.name) else {
        if rule.isRequired { missing(rule, schema, draft) }
        continue
      }
      guard found != rule.type, let giver = givers[rule.name] else { continue }
      complaints.append(
        Complaint(
          "contract-broken", at: giver.place,
          "\(contract.title) has \(rule.name) as \(rule.type), but it is \(found) after \(giver.name)",
          hint: hint(rule, found)))
    }
  }

  private mutating func missing(
    _ rule: Contract.FieldRule, _ schema: RecordSchema, _ draft: PipelineDraft.Format
  ) {
    let strangers = schema.names.filter { surroundings.contract.field($0) == nil }
    let near = nearest(to: rule.name, among: strangers)
    complaints.append(
      Complaint(
        "contract-broken", at: draft.readerPlace,
        "\(surroundings.contract.title) requires \(rule.name) as \(rule.type), but no stage from "
          + "\(draft.reader.spec.name) to load yields it",
        hint: near.map { "There is a field \($0); is it meant?" }
          ?? "Let \(draft.reader.spec.name) read it from the file or as a constant, or derive it with map."))
  }

  private func hint(_ rule: Contract.FieldRule, _ found: FieldType) -> String {
    switch (rule.type, found) {
    case (.decimal(let scale), .decimal): "Let it have \(scale) decimal places."
    case (.text, _): "Name the field differently, or leave it as text."
    case (_, .text): "Turn it into \(rule.type) with normalize."
    default: "Let an earlier stage yield it as \(rule.type)."
    }
  }
}

extension Column {
  /// One row: a text, or no value of the type.
  fileprivate static func single(_ text: String?, as type: FieldType) -> Column {
    switch type {
    case .text: .text(TextColumn([text]))
    case .decimal(let scale): .decimals([ScaledDecimal.null], scale: scale)
    case .integer: .integers([Column.nullInteger])
    case .date: .dates([CivilDate.null])
    case .currency: .currencies([.none])
    }
  }
}
