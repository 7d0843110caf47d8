import Components

/// Every format the program reads, one line each.
public enum Readers {
  /// In the order they are listed to people.
  public static let all: [ReaderFactory] = [
    BAI2Reader.factory,
    CAMTReader.factory,
    CSVReader.factory,
    EDIFACTReader.factory,
    FixedWidthReader.factory,
    JSONReader.factory,
    MT940Reader.factory,
    NACHAReader.factory,
    OFXReader.factory,
    QIFReader.factory,
    SAFTReader.factory,
    X12Reader.factory,
    XLSXReader.factory,
    XMLReader.factory,
  ]

  /// The format of that name, as written in a pipeline.
  public static func named(_ name: String) -> ReaderFactory? { all.first { $0.spec.name == name } }

  /// What a file is found to be.
  public enum Detection: Sendable {
    /// The only format that is certain of it, or where none is, the only one that is possible, or that takes the rest.
    case one(ReaderFactory)
    /// Several formats are equally likely: they are asked about, not guessed.
    case ambiguous([ReaderFactory])
    /// No format knows it.
    case none
  }

  /// Bytes of text that `detect` wants to see.
  public static let headSize = 4096

  /// Asks every format.
  ///
  /// - Parameters:
  ///   - head: the first `headSize` bytes of the text as UTF-8, or all there are.
  ///   - name: of the file, without its folders; of a zip file's member, the member's.
  public static func detect(head: [UInt8], name: String) -> Detection {
    detect(head: head, name: name, among: all)
  }

  static func detect(head: [UInt8], name: String, among formats: [ReaderFactory]) -> Detection {
    let answers = formats.map { ($0, $0.recognizes(head, name)) }
    let ranks: [Recognition] = [.certain, .possible, .otherwise]
    let likeliest =
      ranks.lazy.map { rank in answers.filter { $0.1 == rank }.map(\.0) }
      .first { !$0.isEmpty } ?? []
    guard let first = likeliest.first else { return .none }
    return likeliest.count == 1 ? .one(first) : .ambiguous(likeliest)
  }
}
