public import Components
public import Records

/// The settings of `dedup`: what identifies a record, and which of several with one key stays.
///
/// Within a file, the last (or first) record of a key goes on and the others are counted as duplicates. Across
/// files of a run, and against what was loaded before, the loader compares by the same key. Where the key names
/// the contract's fingerprint field and the source gave it no value, the record is identified by a fingerprint of
/// its immutable fields and its occurrence among equal ones in the file, so that two genuine identical payments
/// on one day stay two, and the same day's file again, extended by a third, adds exactly one.
public struct DedupSettings: Sendable {
  /// What the stage is, for every place that describes it.
  public static let spec = ComponentSpec(
    kind: .stage, name: "dedup",
    summary:
      "Recognises a record by its key: one of each goes on, and the loader compares it with what is loaded.",
    limits: "Sorts each file by key; what exceeds a fixed memory is kept in a temporary file.",
    options: [
      OptionSpec(
        "key", .oneOrMore(.fieldName),
        doc: "The fields that identify a record. Default: the contract's key.",
        example: "[account_id, external_id]"),
      OptionSpec(
        "keep", .choice(["last", "first"]), default: "last",
        doc: "Which record stays when several have one key: the last replaces, also what was loaded before; "
          + "the first stays as it is.",
        example: "first"),
      OptionSpec(
        "fingerprint", .oneOrMore(.fieldName),
        doc:
          "The fields whose values identify a record that has no bank id. Default: those the contract marks, "
          + "as far as the format gives them.",
        example: "[account_id, booking_date, amount, currency, description]"),
      OptionSpec(
        "restated", .choice(["review", "supersede", "append_only"]), default: "review",
        doc:
          "A statement that was loaded from other bytes: review leaves it to a person and loads nothing of it, "
          + "supersede takes out what it no longer has and loads the rest, append_only loads what it adds. Of a list "
          + "of records the same is said day by day: it has the days between its first and its last one whole.",
        example: "supersede"),
      OptionSpec(
        "bank_ids", .choice(["checked", "trusted"]),
        doc:
          "trusted: the key alone decides. checked: what comes under a known key with another day, amount or text, be "
          + "it in one file or in two, or again under another number of the bank, is left to a person. Default: trusted where `key` is given, "
          + "else checked.",
        example: "checked"),
    ],
    reasons: [
      ReasonSpec("key-missing", "A field of the key has no value, so the record cannot be recognised again."),
      ReasonSpec(
        "statement-restated", "Another version of the statement is loaded; a person decides which one stands."
      ),
      ReasonSpec(
        "day-restated",
        "A day that the file has whole is loaded with records that it no longer has; a person decides."),
      ReasonSpec(
        "identity-undecided", "It cannot be told whether the record is loaded already; a person decides."),
    ],
    examples: ["{ key: [account_id, external_id], keep: last }"])

  /// The fields that identify a record; never empty.
  public let key: [String]
  /// A record whose key was met before is left out, instead of taking the earlier one's place.
  public let keepsFirst: Bool
  /// The field a fingerprint fills when it is missing; nil when the key does not name it.
  public let fingerprintField: String?
  /// What the fingerprint is taken of, in order.
  public let fingerprint: [String]
  /// The fields in which two records of one key may differ: what the bank never changes of a record.
  public let content: [String]
  /// What happens to a statement that was loaded from other bytes.
  public enum RestatementPolicy: String, Sendable {
    case review, supersede
    case appendOnly = "append_only"
  }

  /// What happens to a statement that was loaded from other bytes.
  public let restated: RestatementPolicy
  /// The bank's numbers alone decide nothing.
  public let checksIDs: Bool
  /// Of the batches that leave.
  public let schema: RecordSchema

  /// - Parameter complaints: a key field that no earlier stage yields; a fingerprint of nothing.
  public init(
    options: Options, schema input: RecordSchema, surroundings: Surroundings, complaints: inout [Complaint]
  ) {
    let contract = surroundings.contract
    let named = options.list("key").map { ($0.text, $0.place) }
    let wanted = named.isEmpty ? contract.key.map { ($0, options.place) } : named
    if wanted.isEmpty {
      complaints.append(
        Complaint(
          "key-missing", at: options.place, "the contract \(contract.title) has no key",
          hint: "Name the fields that identify a record: key: [account_id, external_id]."))
    }
    (schema, fingerprintField) = DedupSettings.checked(wanted, input, contract, &complaints)
    key = wanted.map(\.0)
    keepsFirst = options.text("keep") == "first"
    restated = options.text("restated").flatMap(RestatementPolicy.init) ?? .review
    checksIDs = options.text("bank_ids").map { $0 == "checked" } ?? options.list("key").isEmpty
    content = contract.fields.filter { $0.isFingerprint && input.index(of: $0.name) != nil }.map(\.name)
    fingerprint = DedupSettings.fingerprintFields(options, input, contract, fingerprintField, &complaints)
  }

  /// The schema with every field of the key, and the one among them that a fingerprint may fill.
  private static func checked(
    _ wanted: [(String, Place)], _ input: RecordSchema, _ contract: Contract,
    _ complaints: inout [Complaint]
  ) -> (RecordSchema, String?) {
    var output = input
    var fingerprintField: String?
    for (at, (name, place)) in wanted.enumerated() {
      if wanted[..<at].contains(where: { $0.0 == name }) {
        complaints.append(
          Complaint("key-field-twice", at: place, "the key names \(name) twice", hint: "Name it once."))
      }
      if name == contract.fingerprintField {
        fingerprintField = name
        if input.index(of: name) == nil { output.set(Field(name, .text)) }
        if let type = input.type(of: name), type != .text {
          complaints.append(
            Complaint(
              "key-wrong-type", at: place, "\(name) is \(type); a field that a fingerprint may fill is text"))
        }
      } else if input.index(of: name) == nil {
        complaints.append(
          Complaint(
            "field-unknown", at: place, "no earlier stage yields the field \(name)",
            hint: nearest(to: name, among: input.names).map { "Did you mean \($0)?" }))
      }
    }
    return (output, fingerprintField)
  }

  private static func fingerprintFields(
    _ options: Options, _ input: RecordSchema, _ contract: Contract, _ field: String?,
    _ complaints: inout [Complaint]
  ) -> [String] {
    for value in options.list("fingerprint") where input.index(of: value.text) == nil {
      complaints.append(
        Complaint(
          "field-unknown", at: value.place, "no earlier stage yields the field \(value.text)",
          hint: nearest(to: value.text, among: input.names).map { "Did you mean \($0)?" }))
    }
    guard let field else { return [] }
    let named = options.list("fingerprint").map(\.text)
    let marked = contract.fields.filter { $0.isFingerprint && input.index(of: $0.name) != nil }.map(\.name)
    let fields = named.isEmpty ? marked : named
    if fields.isEmpty {
      complaints.append(
        Complaint(
          "fingerprint-empty", at: options.place, "no field is left to identify a record without \(field)",
          hint: "Name them: fingerprint: [account_id, booking_date, amount, description]."))
    }
    return fields
  }
}
