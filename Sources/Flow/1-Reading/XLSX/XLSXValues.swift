import Bytes
import Records

/// Turns what stands in a cell into the text of its value.
struct XLSXValues {
  /// Where the text of a value is.
  enum Outcome {
    /// There is no value.
    case nothing
    /// In `written`.
    case written
    /// In `written`, and noise of a binary fraction was left out of it.
    case cleaned
    /// In `strings`.
    case shared(Range<Int>)
    /// In the row's text, as it stands there.
    case asItStands(Range<Int>)
    case refused(XLSXReason)
  }

  let strings: XLSXStrings
  private let styles: XLSXStyles
  private let countsFrom1904: Bool
  /// The text that was made last.
  private(set) var written: [UInt8] = []

  /// - Throws: `shared-strings-too-long`, and what reading XML throws.
  init(_ workbook: XLSXWorkbook, in package: XLSXPackage) throws(Fault) {
    // There may be no shared texts and no styles; a cell that needs a text that is not there is refused.
    if let name = workbook.strings, let part = try package.open(name) {
      strings = try XLSXStrings(part, of: package.source.name)
    } else {
      strings = XLSXStrings()
    }
    if let name = workbook.styles, let part = try package.open(name) {
      styles = try XLSXStyles(part)
    } else {
      styles = XLSXStyles()
    }
    countsFrom1904 = workbook.countsFrom1904
  }

  mutating func read(_ cell: XLSXCell, of row: XLSXRow) -> Outcome {
    guard cell.hasValue else { return .refused(.formulaNotComputed) }
    // A text may be empty, and so may what a formula gives: no value then.
    if cell.count == 0 { return .nothing }
    let text = row.text.span
    switch cell.kind {
    case .number: return number(text, cell)
    case .text: return .asItStands(cell.range)
    case .shared:
      guard let range = XLSXSheet.number(text, cell.range).flatMap({ strings.range(Int($0)) }) else {
        return .refused(.sharedStringMissing)
      }
      return range.isEmpty ? .nothing : .shared(range)
    case .day: return .asItStands(XLSXDay.withoutMidnight(text, cell.range))
    case .flag: return flag(text, cell.range)
    case .error: return .refused(.cellError)
    case .unknown: return .refused(.cellUnknown)
    }
  }

  /// What a person sees in a cell: its value, or its error.
  mutating func text(of cell: XLSXCell, _ row: XLSXRow) -> [UInt8] {
    switch read(cell, of: row) {
    case .nothing: []
    case .written, .cleaned: written
    case .shared(let range): Array(strings.bytes[range])
    case .asItStands(let range): Array(row.text[range])
    case .refused: Array(row.text[cell.range])
    }
  }

  /// Copies the text of an outcome into the arena of a batch.
  func keep(_ outcome: Outcome, of row: XLSXRow, in arena: inout TextArena) -> TextView {
    switch outcome {
    case .nothing, .refused: .null
    case .written, .cleaned: arena.keep(written.span, written.indices)
    case .shared(let range): arena.keep(strings.bytes.span, range)
    case .asItStands(let range): arena.keep(row.text.span, range)
    }
  }

  /// Whether anything stands in a cell: a text, a number, or a formula whose value is not known.
  func isFilled(_ cell: XLSXCell, of row: XLSXRow) -> Bool {
    guard cell.hasValue, cell.count > 0 else { return !cell.hasValue }
    guard cell.kind == .shared, let number = XLSXSheet.number(row.text.span, cell.range) else { return true }
    return strings.range(Int(number))?.isEmpty != true
  }

  private mutating func number(_ text: Span<UInt8>, _ cell: XLSXCell) -> Outcome {
    let format = styles[cell.style]
    if case .number(let decimals) = format {
      if XLSXValues.isPlain(text, cell.range) { return .asItStands(cell.range) }
      guard let number = XLSXNumber(text, cell.range) else { return .refused(.numberNotReadable) }
      let clean = number.withoutNoise(shown: decimals)
      written.removeAll(keepingCapacity: true)
      (clean ?? number).append(to: &written)
      return clean == nil ? .written : .cleaned
    }
    guard let number = XLSXNumber(text, cell.range) else { return .refused(.numberNotReadable) }
    written.removeAll(keepingCapacity: true)
    return XLSXDay.append(number, as: format, from1904: countsFrom1904, to: &written)
      ? .written : .refused(.dayNotInCalendar)
  }

  /// Whether a number can stay as it is written: an optional minus, at most 15 digits, no zero before them, no exponent.
  private static func isPlain(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var at = range.lowerBound
    let end = range.upperBound
    if text[at] == UInt8(ascii: "-") { at += 1 }
    guard end - at <= XLSXNumber.certainDigits, at < end, text[at].digit != nil, text[end - 1].digit != nil,
      text[at] != 48 || at + 1 < end && text[at + 1] == UInt8(ascii: ".")
    else { return false }
    var points = 0
    for index in at..<end where text[index].digit == nil {
      if text[index] != UInt8(ascii: ".") { return false }
      points += 1
    }
    return points < 2
  }

  private mutating func flag(_ text: Span<UInt8>, _ range: Range<Int>) -> Outcome {
    let isOne = range.count == 1 && text[range.lowerBound] == 49
    let isZero = range.count == 1 && text[range.lowerBound] == 48
    guard isOne || isZero || range.count == 4 || range.count == 5 else { return .refused(.numberNotReadable) }
    written = Array((isOne || range.count == 4 ? "true" : "false").utf8)
    return .written
  }
}
