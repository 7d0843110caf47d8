public import Components
import Records

/// The refusals of a run as a CSV file, for people and spreadsheets.
public enum RejectsFile {
  static let header = [
    "run", "code", "file", "line", "record", "stage", "field", "value", "reason", "hint", "original",
  ]

  /// The file's bytes: a header, then one line a refusal.
  public static func text(run: Int64, _ refusals: [(path: String, refused: RefusedRecord)]) -> [UInt8] {
    var csv = CSVText()
    csv.row(header)
    for (path, refused) in refusals {
      let rejection = refused.rejection
      csv.row([
        "\(run)", rejection.code, path, "\(rejection.origin.line)", "\(rejection.origin.record)",
        rejection.stage,
        rejection.field, rejection.value, rejection.reason, rejection.hint, refused.original,
      ])
    }
    return csv.bytes
  }
}
