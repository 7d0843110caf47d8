import Bytes
import Components
import Records
import Support
import Testing

import Deduplicating

/// A contract with a fingerprint, as small as can be.
private let contract = Contract(
  name: "payment", version: 1, summary: "",
  fields: [
    rule("account_id", .text), rule("booking_date", .date), rule("amount", .decimal(scale: 4)),
    rule("currency", .currency), rule("description", .text), rule("external_id", .text, fingerprint: false),
  ], key: ["account_id", "external_id"], fingerprintField: "external_id", effectiveDate: "booking_date",
  footingAmount: "amount")

private func rule(_ name: String, _ type: FieldType, fingerprint: Bool = true) -> Contract.FieldRule {
  Contract.FieldRule(
    name: name, type: type, isRequired: false, allowed: [], isFingerprint: fingerprint, currencyField: nil,
    description: "")
}

private func settings(_ schema: RecordSchema, key: [String], keep: String = "last") -> DedupSettings {
  let place = Place(file: "pipeline.yaml", line: 1, column: 1)
  let surroundings = Surroundings(contract: contract) { path, _ throws(Fault) in
    throw Fault("file-not-found", path, status: .inputMissing)
  }
  var complaints: [Complaint] = []
  let names = key.map { Options.Value(.text($0), at: place) }
  let settings = DedupSettings(
    options: Options(
      ["key": Options.Value(.list(names), at: place), "keep": Options.Value(.text(keep), at: place)],
      at: place),
    schema: schema, surroundings: surroundings, complaints: &complaints)
  #expect(complaints.isEmpty)
  return settings
}

private func spill() throws(Fault) -> SpillFile { try SpillFile(in: "/tmp") }

/// Packs batches, drains them and gives every row as `cells… fate`.
private func drained(
  _ batches: [RecordBatch], _ settings: DedupSettings?, bufferSize: Int = 32 << 20,
  statementFates: [Fate] = []
) throws -> [String] {
  let writer = PackageWriter(
    schema: batches[0].schema, settings: settings, bufferSize: bufferSize, spill: spill)
  var rejections: [Rejection] = []
  for batch in batches { _ = try writer.add(batch, rejecting: &rejections) }
  let package = try writer.finish()
  let first = try lines(package.drain(DrainChoice(statements: statementFates)))
  #expect(
    try lines(package.drain(DrainChoice(statements: statementFates))) == first, "draining is repeatable")
  return first
}

private func lines(_ drain: PackageDrain) throws -> [String] {
  var lines: [String] = []
  while let (batch, fates) = try drain.next() {
    for row in 0..<batch.count {
      let cells = batch.columns.map { $0.string(at: row) ?? "~" }
      lines.append((cells + (fates[row] == .kept ? [] : ["\(fates[row])"])).joined(separator: " "))
    }
  }
  return lines
}

@Test("the last record of a key goes on, and the earlier ones are duplicates")
func keepsLast() throws {
  let batch = table(
    """
    id | amount:decimal(2)
    b  | 1.00
    a  | 2.00
    b  | 3.00
    """)
  let out = try drained([batch], settings(batch.schema, key: ["id"]))
  #expect(out == ["a 2.00", "b 1.00 duplicate", "b 3.00"])
}

@Test("keys of two texts are told apart and ordered field by field, zero bytes and beginnings among them")
func keysOfTwoTexts() throws {
  let texts = ["a", "a\0", "a\0\0", "a\0b", "a\u{1}", "ab", "b", "\0", "\0a", "\u{1}"]
  let pairs = texts.flatMap { one in texts.map { (one, $0) } }.sorted {
    $0.0 == $1.0
      ? $0.1.utf8.lexicographicallyPrecedes($1.1.utf8) : $0.0.utf8.lexicographicallyPrecedes($1.0.utf8)
  }
  let shuffled = pairs.indices.map { pairs[($0 * 37) % pairs.count] }
  let batch = RecordBatch(
    schema: RecordSchema([Field("one", .text), Field("two", .text)]),
    columns: [.text(TextColumn(shuffled.map(\.0))), .text(TextColumn(shuffled.map(\.1)))],
    origins: shuffled.indices.map { Origin(offset: 0, length: 0, line: 1, record: Int32($0) + 1) })
  let batches = [batch.gathering(Array(0..<50)), batch.gathering(Array(50..<100))]
  for size in [1, 32 << 20] {
    let out = try drained(batches, settings(batch.schema, key: ["one", "two"]), bufferSize: size)
    #expect(out == pairs.map { "\($0.0) \($0.1)" })
  }
}

@Test("with keep first, the first goes on")
func keepsFirst() throws {
  let batch = table(
    """
    id | amount:decimal(2)
    b  | 1.00
    b  | 3.00
    b  | 4.00
    """)
  let out = try drained([batch], settings(batch.schema, key: ["id"], keep: "first"))
  #expect(out == ["b 1.00", "b 3.00 duplicate", "b 4.00 duplicate"])
}

/// Records of one key: how many duplicates another one contradicts, and which differ from the first.
private func twins(_ amounts: [String], keep: String, bufferSize: Int = 32 << 20) throws -> (Int, [Int32]) {
  let batch = table(
    "id | amount:decimal(2)\na | 1.00\n" + amounts.map { "b | \($0)" }.joined(separator: "\n"))
  let writer = PackageWriter(
    schema: batch.schema, settings: settings(batch.schema, key: ["id"], keep: keep), bufferSize: bufferSize,
    spill: spill)
  var rejections: [Rejection] = []
  _ = try writer.add(batch, rejecting: &rejections)
  let drain = try writer.finish().drain(twins: 3)
  while try drain.next() != nil {}
  for twin in drain.twins {
    #expect(twin.pair.column("amount")?.string(at: 0) == amounts[0])
    #expect(twin.pair.column("amount")?.string(at: 1) == amounts[Int(twin.origin.record) - 2])
  }
  #expect(drain.allTwins.count == amounts.count { $0 != amounts[0] })
  return (drain.differing, drain.twins.map(\.origin.record))
}

@Test("records of one key that say something else are counted and named, however far apart they are")
func differing() throws {
  #expect(try twins(["1.00", "1.00"], keep: "last") == (0, []))
  #expect(try twins(["1.00", "2.00", "2.00"], keep: "last") == (1, [3, 4]))
  #expect(try twins(["1.00", "1.00", "2.00"], keep: "last") == (2, [4]))
  #expect(try twins(["1.00", "2.00", "1.00"], keep: "first") == (1, [3]))
  let many = [String](repeating: "1.00", count: 20_000)
  for size in [1 << 16, 32 << 20] {
    #expect(try twins(many + ["2.00"], keep: "last", bufferSize: size) == (20_000, [20_002]))
    #expect(try twins(many + ["2.00"], keep: "first", bufferSize: size) == (1, [20_002]))
    #expect(try twins(many, keep: "first", bufferSize: size) == (0, []))
  }
}

@Test("a record that is decided about is not chosen, and leaves the choice to the others of its key")
func decided() throws {
  let batch = table(
    """
    id | amount:decimal(2)
    b  | 1.00
    b  | 3.00
    c  | 4.00
    """)
  let writer = PackageWriter(
    schema: batch.schema, settings: settings(batch.schema, key: ["id"]), spill: spill)
  var rejections: [Rejection] = []
  _ = try writer.add(batch, rejecting: &rejections)
  let package = try writer.finish()
  let rejected = try lines(package.drain(DrainChoice(records: [2: .rejected])))
  #expect(rejected == ["b 1.00", "b 3.00 rejected", "c 4.00"])
  let picked = try lines(package.drain(DrainChoice(picked: (records: [1], statements: []))))
  #expect(picked == ["b 1.00", "b 3.00 filtered", "c 4.00 filtered"])
}

@Test("two equal payments without a bank id are told apart by their occurrence, in the order of the file")
func occurrences() throws {
  let batch = table(
    """
    account_id | booking_date:date | amount:decimal(4) | currency:currency | description
    A          | 2026-01-31        | 5.0000            | USD               | TEA
    A          | 2026-01-31        | 5.0000            | USD               | TEA
    A          | 2026-01-31        | 7.0000            | USD               | TEA
    """)
  let out = try drained([batch], settings(batch.schema, key: ["account_id", "external_id"]))
  let ids = out.map { String($0.split(separator: " ").last ?? "") }
  #expect(ids.count == 3 && Set(ids).count == 3)
  #expect(ids.filter { $0.hasSuffix("#1") }.count == 2 && ids.filter { $0.hasSuffix("#2") }.count == 1)
  let five = out.filter { $0.contains("5.0000") }.map { String($0.split(separator: " ").last ?? "") }
  #expect(five[0].dropLast(2) == five[1].dropLast(2))
}

@Test("a fingerprint does not depend on how far an amount's decimals reach")
func fingerprintScale() throws {
  let narrow = table(
    """
    account_id | amount:decimal(2)
    A          | 5.00
    """)
  let wide = table(
    """
    account_id | amount:decimal(4)
    A          | 5.0000
    """)
  let ids = try [narrow, wide].map { batch in
    try drained([batch], settings(batch.schema, key: ["external_id"]))[0].split(separator: " ").last
  }
  #expect(ids[0] == ids[1])
}

@Test("a record with an id of the bank keeps it, beside others that get a fingerprint")
func mixedIds() throws {
  let batch = table(
    """
    account_id | external_id | amount:decimal(2)
    A          | X1          | 1.00
    A          | ~           | 1.00
    """)
  let out = try drained([batch], settings(batch.schema, key: ["account_id", "external_id"]))
  #expect(out.contains("A X1 1.00"))
  #expect(out.contains { $0.hasPrefix("A fp:") && $0.contains("#1 ") })
}

@Test("a record without a value in its key is refused")
func missingKey() throws {
  let batch = table(
    """
    id | amount:decimal(2)
    ~  | 1.00
    '' | 2.00
    a  | 3.00
    """)
  let writer = PackageWriter(
    schema: batch.schema, settings: settings(batch.schema, key: ["id"]), spill: spill)
  var rejections: [Rejection] = []
  let fates = try writer.add(batch, rejecting: &rejections)
  #expect(fates == [.rejected, .rejected, .kept])
  #expect(text(rejections) == "1 id key-missing ~\n2 id key-missing ~")
}

@Test("records of a statement that does not count take no part, wherever their keys stand")
func statementFates() throws {
  var batch = table(
    """
    id | amount:decimal(2)
    a  | 1.00
    a  | 2.00
    b  | 3.00
    """)
  for (row, statement) in [(0, 0), (1, 1), (2, 1)] { batch.origins[row].statement = Int32(statement) }
  let out = try drained(
    [batch], settings(batch.schema, key: ["id"]), statementFates: [.kept, .filtered])
  #expect(out == ["a 1.00", "a 2.00 filtered", "b 3.00 filtered"])
}

@Test("without a key, rows come out in the order of the file")
func sequential() throws {
  let batch = table(
    """
    id | n:integer
    z  | 1
    a  | 2
    z  | 3
    """)
  #expect(try drained([batch, batch], nil) == ["z 1", "a 2", "z 3", "z 1", "a 2", "z 3"])
  #expect(try drained([batch, batch], nil, bufferSize: 16) == ["z 1", "a 2", "z 3", "z 1", "a 2", "z 3"])
}

@Test("keys of two fields sort as their values do, whatever bytes they hold", arguments: [1 << 25, 4096, 64])
func compositeOrder(bufferSize: Int) throws {
  var random = SeededRandom(seed: 7)
  var batches: [RecordBatch] = []
  var expected: [String: String] = [:]
  var record: Int32 = 0
  for _ in 0..<20 {
    var first: [String?] = []
    var second: [String?] = []
    var origins: [Origin] = []
    for _ in 0..<300 {
      record += 1
      let a = String((0..<random.next(3) + 1).map { _ in ["a", "b", "\u{0}", "é"][random.next(4)] }.joined())
      let b = String((0..<random.next(12)).map { _ in ["x", "\u{0}", "ÿ"][random.next(3)] }.joined()) + "k"
      first.append(a)
      second.append(b)
      expected["\(a)|\(b)"] = "\(record)"
      origins.append(Origin(offset: 0, length: 1, line: record, record: record))
    }
    let numbers = origins.map { Int64($0.record) }
    batches.append(
      RecordBatch(
        schema: RecordSchema([Field("a", .text), Field("b", .text), Field("n", .integer)]),
        columns: [.text(TextColumn(first)), .text(TextColumn(second)), .integers(numbers)], origins: origins))
  }
  let rows = try drained(batches, settings(batches[0].schema, key: ["a", "b"]), bufferSize: bufferSize)
  let live = rows.filter { !$0.hasSuffix("duplicate") }
  #expect(rows.count == 6000 && live.count == expected.count)
  let sorted = expected.sorted {
    let x = $0.key.split(separator: "|"), y = $1.key.split(separator: "|")
    return x[0] != y[0]
      ? x[0].utf8.lexicographicallyPrecedes(y[0].utf8) : x[1].utf8.lexicographicallyPrecedes(y[1].utf8)
  }
  #expect(live == sorted.map { $0.key.split(separator: "|").joined(separator: " ") + " " + $0.value })
}

@Test("a million bytes of one key, over many spilled runs and batches, leave one record")
func oneKey() throws {
  let count = 20_000
  let origins = (0..<count).map { Origin(offset: 0, length: 1, line: 1, record: Int32($0 + 1)) }
  let batch = RecordBatch(
    schema: RecordSchema([Field("id", .text), Field("n", .integer)]),
    columns: [.constant("same", count: count), .integers(origins.map { Int64($0.record) })], origins: origins)
  let rows = try drained([batch], settings(batch.schema, key: ["id"]), bufferSize: 1 << 16)
  #expect(rows.filter { !$0.hasSuffix("duplicate") } == ["same \(count)"])
  #expect(rows.count == count)
}
