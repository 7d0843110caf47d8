/// Where the last lines of a scan start, and how things stood there: the end of a file decides whether they are
/// records or the footer.
struct CSVLastLines {
  private struct Mark {
    var at: Int
    var lines: Int
    var rows: Int
    var tally: CSVTally
    var rejections: Int
  }

  private let size: Int
  /// The last `size` lines at most; the oldest is at `seen % size` once that many were seen.
  private var marks: [Mark] = []
  private var seen = 0

  /// - Parameter size: lines of the footer.
  init(_ size: Int) { self.size = size }

  var isEmpty: Bool { size == 0 }

  /// Notes how things stand before the line at `scan.at`.
  mutating func mark(_ scan: borrowing CSVReader.Scan) {
    let mark = Mark(
      at: scan.at, lines: scan.lines, rows: scan.rows, tally: scan.tally, rejections: scan.rejections.count)
    if marks.count < size { marks.append(mark) } else { marks[seen % size] = mark }
    seen += 1
  }

  /// Takes the last lines back from the scan; at the end of the file they are the footer, before it they are
  /// scanned again with what follows.
  func holdBack(_ scan: inout CSVReader.Scan, isAtEnd: Bool) {
    guard let oldest = seen < size ? marks.first : marks.isEmpty ? nil : marks[seen % size] else { return }
    scan.rows = oldest.rows
    scan.tally = oldest.tally
    scan.rejections.removeLast(scan.rejections.count - oldest.rejections)
    scan.origins.removeLast(scan.origins.count - oldest.rows)
    scan.escaped.removeAll { $0.row >= oldest.rows }
    if isAtEnd {
      scan.tally.footers += marks.count
    } else {
      scan.at = oldest.at
      scan.lines = oldest.lines
    }
  }
}
