/// Rows of text in columns: what commands print for people.
struct TextGrid {
  enum Alignment { case left, right }

  private var header: [String]
  private var alignments: [Alignment]
  private var rows: [[String]] = []

  init(_ columns: [(String, Alignment)]) {
    header = columns.map(\.0)
    alignments = columns.map(\.1)
  }

  mutating func add(_ cells: [String]) {
    precondition(cells.count == header.count, "one cell a column")
    rows.append(cells)
  }

  var isEmpty: Bool { rows.isEmpty }

  /// Lines with a header, two blanks between columns, nothing behind the last cell.
  var text: String {
    let all = [header] + rows
    let widths = header.indices.map { at in all.map { $0[at].count }.max() ?? 0 }
    return all.map { cells in
      var line = ""
      for at in cells.indices {
        let pad = String(repeating: " ", count: widths[at] - cells[at].count)
        line += (at > 0 ? "  " : "") + (alignments[at] == .left ? cells[at] + pad : pad + cells[at])
      }
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n") + "\n"
  }
}
