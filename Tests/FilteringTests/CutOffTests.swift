import Components
import Filtering
import Records
import Support
import Testing

@Suite("cut_off")
struct CutOffTests {
  private let days = table(
    """
    id | booking_date:date
    a  | 2025-12-31
    b  | 2026-01-01
    c  | 2026-01-02
    d  | 2026-01-31
    e  | 2026-02-01
    """)

  private func made(_ options: Written, of batch: RecordBatch, effectiveDate: String? = "booking_date")
    -> (stage: CutOffStage, complaints: [String])
  {
    var complaints: [Complaint] = []
    let stage = CutOffStage(
      options: options.value(at: "").group, schema: batch.schema,
      surroundings: surroundings(effectiveDate: effectiveDate), complaints: &complaints)
    return (stage, complaints.map(\.description))
  }

  private func kept(_ stage: CutOffStage, _ batch: RecordBatch) -> String {
    guard case .text(let column)? = run(stage, batch).batch.column("id") else { return "no column" }
    return column.views.indices.map { column.string(at: $0) ?? "~" }.joined()
  }

  @Test("the day itself stays, the day before goes")
  func fromIsInclusive() {
    let (stage, complaints) = made(["from": "2026-01-01"], of: days)
    #expect(complaints.isEmpty)
    let (batch, fates, rejections) = run(stage, days)
    #expect(batch.count == 4)
    #expect(fates == [.beforeCutOff, .kept, .kept, .kept, .kept])
    #expect(rejections.isEmpty)
  }

  @Test("through keeps its day, and what comes after is counted as before the cut-off too")
  func throughIsInclusive() {
    let (stage, _) = made(["from": "2026-01-02", "through": "2026-01-31"], of: days)
    #expect(run(stage, days).fates == [.beforeCutOff, .beforeCutOff, .kept, .kept, .beforeCutOff])
    #expect(kept(made(["through": "2026-01-01"], of: days).stage, days) == "ab")
  }

  @Test("the named field decides, not the contract's date")
  func namedField() {
    let batch = table(
      """
      id | booking_date:date | value_date:date
      a  | 2025-12-31        | 2026-01-05
      b  | 2026-01-05        | 2025-12-31
      """)
    #expect(kept(made(["from": "2026-01-01"], of: batch).stage, batch) == "b")
    #expect(kept(made(["field": "value_date", "from": "2026-01-01"], of: batch).stage, batch) == "a")
  }

  @Test("a record without the date is refused, whatever the bounds")
  func missingDate() {
    let batch = table(
      """
      id | booking_date:date
      a  | ~
      b  | 2026-01-01
      """)
    for options in [["from": "2026-01-01"], ["through": "2026-01-01"]] as [Written] {
      let (_, fates, rejections) = run(made(options, of: batch).stage, batch)
      #expect(fates == [.rejected, .kept])
      #expect(text(rejections) == "1 booking_date date-missing ~")
      #expect(rejections[0].stage == "cut_off")
    }
  }

  @Test("an empty batch stays empty")
  func noRows() {
    let batch = table("id | booking_date:date")
    let (result, fates, rejections) = run(made(["from": "2026-01-01"], of: batch).stage, batch)
    #expect(result.count == 0 && fates.isEmpty && rejections.isEmpty)
  }

  @Test("a run's own dates narrow the pipeline's and never widen them")
  func narrowing() {
    let (stage, _) = made(["from": "2026-01-01", "through": "2026-01-31"], of: days)
    func kept(_ from: String?, _ through: String?) -> String {
      let narrowed = stage.narrowed(
        from: from.flatMap(CivilDate.init(iso:)), through: through.flatMap(CivilDate.init(iso:)))
      return self.kept(narrowed, days)
    }
    #expect(kept(nil, nil) == "bcd")
    #expect(kept("2026-01-02", nil) == "cd")
    #expect(kept("2020-01-01", "2030-01-01") == "bcd")
    #expect(kept(nil, "2026-01-01") == "b")
    #expect(kept("2026-03-01", "2026-03-31") == "")
  }

  @Test("a run can be cut off without its pipeline saying so")
  func madeByHand() {
    let stage = CutOffStage(
      field: "booking_date", from: nil, through: CivilDate(iso: "2026-01-01"), schema: days.schema)
    #expect(kept(stage, days) == "ab")
    #expect(stage.schema == days.schema)
  }

  @Test("without a bound there is nothing to cut off")
  func noBound() {
    #expect(made([:], of: days).complaints[0].hasPrefix(": date-missing: neither from nor through is given"))
  }

  @Test("bounds the wrong way round are told, a single day is not")
  func reversed() {
    let complaints = made(["from": "2026-02-01", "through": "2026-01-31"], of: days).complaints
    #expect(complaints[0].hasPrefix("through: dates-reversed: through 2026-01-31 is before from 2026-02-01"))
    #expect(made(["from": "2026-01-01", "through": "2026-01-01"], of: days).complaints.isEmpty)
  }

  @Test("an unknown field gets the nearest name")
  func unknownField() {
    let complaints = made(["field": "boking_date", "from": "2026-01-01"], of: days).complaints
    #expect(
      complaints == [
        "field: field-unknown: no earlier stage yields a field \"boking_date\"\n  hint: Did you mean booking_date?"
      ])
  }

  @Test("a field that is not a date cannot decide")
  func notADate() {
    let complaints = made(["field": "id", "from": "2026-01-01"], of: days).complaints
    #expect(complaints[0].hasPrefix("field: field-wrong-type: a date field expected, but id is text"))
  }

  @Test("a contract without an effective date needs the field")
  func noEffectiveDate() {
    let complaints = made(["from": "2026-01-01"], of: days, effectiveDate: nil).complaints
    #expect(complaints[0].hasPrefix(": field-missing: ledger_line/1 has no effective date"))
  }
}
