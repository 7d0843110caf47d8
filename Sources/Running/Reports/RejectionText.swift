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
  static func refusedRecords(
    _ rejections: [Rejection], from path: String, survey: FileSurvey, corrections: [Correction] = []
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
      place(&result[at], excerpt)
    }
    return result
  }

  /// Finds the bad value in its record, so that the caret points at it.
  private static func place(_ refused: inout RefusedRecord, _ excerpt: RecordExtractor.Excerpt) {
    var offset = refused.rejection.position.map(Int.init)
    if offset == nil, let value = refused.rejection.value, !value.isEmpty {
      offset = find(Array(value.utf8), in: excerpt.bytes)
    }
    // A value on a later line of the record is shown by the record's first line, without a caret in it.
    let before = excerpt.bytes.prefix(offset ?? 0)
    let isFirstLine = !before.contains { $0 == 10 || $0 == 13 }
    refused.line = String(decoding: excerpt.line, as: UTF8.self)
    refused.column = excerpt.position + (isFirstLine ? offset ?? 0 : 0) + 1
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
      lines.append(
        "\(String(repeating: " ", count: number.count)) | \(String(repeating: " ", count: caret))^")
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
