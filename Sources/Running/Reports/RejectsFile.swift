public import Components
import Records

/// The refusals of a run as a CSV file, for people and spreadsheets.
///
/// A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@` or a control character for a formula, and whoever wrote
/// the statement could have it computed. Such a cell gets an apostrophe in front, and so does one that begins with an
/// apostrophe: whoever reads the file takes one apostrophe off each cell that begins with one, and has every byte as
/// it was. Signed plain numbers compute nothing and stay as they are.
public enum RejectsFile {
  static let header = [
    "run", "reject", "code", "file", "line", "record", "stage", "field", "value", "reason", "hint",
    "original",
  ]

  /// The file's bytes: a header, then one line a refusal.
  public static func text(run: Int64, _ refusals: [(path: String, name: String, refused: RefusedRecord)])
    -> [UInt8]
  {
    var csv = CSVText()
    csv.row(header)
    for (path, name, refused) in refusals {
      let rejection = refused.rejection
      let cells = [
        "\(run)", name, rejection.code, path, "\(rejection.origin.line)", "\(rejection.origin.record)",
        rejection.stage, rejection.field, rejection.value, rejection.reason, rejection.hint, refused.original,
      ]
      csv.row(cells.map { $0.map(guarded) })
    }
    return csv.bytes
  }

  /// The text of a cell as it was before it was guarded.
  static func unguarded(_ cell: String) -> String { cell.first == "'" ? String(cell.dropFirst()) : cell }

  /// The cell as text that no spreadsheet computes.
  private static func guarded(_ cell: String) -> String {
    guard let first = cell.utf8.first else { return cell }
    switch first {
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      let rest = cell.utf8.dropFirst()
      let isNumber = !rest.isEmpty && rest.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
      return isNumber ? cell : "'" + cell
    case UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "'"), 0..<32: return "'" + cell
    default: return cell
    }
  }
}
