import Components
import Deduplicating
import Filtering
import Mapping
import Records

/// The maps of a pipeline as they can be applied to rows that are in the books.
///
/// The books hold what a record was at its end. A rule that looks at what a field was before another rule, or a later
/// stage, gave it its value cannot be applied again: the files have to be read.
struct RemapPlan {
  /// In the order of the pipeline.
  let stages: [MapStage]
  /// The fields that rules give values to, each with its first rule's place.
  let targets: [(name: String, place: Place)]
  /// Those of the fields by which a record is recognised: they must come out as they are.
  let identity: [String]

  /// - Throws: `remap-impossible` (78) at the rule that stands against it.
  init(_ pipeline: Pipeline) throws(Fault) {
    if pipeline.replacesTable {
      throw RemapPlan.impossible(
        "every run replaces the whole table", at: pipeline.loader.options.place(of: "mode"),
        hint: "Run the pipeline again: daybook run --full.")
    }
    stages = pipeline.formats[0].maps
    let rules = stages.flatMap(\.dependencies)
    guard let first = rules.first else {
      throw RemapPlan.impossible(
        "the pipeline has no map stage", at: pipeline.place, hint: "There is nothing to apply again.")
    }
    var targets: [(name: String, place: Place)] = []
    for rule in rules where !targets.contains(where: { $0.name == rule.target }) {
      targets.append((rule.target, rule.place))
    }
    self.targets = targets
    let dedup = pipeline.dedup
    let own = pipeline.loader.options.list("key").map(\.text)
    let key = own.isEmpty ? dedup?.key ?? [] : own
    if key.isEmpty {
      throw RemapPlan.impossible(
        "nothing identifies a row of the table", at: first.place,
        hint: "Add a dedup stage with a key, and load the files into a new table.")
    }
    let fingerprint = dedup?.fingerprintField == nil ? [] : dedup?.fingerprint ?? []
    let recognised = key + fingerprint + [pipeline.contract.fingerprintField].compactMap(\.self)
    identity = targets.map(\.name).filter(recognised.contains)
    for format in pipeline.formats { try RemapPlan.check(format, targets, pipeline.contract) }
  }

  /// Whether the rules see in the books what they saw in this format's files.
  private static func check(
    _ format: Pipeline.Format, _ targets: [(name: String, place: Place)], _ contract: Contract
  ) throws(Fault) {
    let money = [contract.footingAmount, contract.footingCurrency].compactMap(\.self)
    if let target = targets.first(where: { money.contains($0.name) }) {
      throw impossible(
        "the map gives \(target.name), by which the books are footed, its value", at: target.place)
    }
    var given: Set<String> = []
    var filled = format.fingerprintField
    var schema = format.schema
    for step in format.steps {
      switch step {
      case .dedup: filled = nil
      case .stage(let stage as MapStage, _):
        for rule in stage.dependencies {
          try check(rule, given, targets.map(\.name), filled, schema, format)
          given.insert(rule.target)
        }
      case .stage(let stage as WhereStage, let name):
        try check(stage.fields, given, name, targets)
      case .stage(let stage as CutOffStage, let name):
        try check([stage.field], given, name, targets)
      case .stage(_, let name):
        if let target = targets.first(where: { given.contains($0.name) }) {
          throw impossible("\(name) works on fields that map gave their values", at: target.place)
        }
      }
      schema = step.schema
    }
  }

  private static func check(
    _ rule: MapStage.Dependency, _ given: Set<String>, _ targets: [String], _ filled: String?,
    _ schema: RecordSchema, _ format: Pipeline.Format
  ) throws(Fault) {
    for field in rule.reads where !given.contains(field) {
      if targets.contains(field) {
        throw impossible(
          "the rule for \(rule.target) looks at what \(field) was in the file, and the books hold what it "
            + "was mapped to", at: rule.place)
      }
      if field == filled {
        throw impossible(
          "the rule for \(rule.target) looks at \(field) before dedup gives it a value", at: rule.place)
      }
      if schema.type(of: field) != format.loaded.type(of: field) {
        throw impossible(
          "the rule for \(rule.target) looks at \(field) as it is in the file, and the books hold it as "
            + "\(format.loaded.type(of: field)?.description ?? "nothing")", at: rule.place)
      }
    }
  }

  private static func check(
    _ fields: [String], _ given: Set<String>, _ stage: String, _ targets: [(name: String, place: Place)]
  ) throws(Fault) {
    guard let target = targets.first(where: { fields.contains($0.name) && given.contains($0.name) }) else {
      return
    }
    throw impossible(
      "\(stage) decides by \(target.name), and what it left out is not in the books", at: target.place)
  }

  private static func impossible(
    _ message: String, at place: Place,
    hint: String = "Read the files again with the mapping as it is: daybook run --full."
  ) -> Fault {
    Fault(
      "remap-impossible", "rows in the books cannot be mapped again: \(message)", at: place, hint: hint,
      status: .specInvalid)
  }

  /// The mapping gives a field of the identity another value.
  func identityChanged(_ field: String) -> Fault {
    RemapPlan.impossible(
      "the map now gives \(field), by which records are recognised, another value",
      at: targets.first { $0.name == field }?.place ?? targets[0].place)
  }
}

extension Pipeline.Format {
  /// In order.
  fileprivate var maps: [MapStage] {
    steps.compactMap { step in
      if case .stage(let stage, _) = step { stage as? MapStage } else { nil }
    }
  }

  fileprivate var fingerprintField: String? {
    for case .dedup(let settings) in steps { return settings.fingerprintField }
    return nil
  }
}
