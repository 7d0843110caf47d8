public import Components
public import Records

public struct ReaderFactory: Sendable {
  public var spec: ComponentSpec
  public var schema: @Sendable (Options, Contract, inout [Complaint]) -> RecordSchema
  public init(spec: ComponentSpec, schema: @escaping @Sendable (Options, Contract, inout [Complaint]) -> RecordSchema) {
    self.spec = spec
    self.schema = schema
  }
}
