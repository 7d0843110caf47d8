public import Components
public import Records

/// Keeps the records dated within the cut-off dates and takes the others out of the flow.
///
///     before | from ……………… through | after
///     out    | kept, both days    | out
///
/// One date field decides, the contract's effective date unless another is named. Records on the day `from` and
/// on the day `through` are kept; what lies outside on either side gets the fate `beforeCutOff`. A record without
/// the date is refused: whether it belongs cannot be known.
public struct CutOffStage: Stage {
  /// What `cut_off` is.
  public static let spec = ComponentSpec(
    kind: .stage, name: "cut_off",
    summary: "Keeps the records dated from one day through another.",
    limits: "Records outside are counted as before the cut-off, whichever side they lie on.",
    options: [
      OptionSpec(
        "field", .fieldName,
        doc: "The date that decides. Without it, the contract's effective date.", example: "booking_date"),
      OptionSpec(
        "from", .date, doc: "The first day that is kept. Required unless `through` is given.",
        example: "2026-01-01"),
      OptionSpec("through", .date, doc: "The last day that is kept.", example: "2026-12-31"),
    ],
    reasons: [CutOffStage.dateMissing],
    examples: [
      "{ from: 2026-01-01 }",
      "{ field: value_date, from: 2026-01-01, through: 2026-12-31 }",
    ])

  /// The date that decides.
  public let field: String
  /// The first day that is kept; nil when there is none.
  public let from: CivilDate?
  /// The last day that is kept; nil when there is none.
  public let through: CivilDate?
  /// As it came: nothing is added.
  public let schema: RecordSchema

  /// For a run that is cut off without its pipeline saying so.
  ///
  /// - Parameter field: a date field of the schema.
  public init(field: String, from: CivilDate?, through: CivilDate?, schema: RecordSchema) {
    precondition(schema.type(of: field) == .date, "a cut-off is decided by a date field")
    self.field = field
    self.from = from
    self.through = through
    self.schema = schema
  }

  /// From checked options; the bounds and the field are checked here.
  public init(
    options: Options, schema: RecordSchema, surroundings: Surroundings, complaints: inout [Complaint]
  ) {
    field = options.text("field") ?? surroundings.contract.effectiveDate ?? ""
    from = options.date("from")
    through = options.date("through")
    self.schema = schema
    let place = options.place(of: "field")
    if field.isEmpty {
      complaints.append(
        Complaint(
          "field-missing", at: place, "\(surroundings.contract.title) has no effective date",
          hint: "Name the date that decides with field."))
    } else if let type = schema.type(of: field) {
      if type != .date { complaints.append(CutOffStage.notADate(field, type, at: place)) }
    } else {
      complaints.append(.unknownField(field, at: place, among: schema))
    }
    complaints += boundComplaints(options)
  }

  private static func notADate(_ field: String, _ type: FieldType, at place: Place) -> Complaint {
    Complaint(
      "field-wrong-type", at: place, "a date field expected, but \(field) is \(type)",
      hint: type == .text ? "Let normalize read \(field) as a date before this stage." : "Name a date field.")
  }

  private func boundComplaints(_ options: Options) -> [Complaint] {
    if from == nil, through == nil {
      return [
        Complaint(
          "date-missing", at: options.place, "neither from nor through is given",
          hint: "Give the first day that is kept with from.")
      ]
    }
    if let from, let through, through < from {
      return [
        Complaint(
          "dates-reversed", at: options.place(of: "through"), "through \(through) is before from \(from)",
          hint: "Both days are kept; for a single day write it twice.")
      ]
    }
    return []
  }

  /// The same cut-off with the narrower of its bounds and these, for one run. When nothing is left between them,
  /// no record is kept.
  public func narrowed(from: CivilDate?, through: CivilDate?) -> CutOffStage {
    let first = [self.from, from].compactMap(\.self).max()
    let last = [self.through, through].compactMap(\.self).min()
    return CutOffStage(field: field, from: first, through: last, schema: schema)
  }

  /// - Rejects: `date-missing`.
  public func apply(to batch: inout RecordBatch, fates: inout [Fate], rejecting rejections: inout [Rejection])
  {
    guard case .dates(let days)? = batch.column(field) else {
      preconditionFailure("a batch of another schema")
    }
    precondition(fates.count == days.count, "one fate a row")
    let first = from?.days ?? Int32.min + 1
    let last = through?.days ?? Int32.max
    for row in 0..<days.count {
      let day = days[row]
      if day >= first, day <= last { continue }
      if day == CivilDate.null {
        fates[row] = .rejected
        rejections.append(refusal(batch.origins[row]))
      } else {
        fates[row] = .beforeCutOff
      }
    }
  }

  private func refusal(_ origin: Origin) -> Rejection {
    Rejection(
      origin: origin, stage: CutOffStage.spec.name, field: field, value: nil,
      code: CutOffStage.dateMissing.code,
      reason: "there is no date to compare with the cut-off",
      hint: "Ask the source for the record's \(field), or let cut_off decide by a date that every record has."
    )
  }

  private static let dateMissing = ReasonSpec(
    "date-missing", "The record has no date, so the cut-off cannot be decided.")
}
