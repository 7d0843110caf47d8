import Foundation
import Testing

/// A folder of `Tests/Stories`: files as banks and people send them, what happens to them in `story.txt`, and in
/// `expected.txt` what the program made of it.
///
/// ```
/// A sentence that says what must hold.
///
/// drop january.csv as bank-01.csv      puts a file of the folder where the pipeline reads
/// use relaxed.yaml as pipeline.yaml    puts it beside the pipeline
/// correct 1 as FILE: 12.3O0 => 12.30   the rejects of run 1, put right, in a file
/// spreadsheet 1 as FILE: 12.3O => 12.3 the same, saved by a spreadsheet: semicolons, byte order mark, CRLF
/// run                                  any command of the program, on the pipeline; it must end with 0,
/// accept 2 = 65                        or with what is said
/// books                                the rows of the books
/// ```
struct Story: CustomTestStringConvertible, Sendable {
  let name: String

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Stories").path

  static var all: [Story] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().map { Story(name: $0) }
  }

  var testDescription: String { name }

  func place(_ file: String) -> String { "\(Story.folder)/\(name)/\(file)" }

  func text(_ file: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: place(file))), as: UTF8.self)
  }
}

/// A story that is being told: the folder it happens in, and what was said so far.
struct StoryTelling {
  private let story: Story
  let desk: Workplace
  private(set) var told: [String] = []

  init(_ story: Story) throws {
    self.story = story
    desk = try Workplace()
    try desk.write("inbox/.keep", "")
    try desk.write("pipeline.yaml", try story.text("pipeline.yaml"))
  }

  /// All that happens, line by line.
  mutating func tell() throws {
    let lines = try story.text("story.txt").split(separator: "\n").map(String.init)
    told.append(lines[0])
    for line in lines.dropFirst() {
      told += ["", "> \(line)"]
      try perform(line)
    }
  }

  private mutating func perform(_ line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    switch words[0] {
    case "drop": try desk.copy(story.place(words[1]), to: "inbox/\(words.last ?? words[1])")
    case "use":
      let target = words.last ?? words[1]
      try desk.remove(target)
      try desk.copy(story.place(words[1]), to: target)
    case "take": try desk.remove("inbox/\(words[1])")
    case "correct", "spreadsheet": try correct(line, words)
    case "books": told += try books()
    default: try command(words)
    }
  }

  // MARK: The program

  private mutating func command(_ words: [String]) throws {
    var arguments = words
    var expected: Int32 = 0
    if words.count > 2, words[words.count - 2] == "=" {
      expected = try #require(Int32(words[words.count - 1]))
      arguments.removeLast(2)
    }
    let isRun = ["run", "retry", "accept"].contains(words[0])
    arguments.insert("pipeline.yaml", at: 1)
    if isRun { arguments += ["--output", "json"] }
    // Every run of every story is planned first.
    let planned = words[0] == "run" ? try Planned(desk, Array(arguments.dropFirst(2).dropLast(2))) : nil
    let ended = try desk.start(arguments).wait()
    if let difference = try planned?.difference(from: ended) {
      Issue.record("\(story.name): \(words.joined(separator: " ")) is not what was planned\n\(difference)")
    }
    #expect(ended.status == expected, "\(story.name): \(words.joined(separator: " ")): \(ended.errors)")
    told += isRun ? try outcome(ended) : shown(ended.output)
    told += shown(ended.errors).filter { !$0.isEmpty }.map { "  ! \($0)" }
  }

  private func shown(_ text: String) -> [String] {
    text.replacing(desk.path, with: ".").split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init
    ).dropLast(text.hasSuffix("\n") ? 1 : 0)
  }

  /// What each run did, in rows and money: one report a line.
  private func outcome(_ ended: Ended) throws -> [String] {
    try ended.output.split(separator: "\n").flatMap { line in
      guard line.hasPrefix("{") else { return [String(line)] }
      let report = try JSON(String(line))
      let tallies = [
        "read", "inserted", "updated", "unchanged", "duplicate", "before_cut_off", "filtered", "rejected",
        "retracted",
      ].compactMap { name -> String? in
        guard let tally = report["totals"]?[name], let rows = tally["rows"]?.integer, rows > 0 else {
          return nil
        }
        let amounts = (try? tally["amounts"]?.text()) ?? "{}"
        return "  \(name) \(rows)" + (amounts == "{}" ? "" : " \(amounts)")
      }
      return ["run \(report["run"]?.integer.map(String.init) ?? "-")"] + tallies
    }
  }

  // MARK: The books

  private func books() throws -> [String] {
    guard desk.exists("books/books.db") else { return ["none"] }
    let path = desk.place("books/books.db")
    let there = try Books.rows(path, "SELECT name FROM pragma_table_info('entries')")
    let shown = [
      "account_id", "booking_date", "amount", "currency", "status", "description", "external_id",
      "running_balance", "_run",
    ].filter(there.contains)
    // Of a fingerprint only its number among equal ones.
    let cells = shown.map { name in
      name == "external_id"
        ? "CASE WHEN external_id LIKE 'fp:%' THEN substr(external_id, instr(external_id, '#')) ELSE external_id END"
        : "coalesce(\(name), '')"
    }
    let order = shown.filter { $0 != "status" && $0 != "_run" }.joined(separator: ", ")
    return [shown.joined(separator: ",")]
      + (try Books.rows(
        path, "SELECT \(cells.joined(separator: "||','||")) FROM entries ORDER BY \(order)"))
  }

  // MARK: Corrections

  /// `correct RUN as FILE: TEXT => TEXT`: the rejects of a run with one text put right.
  private func correct(_ line: String, _ words: [String]) throws {
    let run = words[1]
    let change = line.drop { $0 != ":" }.dropFirst(2).components(separatedBy: " => ")
    let rejects = try desk.daybook("rejects", "pipeline.yaml", run, "--output", "csv")
    try #require(rejects.status == 0 && rejects.output.contains(change[0]), "\(rejects.output)")
    var text = ""
    for row in csvRows(rejects.output) {
      var cells = row
      cells[cells.count - 1] = cells[cells.count - 1].replacing(change[0], with: change[1])
      if words[0] == "correct" {
        text += cells.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\n"
      } else {
        // A spreadsheet where the comma is the decimal mark quotes only what it must.
        let written = cells.map { cell in
          cell.contains { $0 == ";" || $0 == "\"" || $0 == "\n" }
            ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
        }
        text += (text.isEmpty ? "\u{FEFF}" : "") + written.joined(separator: ";") + "\r\n"
      }
    }
    try desk.write(String(words[3].dropLast()), text)
  }

  private func csvRows(_ text: String) -> [[String]] {
    var rows: [[String]] = [[""]]
    var isQuoted = false
    var last: Character = ","
    for character in text {
      let at = rows.count - 1
      switch character {
      case "\"":
        // The second of two quotes stands for one.
        if !isQuoted, last == "\"" { rows[at][rows[at].count - 1] += "\"" }
        isQuoted.toggle()
      case "," where !isQuoted: rows[at].append("")
      case "\n" where !isQuoted: rows.append([""])
      default: rows[at][rows[at].count - 1].append(character)
      }
      last = character
    }
    return rows.filter { $0 != [""] }
  }
}
