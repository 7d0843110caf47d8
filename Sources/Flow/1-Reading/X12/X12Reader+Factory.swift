extension X12Reader {
  /// X12 as one of the formats the program reads.
  static let factory = ReaderFactory(
    spec: spec, X12Grammar.self,
    endings: [".x12", ".810", ".811", ".812", ".820", ".821", ".822", ".823", ".835"]
  ) { options, source, contract in X12Reader(source, options: options, contract: contract) }
}
