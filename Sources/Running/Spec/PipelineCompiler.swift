import Components
import Reading
import Records

/// Takes a pipeline file from bytes to a pipeline.
struct PipelineCompiler {
  let path: String
  let directory: String
  let catalog: Catalog
  let readTable: LookupTables.Read
  var complaints: [Complaint] = []

  /// - Parameter path: absolute, of the pipeline file.
  init(path: String, catalog: Catalog, readTable: @escaping LookupTables.Read) {
    self.path = path
    directory = WholeFile.directory(of: path)
    self.catalog = catalog
    self.readTable = readTable
  }

  /// The pipeline, or nil when there are complaints, which are then in the order of the file.
  ///
  /// - Parameter file: the path as the user wrote it.
  mutating func compile(
    _ bytes: [UInt8], file: String, overrides: [String] = [], environment: [String: String] = [:]
  ) -> Pipeline? {
    let given = overrides.compactMap { Override($0, complaints: &complaints) }
    var pipeline: Pipeline?
    if var root = YAMLParser.parse(bytes, file: file, complaints: &complaints) {
      for override in given { root = override.applied(to: root, complaints: &complaints) }
      var unset: [Complaint] = []
      root = root.expandingVariables(from: environment, complaints: &unset)
      pipeline = compile(root)
      // What else is wrong with a value whose variable is missing says nothing.
      complaints.removeAll { complaint in unset.contains { $0.place == complaint.place } }
      complaints += unset
    }
    complaints = ordered(complaints, file: file)
    return complaints.isEmpty ? pipeline : nil
  }

  /// Those of the file by line and column, then those of other files as they came.
  private func ordered(_ complaints: [Complaint], file: String) -> [Complaint] {
    let own = complaints.enumerated().filter { $0.element.place.file == file }.sorted { a, b in
      let (x, y) = (a.element.place, b.element.place)
      return (x.line, x.column, a.offset) < (y.line, y.column, b.offset)
    }
    return own.map(\.element) + complaints.filter { $0.place.file != file }
  }

  /// The pipeline; complete only when no complaint was added.
  private mutating func compile(_ root: YAMLNode) -> Pipeline? {
    var linter = PipelineLinter(catalog: catalog, directory: directory)
    linter.lint(root)
    complaints += linter.decoder.complaints
    let draft = linter.draft
    let expectations = Expectation.all(draft.expectations, from: directory, complaints: &complaints)
    guard let (name, place) = draft.contract,
      let contract = ContractLibrary.contract(
        named: name, at: place, from: directory, complaints: &complaints)
    else { return nil }
    let tables = LookupTables(directory: directory, read: readTable)
    let surroundings = Surroundings(contract: contract, lookupTable: tables.table)
    let formats = formats(draft, surroundings)
    keepInboxApart(draft)
    guard complaints.isEmpty, let name = draft.name, let loader = draft.loader else { return nil }
    let digest = PipelineDigest.of(
      root, contract: contract, mappings: tables.mappings,
      calendars: draft.gates[.continuity] == .off ? [] : expectations,
      definitions: linter.decoder.definitions)
    let pipeline = Pipeline(
      name: name, contract: contract, company: draft.company, place: root.place, path: path,
      directory: directory,
      sources: draft.sources, inbox: draft.inbox, formats: formats, loader: loader.destination,
      budget: draft.budget,
      checkpoints: draft.checkpoints, digest: digest, mappings: tables.mappings,
      gates: draft.gates, expectations: expectations)
    complaints +=
      catalog.loader(loader.destination.spec.name)?.complaints(
        loader.destination.options, pipeline.loadPlan(run: 0, isResumed: false)) ?? []
    return pipeline
  }

  /// A table that is replaced whole needs every file every time, and those of an inbox are moved away.
  private mutating func keepInboxApart(_ draft: PipelineDraft) {
    guard let inbox = draft.inbox, let loader = draft.loader?.destination.options,
      loader.text("mode") == "replace"
    else { return }
    complaints.append(
      Complaint(
        "inbox-replaces-table", at: inbox.place,
        "an inbox gives new files only, and the table is replaced whole",
        hint: "Read with path or glob, or load with mode: upsert."))
  }

  /// Every format on its own. A complaint that all have in common is made once; another names its format.
  private mutating func formats(_ draft: PipelineDraft, _ surroundings: Surroundings) -> [Pipeline.Format] {
    var compiled: [Pipeline.Format] = []
    var found: [(format: PipelineDraft.Format, complaints: [Complaint])] = []
    for format in draft.formats {
      var compiler = FormatCompiler(surroundings: surroundings)
      if let format = compiler.compile(format, draft.stages) { compiled.append(format) }
      found.append((format, compiler.complaints))
    }
    var seen: [Complaint] = []
    for (format, theirs) in found {
      for complaint in theirs where !seen.contains(complaint) {
        if found.allSatisfy({ $0.complaints.contains(complaint) }) {
          seen.append(complaint)
          complaints.append(complaint)
        } else {
          var complaint = complaint
          complaint.message +=
            format.match.map { " (in files named \"\($0)\")" } ?? " (in files of \(format.reader.spec.name))"
          complaints.append(complaint)
        }
      }
    }
    return compiled
  }
}
