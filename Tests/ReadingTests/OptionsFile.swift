import Components
import Records

@testable import Running

/// The `options.yaml` of a sample case, read as the pipeline language reads a format's options.
enum OptionsFile {
  struct Mistake: Error, CustomStringConvertible {
    var complaints: [Complaint]
    var description: String { complaints.map { "\($0)" }.joined(separator: "\n") }
  }

  /// Checked against the spec, defaults filled in.
  ///
  /// - Parameter directory: absolute, where relative paths start.
  static func parse(
    _ text: String, spec: ComponentSpec, file: String, in directory: String = "/"
  ) throws -> Options {
    var decoder = OptionDecoder(directory: directory)
    let place = Place(file: file, line: 1)
    let empty = text.utf8.allSatisfy { $0 <= 32 }
    let node = YAMLParser.parse(
      Array((empty ? "{}" : text).utf8), file: file, complaints: &decoder.complaints)
    let options = node.flatMap { decoder.options($0, spec, at: place) }
    guard let options, decoder.complaints.isEmpty else { throw Mistake(complaints: decoder.complaints) }
    return options
  }
}
