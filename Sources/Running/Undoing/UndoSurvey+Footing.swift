import Components
import Records

extension UndoSurvey {
  /// What an undoing did, as the footing of its run. Rows only: what money they are is in the rows.
  func footing(scale: Int) -> StageFooting {
    var left: [String: Tally] = [:]
    var all = Tally(scale: scale)
    for (title, rows) in [("removed", removed), ("restored", restored), ("returned", returned)] where rows > 0
    {
      var tally = Tally(scale: scale)
      tally.rows = rows
      left[title] = tally
      all.add(tally)
    }
    return StageFooting(stage: "undo", arrived: all, left: left, knowsMoney: true)
  }
}
