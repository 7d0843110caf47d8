import Components
import Records

/// Brings a column of text to its tidy form: trimmed, in normal form C, "no value" where the rule says so.
///
/// Trimming moves the views and copies nothing. Only where a value changes its bytes the column gets an arena
/// of its own. Control characters within a text stay as they are, line breaks and tabs among them.
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
    if !isNormal { return rewritten(column, origins: origins, refusals: &refusals) }
    return TextColumn(bytes: column.bytes, views: views)
  }

  /// Every value once more, into a new arena.
  ///
  /// A batch holds far less than the 4 GiB a view can reach, so that normal form, at most three times as
  /// long, fits.
  private func rewritten(_ column: TextColumn, origins: [Origin], refusals: inout Refusals) -> TextColumn {
    var arena: [UInt8] = []
    let meanings = rule.meanings.map { append($0, to: &arena) }
    let standIn = rule.standIn.map { append($0, to: &arena) } ?? .null
    var views: [TextView] = []
    views.reserveCapacity(column.views.count)
    let bytes = column.bytes.span
    for row in column.views.indices {
      let view = column.views[row]
      guard !view.isNull else {
        views.append(standIn)
        continue
      }
      let start = arena.count
      let range = Int(view.start)..<Int(view.start) + Int(view.length)
      appendTidy(column.bytes, rule.trims ? Blanks.trim(bytes, range) : range, to: &arena)
      let text = start..<arena.count
      if rule.nullValues.tag(of: arena.span, text) != nil {
        views.append(standIn)
      } else if let known = rule.known, let tag = known.tag(of: arena.span, text) {
        views.append(meanings[tag])
      } else {
        views.append(TextView(start: UInt32(start), length: Int32(text.count)))
        guard let known = rule.known, rule.refusesUnknown else { continue }
        let value = column.string(at: row) ?? ""
        refusals.add(unknown(value, known), row: row, field: field, value: value, origins: origins)
        continue
      }
      arena.removeLast(text.count)
    }
    return TextColumn(bytes: arena, views: views)
  }

  /// One trimmed value in normal form and in the rule's letter case.
  private func appendTidy(_ bytes: [UInt8], _ range: Range<Int>, to arena: inout [UInt8]) {
    let isASCII = NormalForm.isASCII(bytes.span, range)
    if isASCII || (rule.letterCase == .asIs && NormalForm.passesQuickCheck(bytes.span, range)) {
      let start = arena.count
      arena.append(contentsOf: bytes[range])
      switch rule.letterCase {
      case .asIs: return
      case .upper:
        for at in start..<arena.count where arena[at] >= 97 && arena[at] <= 122 { arena[at] &= 0xDF }
      case .lower:
        for at in start..<arena.count where arena[at] >= 65 && arena[at] <= 90 { arena[at] |= 0x20 }
      }
      return
    }
    let text = NormalForm.text(bytes.span, range)
    switch rule.letterCase {
    case .asIs: NormalForm.append(text, to: &arena)
    case .upper: NormalForm.append(text.uppercased(), to: &arena)
    case .lower: NormalForm.append(text.lowercased(), to: &arena)
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
