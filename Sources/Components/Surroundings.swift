public import Records

/// What a component may know of its pipeline besides its options: no clock, no locale, no environment.
public struct Surroundings: Sendable {
  /// The contract the pipeline names.
  public var contract: Contract
  /// Reads a mapping file (CSV with a header) or a table of a database, by absolute path; throws what is wrong
  /// with it as a complaint-like fault.
  public var lookupTable: @Sendable (_ path: String, _ table: String?) throws(Fault) -> LookupTable

  /// What a component of this contract may know.
  public init(
    contract: Contract,
    lookupTable: @escaping @Sendable (_ path: String, _ table: String?) throws(Fault) -> LookupTable
  ) {
    self.contract = contract
    self.lookupTable = lookupTable
  }
}
