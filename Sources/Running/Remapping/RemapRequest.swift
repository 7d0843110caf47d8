import Components
import Loading
public import Records

/// Which rows are mapped again.
public enum RemapRequest: Sendable, Hashable {
  /// Those that a run put in or updated, and that are still its.
  case run(Int64)
  /// Those dated from a day on, through another when one is given.
  case dates(from: CivilDate, through: CivilDate?)

  /// As it goes into the history.
  var text: String {
    switch self {
    case .run(let run): "remap --run \(run)"
    case .dates(let from, let through): "remap --from \(from)" + (through.map { " --through \($0)" } ?? "")
    }
  }

  /// Reads what `text` wrote; nil for anything else.
  init?(text: String) {
    let words = text.split(separator: " ").map(String.init)
    switch words.count {
    case 3 where words[1] == "--run":
      guard let run = Int64(words[2]) else { return nil }
      self = .run(run)
    case 3 where words[1] == "--from":
      guard let from = CivilDate(iso: words[2]) else { return nil }
      self = .dates(from: from, through: nil)
    case 5:
      guard let from = CivilDate(iso: words[2]), let through = CivilDate(iso: words[4]) else { return nil }
      self = .dates(from: from, through: through)
    default: return nil
    }
  }

  /// For people.
  var title: String {
    switch self {
    case .run(let run): "the rows of run \(run)"
    case .dates(let from, nil): "the rows from \(from) on"
    case .dates(let from, let through?): "the rows from \(from) through \(through)"
    }
  }

  /// - Throws: `cut-off-impossible` when no date of the records decides.
  func choice(_ pipeline: Pipeline) throws(Fault) -> RowChoice {
    switch self {
    case .run(let run): return .run(run)
    case .dates(let from, let through):
      guard let field = pipeline.contract.effectiveDate else {
        throw Fault(
          "cut-off-impossible", "no date of the records can decide what --from asks for", at: pipeline.place,
          hint: "Name a run with --run, or give the contract an effective date.", status: .usage)
      }
      return .dates(field: field, from: from, through: through)
    }
  }
}
