public import Records

/// A versioned record schema: what a pipeline promises to deliver.
public struct Contract: Sendable {
  public struct FieldRule: Sendable, Hashable {
    public var name: String
    public var type: FieldType
    /// A record without a value is refused.
    public var isRequired: Bool
    /// The only values allowed; empty when any is.
    public var allowed: [String]
    /// Part of a record's identity where the bank gives no id: immutable at the source, never mapped or derived.
    public var isFingerprint: Bool
    /// Of a decimal: the field that holds its currency.
    public var currencyField: String?
    public var description: String

    public init(
      name: String, type: FieldType, isRequired: Bool, allowed: [String], isFingerprint: Bool,
      currencyField: String?, description: String
    ) {
      self.name = name
      self.type = type
      self.isRequired = isRequired
      self.allowed = allowed
      self.isFingerprint = isFingerprint
      self.currencyField = currencyField
      self.description = description
    }
  }

  public var name: String
  public var version: Int
  public var summary: String
  public var fields: [FieldRule]
  /// The fields that identify a record.
  public var key: [String]
  /// The field a fingerprint goes into when the source has no value for it; nil when there is none.
  public var fingerprintField: String?
  /// The date that decides whether a record is before the cut-off.
  public var effectiveDate: String?
  /// The decimal field whose sums must foot.
  public var footingAmount: String?
  /// The sign of a debit: positive in a ledger, negative at a bank, where it is money out.
  public var debitIsPositive: Bool

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

  public func field(_ name: String) -> FieldRule? { fields.first { $0.name == name } }

  /// The currency field of the footing amount.
  public var footingCurrency: String? { footingAmount.flatMap { field($0)?.currencyField } }

  /// Decimal places of the footing amount; 0 when there is none.
  public var footingScale: Int {
    if case .decimal(let scale)? = footingAmount.flatMap({ field($0)?.type }) { return scale }
    return 0
  }
}
