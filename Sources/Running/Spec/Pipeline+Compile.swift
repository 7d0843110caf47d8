public import Records

extension Pipeline {
  /// Checks a pipeline file and compiles it; nothing but mapping files is read.
  ///
  /// - Parameters:
  ///   - path: as the user wrote it.
  ///   - overrides: `path=value`, applied in order.
  ///   - environment: the variables that `${NAME}` may take.
  /// - Returns: the pipeline, or nil and every complaint, in the order of the file.
  /// - Throws: `file-not-found`, `file-not-readable` (exit status 66).
  public static func compile(
    path: String, overrides: [String] = [], environment: [String: String] = [:], catalog: Catalog = .builtIn
  ) throws(Fault) -> (pipeline: Pipeline?, complaints: [Complaint]) {
    let bytes = try WholeFile.read(path, limit: YAMLParser.maximumBytes, at: Place(file: path))
    let absolute = WholeFile.absolute(path, from: WholeFile.currentDirectory())
    var compiler = PipelineCompiler(path: absolute, catalog: catalog, readTable: MappingFile.read)
    let pipeline = compiler.compile(bytes, file: path, overrides: overrides, environment: environment)
    return (pipeline, compiler.complaints)
  }
}
