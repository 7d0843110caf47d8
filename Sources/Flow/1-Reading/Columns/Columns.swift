import Components
import Records

/// Which values of a file become fields, and which fields are the same in every record: the options `columns` and
/// `constants` of formats that can fill any contract.
struct Columns: Sendable {
  /// A value wanted: a column's name, its position from 1, or a path, and the field it becomes.
  struct Wanted: Sendable {
    /// Without the blanks around it.
    var column: String
    var field: String
    /// Where the column is named.
    var place: Place
  }

  /// Nil when everything is wanted under a name of its own.
  var wanted: [Wanted]?
  /// Field and text, the same in every record.
  var constants: [(field: String, text: String)]

  /// - Parameter complaints: takes fields that get their value twice.
  init(_ options: Options, complaints: inout [Complaint]) {
    wanted = options["columns"].map { value in
      value.map.map {
        Wanted(column: ColumnHeader.trimmed($0.key), field: $0.value.text, place: $0.keyPlace)
      }
    }
    constants = options.map("constants").map { ($0.key, $0.value.text) }
    var seen: Set<String> = []
    for entry in options.map("columns") where !seen.insert(entry.value.text).inserted {
      Columns.repeated(entry.value.text, entry.value.place, &complaints)
    }
    for entry in options.map("constants") where !seen.insert(entry.key).inserted {
      Columns.repeated(entry.key, entry.keyPlace, &complaints)
    }
  }

  /// The fields that are known without a file, all of text: the columns listed, then the constants.
  var listed: RecordSchema {
    var schema = RecordSchema([])
    for column in wanted ?? [] { schema.set(Field(column.field, .text)) }
    for constant in constants { schema.set(Field(constant.field, .text)) }
    return schema
  }

  /// The fields of a pipeline's format, which has to list its columns.
  ///
  /// - Parameters:
  ///   - what: a column is told by: "the header's name".
  ///   - example: `Amount: amount`.
  func required(
    _ options: Options, by what: String, example: String, complaints: inout [Complaint]
  ) -> RecordSchema {
    if wanted == nil {
      complaints.append(
        Complaint(
          "option-missing", at: options.place, "columns is missing: which column becomes which field",
          hint: "Write columns: { \(example) }, with \(what) before the colon and the field behind it."))
    }
    return listed
  }

  /// What makes a reader impossible, as a fault: for readers that are made without a pipeline having been checked.
  static func stop(_ complaints: [Complaint]) throws(Fault) {
    guard let first = complaints.first else { return }
    throw Fault(first.code, first.message, at: first.place, hint: first.hint, status: .specInvalid)
  }

  /// The fields of columns that have these names, where every one is wanted; then the constants.
  func schema(ofColumns names: [String]) -> RecordSchema {
    let constants = constants.map(\.field)
    return RecordSchema(
      (Columns.fieldNames(of: names, taken: constants) + constants).map { Field($0, .text) })
  }

  private static func repeated(_ field: String, _ place: Place, _ complaints: inout [Complaint]) {
    complaints.append(
      Complaint(
        "field-repeated", at: place, "field \(field) gets its value twice",
        hint: "Keep one of the two, or give the other a field of its own."))
  }

  // MARK: Options

  /// The option `columns`.
  ///
  /// - Parameter key: what stands before the colon: "a column's name".
  static func option(key: String, doc: String, example: String) -> OptionSpec {
    OptionSpec("columns", .map(key: key, .fieldName), doc: doc, example: example)
  }

  /// The option `constants`.
  static let constantsOption = OptionSpec(
    "constants", .map(key: "a field name", .text),
    doc: "Fields with the same text in every record, for what the file does not say.",
    example: "{ currency: USD }")

  // MARK: Names of fields

  /// Field names made of column names: `Booking Date` gives `booking_date`, an empty one in third place `column_3`,
  /// a second `amount` `amount_2`.
  static func fieldNames(of names: [String], taken: [String]) -> [String] {
    var used = Set(taken)
    return names.indices.map { at in
      let base = snakeCase(names[at])
      let name = base.isEmpty ? "column_\(at + 1)" : base
      var unique = name
      var number = 2
      while !used.insert(unique).inserted {
        unique = "\(name)_\(number)"
        number += 1
      }
      return unique
    }
  }

  private static func snakeCase(_ name: String) -> String {
    var result = ""
    var wasLower = false
    for character in name {
      guard character.isLetter || character.isNumber else {
        if !result.isEmpty, result.last != "_" { result.append("_") }
        wasLower = false
        continue
      }
      if character.isUppercase, wasLower { result.append("_") }
      wasLower = character.isLowercase || character.isNumber
      result += character.lowercased()
    }
    if result.last == "_" { result.removeLast() }
    return result
  }
}
