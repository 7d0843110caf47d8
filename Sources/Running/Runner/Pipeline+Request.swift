import Components
import Filtering
import Records

extension Pipeline {
  /// The pipeline with its cut-off narrowed to what a run asks for; a pipeline without one gets one.
  func narrowed(to request: RunRequest) -> Pipeline {
    if request.from == nil, request.through == nil { return self }
    var narrowed = self
    for at in formats.indices { narrowed.formats[at].steps = formats[at].narrowed(to: request, contract) }
    return narrowed
  }
}

extension Pipeline.Format {
  var hasCutOff: Bool {
    steps.contains { step in
      if case .stage(let stage, _) = step { stage is CutOffStage } else { false }
    }
  }

  /// Whether records of a day can arrive, as far as the cut-off decides.
  var cutOff: (CivilDate) -> Bool {
    let stages = steps.compactMap { step in
      if case .stage(let stage, _) = step { stage as? CutOffStage } else { nil }
    }
    return { day in
      stages.allSatisfy { stage in
        (stage.from.map { $0 <= day } ?? true) && (stage.through.map { day <= $0 } ?? true)
      }
    }
  }

  fileprivate func narrowed(to request: RunRequest, _ contract: Contract) -> [Pipeline.Step] {
    var steps = steps
    var found = false
    for at in steps.indices {
      guard case .stage(let stage, let name) = steps[at], let cutOff = stage as? CutOffStage else { continue }
      found = true
      steps[at] = .stage(cutOff.narrowed(from: request.from, through: request.through), name: name)
    }
    if found { return steps }
    guard let field = contract.effectiveDate else { return steps }
    // Right behind the first step after which the date is a date.
    let schemas = [schema] + steps.map(\.schema)
    guard let at = schemas.firstIndex(where: { $0.type(of: field) == .date }) else { return steps }
    let stage = CutOffStage(field: field, from: request.from, through: request.through, schema: schemas[at])
    steps.insert(.stage(stage, name: CutOffStage.spec.name), at: at)
    return steps
  }
}
