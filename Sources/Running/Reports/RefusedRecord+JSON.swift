import Components
import Records

extension RefusedRecord {
  /// For programs.
  ///
  /// - Parameter path: of the file, as it is shown.
  func json(path: String) -> OrderedJSON {
    .object([
      ("code", .string(rejection.code)), ("file", .string(path)),
      ("line", .integer(Int(rejection.origin.line))), ("record", .integer(Int(rejection.origin.record))),
      ("stage", .string(rejection.stage)), ("field", .string(rejection.field)),
      ("value", rejection.value.map { .string($0) } ?? .null), ("reason", .string(rejection.reason)),
      ("hint", .string(rejection.hint)), ("original", .string(original)),
    ])
  }
}
