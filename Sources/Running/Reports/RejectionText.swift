import Bytes
public import Components
import Records

/// The console form of refusals, clickable in an editor.
///
///     inbox/may.bai:14:9: amount-not-a-number: amount "12.3O0" is not a number (record 9, field amount)
///        14 | 16,195,12.3O0,,REF881,,ACME/
///           |        ^
///       hint: BAI2 amounts are digits with implied decimals.
public enum RejectionText {
  /// Reads the original bytes of every rejection back from its file, in one pass.
  ///
  /// - Parameter finder: of the file's reader.
  static func refusedRecords(
    _ rejections: [Rejection], from path: String, survey: FileSurvey, finder: FieldFinder?,
    corrections: [Correction] = []
  ) throws(Fault) -> [RefusedRecord] {
    var result = rejections.map { RefusedRecord(rejection: $0) }
    let placed = rejections.indices.filter { rejections[$0].origin.length > 0 }
    let order = placed.sorted {
      rejections[$0].origin.offset != rejections[$1].origin.offset
        ? rejections[$0].origin.offset < rejections[$1].origin.offset : $0 < $1
    }
    if order.isEmpty { return result }
    let ranges = order.map { at in
      let origin = rejections[at].origin
      return origin.offset..<(origin.offset + Int64(origin.length))
    }
    let source = try ByteSource(path: path, survey: survey, corrections: corrections)
    try RecordExtractor.extract(ranges, from: source) { index, excerpt in
      let at = order[index]
      result[at].original = String(decoding: excerpt.bytes, as: UTF8.self)
      place(&result[at], excerpt, finder)
    }
    return result
  }

  /// Finds the bad value in its record, so that the caret points at it; without one where it is not known, for a wrong
  /// place is worse than none.
  private static func place(
    _ refused: inout RefusedRecord, _ excerpt: RecordExtractor.Excerpt, _ finder: FieldFinder?
  ) {
    refused.line = String(decoding: excerpt.line, as: UTF8.self)
    guard let offset = offset(refused.rejection, excerpt.bytes, finder) else { return }
    // A value on a later line of the record is shown by the record's first line.
    if excerpt.bytes.prefix(offset).contains(where: { $0 == 10 || $0 == 13 }) { return }
    refused.column = excerpt.position + offset + 1
  }

  private static func offset(_ rejection: Rejection, _ record: [UInt8], _ finder: FieldFinder?) -> Int? {
    if let position = rejection.position { return Int(position) }
    // The record as a whole.
    if rejection.field.isEmpty { return 0 }
    // Several fields make one key: the first that stands in the record.
    let fields = rejection.field.split(separator: ", ").lazy.map(String.init)
    guard let finder, let range = fields.compactMap({ finder($0, record) }).first else { return nil }
    let value = Array((rejection.value ?? "").utf8)
    let within = value.isEmpty ? nil : find(value, in: Array(record[range]))
    return range.lowerBound + (within ?? 0)
  }

  private static func find(_ needle: [UInt8], in bytes: [UInt8]) -> Int? {
    guard needle.count <= bytes.count else { return nil }
    for start in 0...(bytes.count - needle.count) where bytes[start] == needle[0] {
      if bytes[start..<start + needle.count].elementsEqual(needle) { return start }
    }
    return nil
  }

  /// - Parameter path: as the user would write it.
  public static func console(_ refused: RefusedRecord, path: String) -> String {
    let rejection = refused.rejection
    let line = Int(rejection.origin.line)
    let place = Place(file: path, line: line, column: line > 0 ? refused.column : 0)
    var about: [String] = []
    if rejection.origin.record > 0 { about.append("record \(rejection.origin.record)") }
    if !rejection.field.isEmpty { about.append("field \(rejection.field)") }
    let tail = about.isEmpty ? "" : " (\(about.joined(separator: ", ")))"
    var lines = ["\(place): \(rejection.code): \(shown(rejection.reason))\(tail)"]
    if let text = refused.line, line > 0 {
      let number = String(repeating: " ", count: max(0, 5 - "\(line)".count)) + "\(line)"
      let (shown, caret) = window(text, column: refused.column)
      lines.append("\(number) | \(shown)")
      if refused.column > 0 {
        lines.append(
          "\(String(repeating: " ", count: number.count)) | \(String(repeating: " ", count: caret))^")
      }
    }
    lines.append("  hint: \(shown(rejection.hint))")
    return lines.joined(separator: "\n")
  }

  /// Without control characters, which a file could steer a terminal with.
  private static func shown(_ text: String) -> String {
    String(text.map { $0.unicodeScalars.contains { $0.value < 32 || $0.value == 127 } ? "·" : $0 })
  }

  /// At most 100 characters of a line around a byte column, control characters shown as a dot, and the caret's place.
  private static func window(_ line: String, column: Int) -> (text: String, caret: Int) {
    let before = String(decoding: Array(line.utf8).prefix(max(0, column - 1)), as: UTF8.self).count
    let characters = line.map { $0.unicodeScalars.contains { $0.value < 32 || $0.value == 127 } ? "·" : $0 }
    let start = before > 80 ? before - 60 : 0
    return (String(characters.dropFirst(start).prefix(100)), before - start)
  }
}
