import Components
import Records
import Support
import Testing

@testable import Running

/// A stage that does to the rows what no stage may do.
private struct BadStage: Stage {
  static let spec = ComponentSpec(kind: .stage, name: "bad", summary: "Bends.", examples: ["{}"])

  var schema = RecordSchema([])
  var work: @Sendable (inout RecordBatch, inout [Fate]) -> Void = { _, _ in }

  init(options: Options, schema: RecordSchema, surroundings: Surroundings, complaints: inout [Complaint]) {
    self.schema = schema
  }

  init(_ work: @escaping @Sendable (inout RecordBatch, inout [Fate]) -> Void) { self.work = work }

  func apply(to batch: inout RecordBatch, fates: inout [Fate], rejecting rejections: inout [Rejection]) {
    work(&batch, &fates)
  }
}

@Suite("Footing")
struct FootingTests {
  private let contract = ContractLibrary.builtIn("bank_transaction/1")
  private let batch = table(
    """
    external_id | amount:decimal(4) | currency:currency
    R1          | 100.0000          | USD
    R2          | -40.0000          | USD
    R3          | 7.0000            | JPY
    R4          | ~                 | EUR
    """)

  /// The footings of one batch through these stages.
  private func footings(_ stages: [BadStage], _ batch: RecordBatch) -> [StageFooting] {
    var flow = Flow(stages.enumerated().map { ("stage \($0)", $1) }, contract: contract)
    var rejections: [Rejection] = []
    _ = flow.pass(batch, rejecting: &rejections)
    return flow.footings
  }

  /// What the check says of one bad stage between two good ones; nil when it is content.
  private func complaint(_ work: @escaping @Sendable (inout RecordBatch, inout [Fate]) -> Void) -> String? {
    let good = BadStage { _, _ in }
    do throws(Fault) {
      try FootingCheck.verify(footings([good, BadStage(work), good], batch), file: "in.csv")
      return nil
    } catch {
      #expect(error.code == "footing-failed")
      #expect(error.status == .dataRefused)
      return error.message
    }
  }

  private let caught = "what left stage 1 is not what arrived there, in rows or in money"

  @Test("stages that give every row a fate foot, in rows and in money")
  func honest() throws {
    #expect(complaint { _, fates in fates = [.kept, .duplicate, .rejected, .beforeCutOff] } == nil)
    let found = footings([BadStage { _, fates in fates[1] = .filtered }], batch)[0]
    let usd = try #require(Currency("USD"))
    #expect(found.arrived.amounts[usd] == 600_000)
    #expect(found.kept.amounts[usd] == 1_000_000)
    #expect(found.left["filtered"]?.amounts[usd] == -400_000)
    #expect(found.left.keys.sorted() == ["filtered", "kept"])
  }

  @Test("a stage that loses a row is caught")
  func losesRow() {
    #expect(
      complaint { batch, fates in
        batch = batch.gathering([0, 1, 2])
        fates.removeLast()
      } == caught)
  }

  @Test("a stage that doubles a row is caught")
  func doublesRow() {
    #expect(
      complaint { batch, fates in
        batch = batch.gathering([0, 1, 2, 3, 3])
        fates.append(.kept)
      } == caught)
  }

  @Test("a stage that puts one row in another's place is caught by its money")
  func swapsRow() {
    #expect(complaint { batch, _ in batch = batch.gathering([0, 0, 2, 3]) } == caught)
  }

  @Test("a stage that bends an amount by the least unit is caught")
  func bendsAmount() {
    #expect(
      complaint { batch, _ in
        guard case .decimals(var values, let scale)? = batch.column("amount") else { return }
        values[2] += 1
        batch.set("amount", .decimals(values, scale: scale))
      } == caught)
  }

  @Test("a stage that turns a sign around is caught even where the sum stays small")
  func turnsSign() {
    #expect(
      complaint { batch, _ in
        guard case .decimals(let values, let scale)? = batch.column("amount") else { return }
        batch.set("amount", .decimals(values.map { $0 == ScaledDecimal.null ? $0 : -$0 }, scale: scale))
      } == caught)
  }

  @Test("a stage that moves money into another currency is caught")
  func bendsCurrency() {
    #expect(
      complaint { batch, _ in
        guard case .currencies(var codes)? = batch.column("currency"), let euro = Currency("EUR") else {
          return
        }
        codes[2] = euro
        batch.set("currency", .currencies(codes))
      } == caught)
  }

  @Test("a stage that takes the amounts away is caught")
  func removesAmounts() {
    #expect(complaint { batch, _ in batch.remove("amount") } == caught)
  }

  @Test("what got lost between two stages is caught too")
  func between() {
    let before = footings([BadStage { _, _ in }], batch)
    let after = footings([BadStage { _, _ in }], batch.gathering([0, 1, 2]))
    #expect(throws: Fault("footing-failed", "", status: .dataRefused)) {
      try FootingCheck.verify(before + after, file: "in.csv")
    }
    do throws(Fault) {
      try FootingCheck.verify(before + after, file: "in.csv")
    } catch {
      #expect(error.message == "what left stage 0 did not arrive at stage 0, in rows or in money")
    }
  }

  @Test("while amounts are still text only rows are compared, and losing one is caught all the same")
  func text() throws {
    let raw = table(
      """
      external_id | amount | currency
      R1          | 1.00   | USD
      R2          | 2.00   | USD
      """)
    let honest = footings([BadStage { _, _ in }], raw)
    #expect(!honest[0].knowsMoney)
    try FootingCheck.verify(honest, file: "in.csv")
    let typing = BadStage { batch, _ in
      batch.set("amount", .decimals([10_000, 20_000], scale: 4))
    }
    try FootingCheck.verify(footings([typing], raw), file: "in.csv")
    let losing = BadStage { batch, fates in
      batch = batch.gathering([0])
      fates.removeLast()
    }
    #expect(throws: Fault("footing-failed", "", status: .dataRefused)) {
      try FootingCheck.verify(footings([losing], raw), file: "in.csv")
    }
  }

  @Test("money that is in no currency is counted as well")
  func noCurrency() {
    let bare = table(
      """
      external_id | amount:decimal(4)
      R1          | 1.0000
      """)
    #expect(footings([BadStage { _, _ in }], bare)[0].kept.amounts == [.none: 10_000])
  }

  // MARK: Conservation

  private func tally(_ rows: Int, _ amount: Int128) -> Tally {
    var tally = Tally(scale: 4)
    tally.rows = rows
    tally.amounts = [.none: amount]
    return tally
  }

  private func stage(_ name: String, _ arrived: Tally, _ left: [String: Tally]) -> StageFooting {
    StageFooting(stage: name, arrived: arrived, left: left, knowsMoney: true)
  }

  @Test("what was read is what was loaded or left out, over all stages")
  func conservation() {
    var unread = Tally(scale: 4)
    unread.rows = 10
    let stages = [
      StageFooting(stage: "read", arrived: unread, left: ["kept": unread], knowsMoney: false),
      stage("normalize", tally(10, 0), ["kept": tally(9, 900), "rejected": tally(1, 3)]),
      stage("cut_off", tally(9, 900), ["kept": tally(7, 800), "before cut-off": tally(2, 100)]),
      stage("load", tally(7, 800), ["inserted": tally(4, 500), "updated": tally(3, 300)]),
    ]
    let whole = Conservation(stages)
    #expect(whole.holds)
    #expect(whole.read == tally(10, 903))
    #expect(
      whole.parts.mapValues(\.rows) == ["rejected": 1, "before cut-off": 2, "inserted": 4, "updated": 3])
    #expect(!Conservation(Array(stages.dropLast())).holds, "without the load rows are missing")
    var bent = stages
    bent[3].left["updated"] = tally(3, 301)
    #expect(!Conservation(bent).holds)
  }

  @Test("conservation adds up over files, refused ones among them")
  func sum() {
    var total = Conservation(refused: Tally(scale: 4))
    total.add(Conservation([stage("load", tally(2, 5), ["inserted": tally(2, 5)])]))
    total.add(Conservation(refused: tally(3, 0)))
    total.add(Conservation(refused: Tally(scale: 4)))
    #expect(total.holds)
    #expect(total.read == tally(5, 5))
    #expect(total.parts["rejected"]?.rows == 3)
  }
}
