public import Records

/// A versioned record schema: what a pipeline promises to deliver.
public struct Contract: Sendable {
  /// What the contract says of one field.
  public struct FieldRule: Sendable, Hashable {
    /// snake_case.
    public var name: String
    /// What the field holds.
    public var type: FieldType
    /// A record without a value is refused.
    public var isRequired: Bool
    /// The only values allowed; empty when any is.
    public var allowed: [String]
    /// Part of a record's identity where the bank gives no id: immutable at the source, never mapped or derived.
    public var isFingerprint: Bool
    /// Of a decimal: the field that holds its currency.
    public var currencyField: String?
    /// Whether another value makes it another version of the record. False for what only says how the record came: the
    /// same record in an overlapping statement is unchanged.
    public var isCompared: Bool
    /// One sentence.
    public var description: String

    /// A field's rules.
    public init(
      name: String, type: FieldType, isRequired: Bool, allowed: [String], isFingerprint: Bool,
      currencyField: String?, isCompared: Bool = true, description: String
    ) {
      self.name = name
      self.type = type
      self.isRequired = isRequired
      self.allowed = allowed
      self.isFingerprint = isFingerprint
      self.currencyField = currencyField
      self.isCompared = isCompared
      self.description = description
    }
  }

  /// snake_case.
  public var name: String
  /// From 1; a contract of a version never changes.
  public var version: Int
  /// One sentence.
  public var summary: String
  /// In the order of the contract.
  public var fields: [FieldRule]
  /// The fields that identify a record.
  public var key: [String]
  /// The field a fingerprint goes into when the source has no value for it; nil when there is none.
  public var fingerprintField: String?
  /// The date that decides whether a record is before the cut-off, where the pipeline names no other; nil when there is
  /// none.
  public var effectiveDate: String?
  /// The decimal field whose sums must foot.
  public var footingAmount: String?
  /// The sign of a debit: positive in a ledger, negative at a bank, where it is money out.
  public var debitIsPositive: Bool

  /// A contract with everything it says.
  public init(
    name: String, version: Int, summary: String, fields: [FieldRule], key: [String],
    fingerprintField: String?,
    effectiveDate: String?, footingAmount: String?, debitIsPositive: Bool = false
  ) {
    self.name = name
    self.version = version
    self.summary = summary
    self.fields = fields
    self.key = key
    self.fingerprintField = fingerprintField
    self.effectiveDate = effectiveDate
    self.footingAmount = footingAmount
    self.debitIsPositive = debitIsPositive
  }

  /// `bank_transaction/1`.
  public var title: String { "\(name)/\(version)" }

  /// Nil when the contract has no such field.
  public func field(_ name: String) -> FieldRule? { fields.first { $0.name == name } }

  /// The currency field of the footing amount.
  public var footingCurrency: String? { footingAmount.flatMap { field($0)?.currencyField } }

  /// Decimal places of the footing amount; 0 when there is none.
  public var footingScale: Int {
    if case .decimal(let scale)? = footingAmount.flatMap({ field($0)?.type }) { return scale }
    return 0
  }
}
