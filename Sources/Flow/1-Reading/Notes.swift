/// What can be noted of the files of one format; numbered from 0 in the order in which it is told.
protocol NoteKind: RawRepresentable, CaseIterable, Sendable where RawValue == Int {
  /// Lower case, no full stop.
  var text: String { get }
  /// Whether a line counts once: where a record may be looked at twice, because a block ends within it.
  static var isOncePerLine: Bool { get }
}

extension NoteKind {
  static var isOncePerLine: Bool { false }
}

/// What a person should know of a file although it can be read. Each kind is told once, with its first line.
struct Notes<Kind: NoteKind>: Sendable {
  private var counts = [Int](repeating: 0, count: Kind.allCases.count)
  private var firstLines = [Int32](repeating: 0, count: Kind.allCases.count)
  private var lastLines = [Int32](repeating: 0, count: Kind.allCases.count)

  mutating func add(_ kind: Kind, line: Int32) {
    if Kind.isOncePerLine, line <= lastLines[kind.rawValue] { return }
    lastLines[kind.rawValue] = line
    if counts[kind.rawValue] == 0 { firstLines[kind.rawValue] = line }
    counts[kind.rawValue] += 1
  }

  /// One sentence a kind, in the order of the kinds.
  var remarks: [String] {
    Kind.allCases.filter { counts[$0.rawValue] > 0 }.map { kind in
      let count = counts[kind.rawValue]
      let first = firstLines[kind.rawValue]
      return kind.text + (count == 1 ? " (line \(first))" : " (\(count) times, first on line \(first))")
    }
  }
}
