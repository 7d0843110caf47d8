import Components
import Reading
import Records
import Testing

/// One folder of `SampleData/<format>/`: an input file, how to read it, and what must come of it.
struct SampleCase: Sendable, CustomTestStringConvertible {
  var format: String
  var name: String
  /// With a slash at its end.
  var folder: String
  /// `input.csv`, `input.bai`…
  var input: String

  var testDescription: String { "\(format)/\(name)" }

  /// Every case of every format, in the order of their names.
  static let all: [SampleCase] = {
    return names(in: root).filter { Readers.named($0) != nil }.flatMap { format in
      names(in: root + format).compactMap { name in
        let folder = "\(root)\(format)/\(name)/"
        guard let input = names(in: folder).first(where: { $0.hasPrefix("input.") }) else { return nil }
        return SampleCase(format: format, name: name, folder: folder, input: input)
      }
    }
  }()

  func bytes() throws -> [UInt8] { try #require(contents(of: folder + input)) }

  func factory() throws -> ReaderFactory { try #require(Readers.named(format)) }

  /// The options of `options.yaml`; all defaults without that file.
  func options() throws -> Options {
    let text = contents(of: folder + "options.yaml").map { String(decoding: $0, as: UTF8.self) } ?? ""
    return try OptionsFile.parse(text, spec: factory().spec, file: "options.yaml", in: folder)
  }

  /// The folder of all formats, with a slash at its end.
  static let root: String = {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/") + "/SampleData/"
  }()
}
