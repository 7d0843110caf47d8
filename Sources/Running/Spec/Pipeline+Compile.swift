import Components
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
    var complaints: [Complaint] = []
    let given = overrides.compactMap { Override($0, complaints: &complaints) }
    guard var root = YAMLParser.parse(bytes, file: path, complaints: &complaints) else { return (nil, complaints) }
    for override in given { root = override.applied(to: root, complaints: &complaints) }
    root = root.expandingVariables(from: environment, complaints: &complaints)

    let absolute = WholeFile.absolute(path, from: WholeFile.currentDirectory())
    var compiler = PipelineCompiler(path: absolute, catalog: catalog)
    let pipeline = compiler.compile(root)
    complaints += compiler.complaints
    return (complaints.isEmpty ? pipeline : nil, ordered(complaints, file: path))
  }

  /// Those of the file by line and column, then those of other files as they came.
  private static func ordered(_ complaints: [Complaint], file: String) -> [Complaint] {
    let own = complaints.enumerated().filter { $0.element.place.file == file }.sorted { a, b in
      let (x, y) = (a.element.place, b.element.place)
      return (x.line, x.column, a.offset) < (y.line, y.column, b.offset)
    }
    return own.map(\.element) + complaints.filter { $0.place.file != file }
  }
}

/// Puts the linted parts of a pipeline file together.
struct PipelineCompiler {
  let path: String
  let directory: String
  let catalog: Catalog
  var complaints: [Complaint] = []

  init(path: String, catalog: Catalog) {
    self.path = path
    directory = WholeFile.directory(of: path)
    self.catalog = catalog
  }

  /// The pipeline; complete only when no complaint was added.
  mutating func compile(_ root: YAMLNode) -> Pipeline? {
    var linter = PipelineLinter(catalog: catalog, directory: directory)
    linter.lint(root)
    complaints += linter.decoder.complaints
    let draft = linter.draft
    guard let (name, place) = draft.contract,
      let contract = ContractLibrary.contract(named: name, at: place, from: directory, complaints: &complaints)
    else { return nil }
    let tables = LookupTables(directory: directory, read: MappingFile.read)
    let surroundings = Surroundings(contract: contract, lookupTable: tables.table)
    let formats = formats(draft, surroundings)
    guard complaints.isEmpty, let name = draft.name, let loader = draft.loader else { return nil }
    let digest = PipelineDigest.of(root, contract: contract, mappings: tables.mappings)
    return Pipeline(
      name: name, contract: contract, company: draft.company, place: root.place, path: path, directory: directory,
      sources: draft.sources, formats: formats, loader: loader.destination, budget: draft.budget,
      checkpoints: draft.checkpoints, digest: digest, mappings: tables.mappings)
  }

  /// Every format on its own. A complaint that all have in common is made once; another names its format.
  private mutating func formats(_ draft: PipelineDraft, _ surroundings: Surroundings) -> [Pipeline.Format] {
    var compiled: [Pipeline.Format] = []
    var found: [(match: String, complaints: [Complaint])] = []
    for format in draft.formats {
      var compiler = FormatCompiler(surroundings: surroundings)
      if let format = compiler.compile(format, draft.stages) { compiled.append(format) }
      found.append((format.match, compiler.complaints))
    }
    var seen: [Complaint] = []
    for (match, theirs) in found {
      for complaint in theirs where !seen.contains(complaint) {
        if found.allSatisfy({ $0.complaints.contains(complaint) }) {
          seen.append(complaint)
          complaints.append(complaint)
        } else {
          var complaint = complaint
          complaint.message += " (in files named \"\(match)\")"
          complaints.append(complaint)
        }
      }
    }
    return compiled
  }
}
