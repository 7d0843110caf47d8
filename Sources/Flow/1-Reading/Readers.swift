import Components

/// Every format the program reads, one line each. The first that recognises a file takes it, so the formats that
/// say what they are come first, and CSV, which any text can be, comes last.
public enum Readers {
  /// In the order they are asked.
  public static let all: [ReaderFactory] = [
    BAI2Reader.factory,
    CSVReader.factory,
  ]

  /// The format of that name, as written in a pipeline.
  public static func named(_ name: String) -> ReaderFactory? { all.first { $0.spec.name == name } }
}
