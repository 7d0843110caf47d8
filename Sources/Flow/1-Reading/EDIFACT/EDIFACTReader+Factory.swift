extension EDIFACTReader {
  /// EDIFACT as one of the formats the program reads.
  static let factory = ReaderFactory(
    spec: spec, EDIFACTGrammar.self,
    endings: [".edifact", ".finsta", ".cremul", ".debmul", ".paymul", ".remadv", ".invoic"]
  ) { options, source, contract in EDIFACTReader(source, options: options, contract: contract) }
}
