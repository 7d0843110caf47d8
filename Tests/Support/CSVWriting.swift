/// Rows of cells as the text of a CSV file, lines ended by LF; cells are quoted where they must be.
public func csv(_ rows: [[String]]) -> String {
  rows.map { $0.map(csvCell).joined(separator: ",") + "\n" }.joined()
}

private func csvCell(_ cell: String) -> String {
  let isPlain = !cell.utf8.contains { $0 == 34 || $0 == 44 || $0 == 10 || $0 == 13 }
  return isPlain ? cell : "\"" + cell.replacing("\"", with: "\"\"") + "\""
}
