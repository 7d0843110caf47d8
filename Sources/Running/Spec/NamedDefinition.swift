import Records

/// What a pipeline names: something the program carries with it, by its name, or a file of the user's own, by its path.
struct NamedDefinition<Definition> {
  /// What it is, for messages and codes: `contract`.
  let kind: String
  /// Those of the program, each with the name it has in a pipeline.
  let known: [(name: String, definition: Definition)]
  /// Takes the file's bytes and its path as written.
  let parse: ([UInt8], String, inout [Complaint]) -> Definition?

  /// Nil, and complaints, when there is none.
  ///
  /// - Parameters:
  ///   - name: as written: `bank_transaction/1`, or a path.
  ///   - directory: absolute, of the pipeline file.
  func find(
    _ name: String, at place: Place, from directory: String, complaints: inout [Complaint]
  ) -> Definition? {
    if let found = known.first(where: { $0.name == name }) { return found.definition }
    let names = known.map(\.name)
    if !name.hasSuffix(".yaml"), !name.hasSuffix(".yml") {
      complaints.append(
        Complaint(
          "\(kind)-unknown", at: place, "there is no \(kind) \"\(name)\"",
          hint: nearest(to: name, among: names).map { "Did you mean \($0)?" }
            ?? "Known are: \(names.joined(separator: ", ")). A \(kind) of your own is named by its path, which "
            + "ends in .yaml."))
      return nil
    }
    do throws(Fault) {
      let path = WholeFile.absolute(name, from: directory)
      let bytes = try WholeFile.read(path, limit: YAMLParser.maximumBytes, at: place)
      return parse(bytes, name, &complaints)
    } catch {
      complaints.append(
        Complaint(
          "\(kind)-unreadable", at: place, "the \(kind) file \"\(name)\" cannot be read: \(error.message)",
          hint: "A relative path starts at the folder of the pipeline file."))
      return nil
    }
  }
}
