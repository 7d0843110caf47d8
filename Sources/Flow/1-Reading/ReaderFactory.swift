public import Bytes
public import Components
public import Records

/// One format the program reads: what it is, what its records look like, and how a reader of it is made.
public struct ReaderFactory: Sendable {
  /// Options, reasons and examples of the format.
  public let spec: ComponentSpec
  /// The schema of the batches that options will give, found without any data; adds what cannot be to the complaints.
  public let schema: @Sendable (Options, Contract, inout [Complaint]) -> RecordSchema
  /// A reader for one file.
  public let make: @Sendable (Options, RecordSchema, ByteSource, Contract) throws(Fault) -> any Reader
  /// How far a file is known to be of this format, by the first bytes of its text (`Readers.headSize`, or all there
  /// are) and by its name.
  public let recognizes: @Sendable (_ head: [UInt8], _ name: String) -> Recognition

  /// Title of the contract that a file's records are of when no pipeline names one (`remittance/1`), by the first bytes
  /// of its text.
  public let usualContract: @Sendable (_ head: [UInt8]) -> String

  /// Whether its statements can take out what is on file for their account and day.
  public let retracts: Bool

  /// A format; its statements take nothing out, and its records are entries of an account, unless said otherwise.
  public init(
    spec: ComponentSpec, retracts: Bool = false,
    usualContract: @escaping @Sendable (_ head: [UInt8]) -> String = { _ in "bank_transaction/1" },
    schema: @escaping @Sendable (Options, Contract, inout [Complaint]) -> RecordSchema,
    make: @escaping @Sendable (Options, RecordSchema, ByteSource, Contract) throws(Fault) -> any Reader,
    recognizes: @escaping @Sendable (_ head: [UInt8], _ name: String) -> Recognition
  ) {
    self.spec = spec
    self.retracts = retracts
    self.usualContract = usualContract
    self.schema = schema
    self.make = make
    self.recognizes = recognizes
  }
}
