import Components
import Records

/// Holds the stages of one file against each other: what left one must have arrived at the next.
enum FootingCheck {
  /// - Parameter stages: every stage in the order of the flow.
  /// - Throws: `footing-failed` naming the stage, when rows or money got lost or came from nowhere.
  static func verify(_ stages: [StageFooting], file: String) throws(Fault) {
    for stage in stages where !stage.foots {
      throw broken("what left \(stage.stage) is not what arrived there", file)
    }
    for (earlier, later) in zip(stages, stages.dropFirst()) {
      let isEqual = later.knowsMoney ? earlier.kept == later.arrived : earlier.kept.rows == later.arrived.rows
      if !isEqual { throw broken("what left \(earlier.stage) did not arrive at \(later.stage)", file) }
    }
  }

  /// The sum over all stages does not come to what was read.
  static func lost(_ file: String) -> Fault {
    broken("what was read is not what was loaded or left out", file)
  }

  private static func broken(_ what: String, _ file: String) -> Fault {
    Fault(
      "footing-failed", "\(what), in rows or in money", at: Place(file: file),
      hint: "Nothing further was committed. This is a mistake of the program: please report it.",
      status: .dataRefused)
  }
}
