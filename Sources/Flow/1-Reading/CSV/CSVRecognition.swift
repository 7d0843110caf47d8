/// Whether a text may be CSV. It is never certain: any text with as many commas in each line may be.
enum CSVRecognition {
  private static let delimiters = Array(",;\t|".utf8)
  private static let mostLines = 50

  static func of(head: [UInt8], name: String) -> Recognition {
    if head.contains(0) { return .no }
    return looksDelimited(head) ? .possible : Recognition.byName(name, [".csv", ".tsv"])
  }

  /// Three columns or more in two lines or more, and in at least half of all lines.
  private static func looksDelimited(_ head: [UInt8]) -> Bool {
    // How markup, JSON and SWIFT messages begin, which have commas as well.
    guard let first = head.first(where: { $0 > 0x20 }), !"<{[:".utf8.contains(first) else { return false }
    return delimiters.contains { delimiter in
      let counts = counts(of: delimiter, in: head)
      var lines: [Int: Int] = [:]
      for count in counts { lines[count, default: 0] += 1 }
      return lines.contains { count, times in count >= 2 && times >= 2 && times * 2 >= counts.count }
    }
  }

  /// Delimiters outside quotes in each line that is not empty. A last line that is cut off is left out.
  private static func counts(of delimiter: UInt8, in head: [UInt8]) -> [Int] {
    var counts: [Int] = []
    var count = 0
    var (isQuoted, isEmpty) = (false, true)
    for byte in head {
      switch byte {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case delimiter where !isQuoted: count += 1
      case 10 where !isQuoted, 13 where !isQuoted:
        if !isEmpty { counts.append(count) }
        (count, isEmpty) = (0, true)
        if counts.count == mostLines { return counts }
        continue
      default: break
      }
      isEmpty = false
    }
    if !isEmpty, head.count < Readers.headSize { counts.append(count) }
    return counts
  }
}
