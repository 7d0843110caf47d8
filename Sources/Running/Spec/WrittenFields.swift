import Components
import Deduplicating
import Reading
import Records

/// What the stages of one format write, held against everything that relies on the source's own values: statements
/// that find their rows again, sums that must foot, fingerprints.
struct WrittenFields {
  let contract: Contract
  let reader: ReaderFactory
  private(set) var complaints: [Complaint] = []
  /// Written before `dedup`.
  private var early: [(stage: String, name: String, place: Place)] = []

  init(contract: Contract, reader: ReaderFactory) {
    self.contract = contract
    self.reader = reader
  }

  /// - Parameter schema: of the batches that reach the stage.
  mutating func add(_ stage: any Stage.Type, _ options: Options, _ schema: RecordSchema) {
    let name = stage.spec.name
    for (field, place) in stage.fieldsWritten(options, schema: schema) {
      retraction(name, field, place)
      // What normalize makes of a text is how the source is read.
      if name == PipelineLanguage.formatStage { continue }
      footing(name, field, place, schema)
      early.append((name, field, place))
    }
  }

  /// A statement that deletes or replaces finds the rows on file by account and day, as it states them itself.
  private mutating func retraction(_ stage: String, _ field: String, _ place: Place) {
    guard reader.retracts, field == "account_id" || field == contract.effectiveDate else { return }
    complaints.append(
      Complaint(
        "retraction-field-written", at: place,
        "\(stage) writes \(field), by which a \(reader.spec.name) statement that deletes or replaces finds its rows",
        hint: "Leave \(field) as the bank gives it, and write into a field of another name."))
  }

  /// Money that is known when it arrives must leave as it came.
  private mutating func footing(_ stage: String, _ field: String, _ place: Place, _ schema: RecordSchema) {
    guard let amount = contract.footingAmount, field == amount || field == contract.footingCurrency,
      schema.type(of: amount) == .decimal(scale: contract.footingScale)
    else { return }
    complaints.append(
      Complaint(
        "footing-field-written", at: place,
        "\(stage) writes \(field), and a run foots by it: what arrives must leave as it came",
        hint: "Write into a field of another name; let the reader or normalize give \(field) its value."))
  }

  /// A fingerprint is of what the source never changes; a mapping may change any day.
  mutating func add(_ dedup: DedupSettings) {
    guard let target = dedup.fingerprintField else { return }
    for (stage, field, place) in early {
      if field == target {
        complaints.append(
          Complaint(
            "key-field-written", at: place,
            "\(stage) writes \(field) before dedup, which takes it for the bank's own number",
            hint: "Name the fields that identify a record under dedup: key, or let the reader give \(field).")
        )
      } else if dedup.fingerprint.contains(field) {
        complaints.append(
          Complaint(
            "fingerprint-field-written", at: place,
            "\(stage) writes \(field) before dedup, which makes fingerprints of it: another mapping would make "
              + "every record a new one",
            hint: "Move \(stage) behind dedup, or name the fields the bank gives under dedup: fingerprint."))
      }
    }
  }
}
