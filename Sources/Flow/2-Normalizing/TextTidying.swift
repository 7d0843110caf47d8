import Components
import Records

/// Brings a column of text to its tidy form: trimmed, in normal form C, "no value" where the rule says so.
///
/// Trimming moves the views and copies nothing. Only where a value changes its bytes the column gets an arena of its
/// own. Control characters within a text stay as they are, line breaks and tabs among them.
struct TextTidying {
  let rule: FieldRule
  let field: String

  /// - Rejects: `value-unknown` where the rule has a table without the value.
  func apply(to column: TextColumn, origins: [Origin], refusals: inout Refusals) -> TextColumn {
    if !rule.isPlain { return rewritten(column, origins: origins, refusals: &refusals) }
    var views = column.views
    let bytes = column.bytes.span
    let emptyIsNull = !rule.nullValues.isEmpty
    let trims = rule.trims
    var isNormal = true
    for row in views.indices {
      let view = views[row]
      if view.length < 0 { continue }
      let start = Int(view.start)
      var range = start..<start &+ Int(view.length)
      if !NormalForm.isASCII(bytes, range) && !NormalForm.passesQuickCheck(bytes, range) { isNormal = false }
      if trims { range = Blanks.trim(bytes, range) }
      if range.isEmpty && emptyIsNull {
        views[row] = .null
      } else if range.count != Int(view.length) {
        views[row] = TextView(start: UInt32(truncatingIfNeeded: range.lowerBound), length: Int32(range.count))
      }
    }
    let trimmed = TextColumn(bytes: column.bytes, views: views)
    return isNormal ? trimmed : rewritten(trimmed, origins: origins, refusals: &refusals)
  }

  /// Every value once more, into a new arena.
  ///
  /// A batch holds far less than the 4 GiB a view can reach, so that normal form, at most three times as long, fits.
  private func rewritten(_ column: TextColumn, origins: [Origin], refusals: inout Refusals) -> TextColumn {
    var arena: [UInt8] = []
    let meanings = rule.meanings.map { append($0, to: &arena) }
    let standIn = rule.standIn.map { append($0, to: &arena) } ?? .null
    var views: [TextView] = []
    views.reserveCapacity(column.views.count)
    var scratch: [UInt8] = []
    let bytes = column.bytes.span
    for row in column.views.indices {
      let view = column.views[row]
      guard !view.isNull else {
        views.append(standIn)
        continue
      }
      tidy(bytes, Int(view.start)..<Int(view.start) + Int(view.length), into: &scratch)
      let text = scratch.span
      if rule.nullValues.tag(of: text, 0..<text.count) != nil {
        views.append(standIn)
      } else if let known = rule.known, let tag = known.tag(of: text, 0..<text.count) {
        views.append(meanings[tag])
      } else {
        views.append(append(scratch, to: &arena))
        guard let known = rule.known, rule.refusesUnknown else { continue }
        let value = column.string(at: row) ?? ""
        refusals.add(unknown(value, known), row: row, field: field, value: value, origins: origins)
      }
    }
    return TextColumn(bytes: arena, views: views)
  }

  /// One value trimmed, in normal form and in the rule's letter case.
  private func tidy(_ bytes: Span<UInt8>, _ range: Range<Int>, into scratch: inout [UInt8]) {
    scratch.removeAll(keepingCapacity: true)
    let range = rule.trims ? Blanks.trim(bytes, range) : range
    guard NormalForm.isASCII(bytes, range) else {
      let text = NormalForm.text(bytes, range)
      switch rule.letterCase {
      case .asIs: NormalForm.append(text, to: &scratch)
      case .upper: NormalForm.append(text.uppercased(), to: &scratch)
      case .lower: NormalForm.append(text.lowercased(), to: &scratch)
      }
      return
    }
    for at in range {
      let byte = bytes[at]
      switch rule.letterCase {
      case .upper where byte >= 97 && byte <= 122: scratch.append(byte & 0xDF)
      case .lower where byte >= 65 && byte <= 90: scratch.append(byte | 0x20)
      default: scratch.append(byte)
      }
    }
  }

  private func append(_ text: [UInt8], to arena: inout [UInt8]) -> TextView {
    let view = TextView(start: UInt32(arena.count), length: Int32(text.count))
    arena.append(contentsOf: text)
    return view
  }

  // MARK: Reasons

  private func unknown(_ value: String, _ known: WordTable) -> Refusal {
    Refusal(
      "value-unknown", "\(quoted(value)) is not among the values of \(field)",
      hint: nearestHint(to: value, among: known.texts)
        + " Add it to `values` of the field, or set `on_unknown: keep`.")
  }
}

/// Which values of a text column are allowed.
struct AllowedValues: Sendable {
  let field: String
  let words: WordTable

  init(field: String, values: [String]) {
    self.field = field
    words = WordTable(values)
  }

  /// - Rejects: `value-not-allowed`, except in rows refused already for this field.
  func check(_ column: TextColumn, origins: [Origin], refusals: inout Refusals) {
    let bytes = column.bytes.span
    var refused: Set<Int>?
    for row in column.views.indices {
      let view = column.views[row]
      if view.isNull { continue }
      if words.tag(of: bytes, Int(view.start)..<Int(view.start) + Int(view.length)) != nil { continue }
      let already = refused ?? refusals.rows(of: field)
      refused = already
      if already.contains(row) { continue }
      let value = column.string(at: row) ?? ""
      refusals.add(
        Refusal(
          "value-not-allowed", "\(field) may not be \(quoted(value))",
          hint: nearestHint(to: value, among: words.texts)
            + " Say what the data means with `values` of the field under `normalize: fields:`."),
        row: row, field: field, value: value, origins: origins)
    }
  }
}
