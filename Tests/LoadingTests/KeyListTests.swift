import Databases
import Records
import Support
import Testing

@testable import Loading

@Suite("lists of keys, and rows as bytes")
struct KeyListTests {
  /// Seeded keys: text with shared beginnings, and whole numbers at the ends of their range.
  private func keys(_ random: inout SeededRandom, count: Int) -> [(text: String, number: Int64)] {
    let parts = ["", "A", "ACC", "ü", "\u{0}", "'", "\"", "\n", "日本", "0012345"]
    return (0..<count).map { _ in
      let text = (0..<random.next(4)).map { _ in parts[random.next(parts.count)] }.joined()
      let numbers: [Int64] = [.max, .min + 1, 0, -1, Int64(random.next(1_000_000))]
      return (text, numbers[random.next(5)])
    }
  }

  private func list(_ keys: [(text: String, number: Int64)]) -> KeyList {
    var list = KeyList()
    list.append(
      [.text(TextColumn(keys.map(\.text))), .integers(keys.map(\.number))], rows: Array(keys.indices))
    return list
  }

  @Test("what is packed comes out again, batch by batch, whatever the keys are")
  func roundTrip() throws {
    var random = SeededRandom(seed: 11)
    for _ in 0..<200 {
      let keys = keys(&random, count: random.next(30))
      let half = random.next(keys.count + 1)
      var list = list(Array(keys[..<half]))
      let rest = Array(keys[half...])
      list.append(
        [.text(TextColumn(rest.map(\.text))), .integers(rest.map(\.number))], rows: Array(rest.indices))
      var found: [[KeyList.Key]] = []
      try KeyList.each(list.bytes, isText: [true, false], path: "") { found.append($0) }
      #expect(found == keys.map { [.text(Array($0.text.utf8)), .integer($0.number)] })
      #expect(list.count == keys.count)
    }
  }

  @Test("only the rows asked for are packed, and numbers of rows are packed as a range")
  func chosen() throws {
    var list = KeyList()
    list.append([.text(TextColumn(["a", "b", "c"]))], rows: [0, 2])
    var found: [[KeyList.Key]] = []
    try KeyList.each(list.bytes, isText: [true], path: "") { found.append($0) }
    #expect(found == [[.text([97])], [.text([99])]])
    var numbers = KeyList()
    numbers.append(numbers: 7..<10)
    var rows: [[KeyList.Key]] = []
    try KeyList.each(numbers.bytes, isText: [false], path: "") { rows.append($0) }
    #expect(rows == [[.integer(7)], [.integer(8)], [.integer(9)]])
  }

  @Test("bytes that are no list are a fault, and never a trap")
  func hostile() throws {
    var random = SeededRandom(seed: 12)
    var faults = 0
    for _ in 0..<3000 {
      var bytes = list(keys(&random, count: 1 + random.next(8))).bytes
      for _ in 0..<1 + random.next(3) {
        switch random.next(3) {
        case 0: bytes[random.next(bytes.count)] = UInt8(random.next(256))
        case 1 where bytes.count > 1: bytes.removeLast(1 + random.next(bytes.count - 1))
        default: bytes.insert(UInt8(random.next(256)), at: random.next(bytes.count + 1))
        }
      }
      var rows = 0
      let found = fault { () throws(Fault) in
        try KeyList.each(bytes, isText: [true, false], path: "") { _ in rows += 1 }
      }
      #expect(rows <= bytes.count)
      if found?.code == "journal-damaged" { faults += 1 } else { #expect(found == nil) }
    }
    #expect(faults > 500)
    #expect(fault { () throws(Fault) in try KeyList.each([9], isText: [], path: "") { _ in } } != nil)
  }

  @Test("a row has the same bytes from a batch and out of the table")
  func arena() throws {
    let bench = Bench()
    try bench.execute("CREATE TABLE entries (a TEXT, n INTEGER, b TEXT)")
    let columns: [Column] = [
      .text(TextColumn(["x", nil, "", "tab\tü", "nul\u{0}s"])),
      .integers([1, Column.nullInteger, -5, .max, 0]), .text(TextColumn([nil, nil, "b", "", "日本"])),
    ]
    let database = try SQLiteDatabase(path: bench.path, access: .writing)
    let writer = try TableWriter(database, table: "entries", fields: ["a", "n", "b"], key: [], stamps: [])
    try writer.append(columns)
    var written = RowArena()
    try written.append(columns, numbers: [3, 0, 7], rows: Array(0..<5))
    var read = RowArena()
    let collector = try RowCollector("taken", numbers: [3, 0, 7], on: database) { read = $0 }
    _ = try database.query("SELECT taken(a, n, b) FROM entries ORDER BY rowid") { _ in }
    collector.flush()
    #expect(read.bytes == written.bytes)
    #expect(read.ends == written.ends)
  }

  @Test("an image of a row keeps values of every kind exactly, and other bytes are none")
  func image() throws {
    let bench = Bench()
    try bench.execute(
      "CREATE TABLE entries (a, b, c, d, e); INSERT INTO entries VALUES (NULL, 0.1, x'00FF', 'a' || char(0) || 'b', -7)"
    )
    let database = try SQLiteDatabase(path: bench.path, access: .writing)
    try RowImage.install(on: database)
    let image = try database.query("SELECT daybook_image(a, b, c, d, e) FROM entries") { $0.blob(0) ?? [] }[0]
    let values = try #require(RowImage.values(image, count: 5))
    let insert = try database.prepare("INSERT INTO entries VALUES (?, ?, ?, ?, ?)")
    try insert.run(values)
    let same = try database.query(
      """
      SELECT x.a IS y.a AND x.b = y.b AND x.c = y.c AND x.d = y.d AND x.e = y.e AND typeof(y.b) = 'real'
        AND length(CAST(y.d AS BLOB)) = 3
      FROM entries x JOIN entries y ON x.rowid = 1 AND y.rowid = 2
      """
    ) { $0.integer(0) }
    #expect(same == [1])
    var random = SeededRandom(seed: 13)
    for _ in 0..<2000 {
      var bytes = image
      bytes[random.next(bytes.count)] = UInt8(random.next(256))
      if random.next(2) == 0 { bytes.removeLast(random.next(bytes.count)) }
      _ = RowImage.values(bytes, count: 5)
    }
    #expect(RowImage.values(image, count: 4)?.count == nil)
  }
}
