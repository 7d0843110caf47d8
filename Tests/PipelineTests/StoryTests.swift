import Foundation
import Testing

/// What happens to real finance teams, told as stories. `RECORD=1` writes what came of them anew, and then fails.
@Suite("stories")
struct StoryTests {
  @Test("what came of it is as expected, and running once more changes no byte", arguments: Story.all)
  func stories(_ story: Story) throws {
    var telling = try StoryTelling(story)
    try telling.tell()
    let text = telling.told.joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["RECORD"] != nil {
      if (try? story.text("expected.txt")) != text {
        try Data(text.utf8).write(to: URL(filePath: story.place("expected.txt")))
        Issue.record("recorded \(story.name): review it, and run without RECORD")
      }
    } else if let difference = Books.difference(text, from: try story.text("expected.txt")) {
      Issue.record("\(story.name): \(difference)")
    }
    let desk = telling.desk
    // What was taken back and still lies there comes again, once.
    _ = try desk.daybook("run", "pipeline.yaml")
    let before = try desk.bytes("books/books.db")
    _ = try desk.daybook("run", "pipeline.yaml")
    #expect(try desk.bytes("books/books.db") == before, "\(story.name): a second run changed the books")
    let verified = try desk.daybook("verify", "pipeline.yaml")
    #expect(verified.status == 0, "\(story.name): \(verified.output)\(verified.errors)")
  }
}
