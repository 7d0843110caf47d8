public import Records

extension Complaint {
  /// A field that no earlier stage yields, with the nearest one that is there.
  public static func unknownField(_ name: String, at place: Place, among schema: RecordSchema) -> Complaint {
    let hint: String
    if let near = nearest(to: name, among: schema.names) {
      hint = "Did you mean \(near)?"
    } else {
      hint = "The fields here are " + schema.names.joined(separator: ", ") + "."
    }
    return Complaint("field-unknown", at: place, "no earlier stage yields a field \"\(name)\"", hint: hint)
  }
}
