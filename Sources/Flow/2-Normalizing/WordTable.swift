/// Words known before the data, found by their bytes without making a string.
struct WordTable: Sendable {
  /// In normal form, sorted, unique.
  private let words: [[UInt8]]
  /// `tags[i]` belongs to `words[i]`: where it stood among the words given.
  private let tags: [Int]
  private let ignoresCase: Bool
  /// As given, for hints.
  let texts: [String]

  /// - Parameter ignoresCase: of ASCII letters.
  init(_ texts: [String], ignoringCase ignoresCase: Bool = false) {
    self.texts = texts
    self.ignoresCase = ignoresCase
    var pairs = texts.enumerated().map { tag, text in
      (word: NormalForm.bytes(of: text).map { ignoresCase ? WordTable.folded($0) : $0 }, tag: tag)
    }
    pairs.sort { a, b in a.word == b.word ? a.tag < b.tag : a.word.lexicographicallyPrecedes(b.word) }
    var words: [[UInt8]] = []
    var tags: [Int] = []
    for pair in pairs where words.last != pair.word {
      words.append(pair.word)
      tags.append(pair.tag)
    }
    self.words = words
    self.tags = tags
  }

  var isEmpty: Bool { words.isEmpty }

  /// Which of the words given lies in `range`; nil when none does.
  func tag(of bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var low = 0
    var high = words.count
    while low < high {
      let middle = (low + high) / 2
      switch order(of: words[middle], bytes, range) {
      case 0: return tags[middle]
      case 1: high = middle
      default: low = middle + 1
      }
    }
    return nil
  }

  func contains(_ text: String) -> Bool {
    let bytes = NormalForm.bytes(of: text)
    return tag(of: bytes.span, 0..<bytes.count) != nil
  }

  /// -1, 0, 1: the word comes before, is, or comes after the bytes.
  private func order(of word: [UInt8], _ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    let common = min(word.count, range.count)
    var at = 0
    while at < common {
      let byte = ignoresCase ? WordTable.folded(bytes[range.lowerBound + at]) : bytes[range.lowerBound + at]
      if word[at] != byte { return word[at] < byte ? -1 : 1 }
      at += 1
    }
    return word.count == range.count ? 0 : word.count < range.count ? -1 : 1
  }

  private static func folded(_ byte: UInt8) -> UInt8 { byte >= 65 && byte <= 90 ? byte | 0x20 : byte }
}
