import Components
import Records

/// Text made of other fields' canonical text.
enum TextRule: Sendable {
  static let tooLong = ReasonSpec("value-too-long", "The text that a rule makes is longer than 32,768 bytes.")

  /// Bytes of one text that is made; 65,536 of them fit a column's arena.
  static let longest = 32_768

  /// A piece of a concatenation.
  enum Part: Sendable {
    case field(String)
    /// UTF-8.
    case text([UInt8])
  }

  /// Missing and empty values are left out, with their separator; without any value there is no text.
  case concatenate([Part], separator: [UInt8])
  /// Characters from `start` (0-based), counted as Unicode scalars; nil means all that follow.
  case substring(field: String, start: Int, length: Int?)
  case upper(field: String)
  case lower(field: String)

  func column(for target: TargetField, in batch: RecordBatch, _ verdicts: inout Verdicts) -> TextColumn {
    switch self {
    case .concatenate(let parts, let separator):
      let made = concatenated(parts, separator, batch)
      return refusingLong(made, target, &verdicts)
    case .substring(let field, let start, let length):
      return substring(of: text(of: field, batch), start, length)
    case .upper(let field):
      let made = letterCase(of: text(of: field, batch), first: UInt8(ascii: "a")) { $0.uppercased() }
      return refusingLong(made, target, &verdicts)
    case .lower(let field):
      let made = letterCase(of: text(of: field, batch), first: UInt8(ascii: "A")) { $0.lowercased() }
      return refusingLong(made, target, &verdicts)
    }
  }

  private func text(of field: String, _ batch: RecordBatch) -> TextColumn {
    guard let column = batch.column(field) else { preconditionFailure("a batch of another schema") }
    return column.canonicalText()
  }

  /// What was made, with the rows that are too long.
  private struct Made {
    var column: TextColumn
    var tooLong: [Int] = []

    init(capacity: Int, bytes: Int) {
      column = TextColumn(bytes: [], views: [])
      column.bytes.reserveCapacity(bytes)
      column.views.reserveCapacity(capacity)
    }

    /// The text of a row is what was written since `start`.
    mutating func finish(from start: Int) {
      column.views.append(TextView(start: UInt32(start), length: Int32(column.bytes.count - start)))
    }

    mutating func leaveOut(from start: Int) {
      column.bytes.removeSubrange(start...)
      column.views.append(.null)
    }
  }

  private func refusingLong(_ made: Made, _ target: TargetField, _ verdicts: inout Verdicts) -> TextColumn {
    for row in made.tooLong {
      verdicts.refuse(
        row, field: target.name, value: nil, TextRule.tooLong,
        "the text is longer than \(TextRule.longest) bytes",
        hint: "Give \(target.name) a part of the text with substring.")
    }
    return made.column
  }

  // MARK: Concatenation

  private func concatenated(_ parts: [Part], _ separator: [UInt8], _ batch: RecordBatch) -> Made {
    let sources: [TextColumn] = parts.map { part in
      switch part {
      case .field(let field): text(of: field, batch)
      case .text(let bytes): TextColumn(bytes: bytes, views: [])
      }
    }
    var made = Made(capacity: batch.count, bytes: batch.count * 16 * parts.count)
    for row in 0..<batch.count {
      let start = made.column.bytes.count
      var hasValue = false
      var isTooLong = false
      for (part, source) in zip(parts, sources) {
        var range = 0..<source.bytes.count
        if case .field = part {
          let view = source.views[row]
          if view.length <= 0 { continue }
          range = Int(view.start)..<Int(view.start) + Int(view.length)
          hasValue = true
        }
        let isFirst = made.column.bytes.count == start
        let size = made.column.bytes.count - start + (isFirst ? 0 : separator.count) + range.count
        if size > TextRule.longest {
          isTooLong = true
          break
        }
        if !isFirst { made.column.bytes += separator }
        made.column.bytes += source.bytes[range]
      }
      if isTooLong { made.tooLong.append(row) }
      if hasValue, !isTooLong { made.finish(from: start) } else { made.leaveOut(from: start) }
    }
    return made
  }

  // MARK: Parts and letters

  /// Views into the same bytes. A scalar begins at every byte that is not `10xxxxxx`.
  private func substring(of column: TextColumn, _ start: Int, _ length: Int?) -> TextColumn {
    var views = column.views
    let bytes = column.bytes.span
    for row in 0..<views.count where !views[row].isNull {
      let (first, end) = (Int(views[row].start), Int(views[row].start) + Int(views[row].length))
      let from = offset(after: start, from: first, to: end, bytes)
      let to = length.map { offset(after: $0, from: from, to: end, bytes) } ?? end
      views[row] = from < to ? TextView(start: UInt32(from), length: Int32(to - from)) : .null
    }
    return TextColumn(bytes: column.bytes, views: views)
  }

  /// Where the scalar after `count` others begins, or the end.
  @inline(__always)
  private func offset(after count: Int, from: Int, to end: Int, _ bytes: Span<UInt8>) -> Int {
    var at = from
    var seen = 0
    while at < end {
      if bytes[at] & 0xC0 != 0x80 {
        if seen == count { return at }
        seen += 1
      }
      at += 1
    }
    return end
  }

  /// - Parameters:
  ///   - first: the first of the 26 ASCII letters that change.
  ///   - change: what to do with text that is not ASCII.
  @inline(__always)
  private func letterCase(of column: TextColumn, first: UInt8, change: (String) -> String) -> Made {
    var made = Made(capacity: column.views.count, bytes: column.views.count * 24)
    let bytes = column.bytes.span
    for row in 0..<column.views.count {
      let view = column.views[row]
      let start = made.column.bytes.count
      if view.length > TextRule.longest { made.tooLong.append(row) }
      if view.isNull || view.length > TextRule.longest {
        made.leaveOut(from: start)
        continue
      }
      let from = Int(view.start)
      made.column.bytes += column.bytes[from..<from + Int(view.length)]
      var seen: UInt8 = 0
      for at in from..<from + Int(view.length) {
        seen |= bytes[at]
        if bytes[at] &- first < 26 { made.column.bytes[start + at - from] = bytes[at] ^ 0x20 }
      }
      if seen >= 0x80 {
        let changed = change(column.string(at: row) ?? "").utf8
        made.column.bytes.removeSubrange(start...)
        made.column.bytes += changed
      }
      if made.column.bytes.count - start > TextRule.longest {
        made.tooLong.append(row)
        made.leaveOut(from: start)
      } else {
        made.finish(from: start)
      }
    }
    return made
  }
}
