import Glibc
import Records

/// Finds the files a pipeline reads, in a fixed order.
enum SourceFiles {
  /// Absolute paths: a `path` as it is, a `glob` expanded in the order of its bytes; each file once.
  ///
  /// - Throws: `file-not-found` when a `path` does not exist, `folder-not-found` and `folder-not-readable` when that is
  ///   so of a glob's folder. A glob without a match gives nothing.
  static func find(_ pipeline: Pipeline) throws(Fault) -> [String] {
    var found: [String] = []
    for source in pipeline.sources {
      switch source.kind {
      case .path:
        if unsafe access(source.path, F_OK) != 0 {
          throw Fault(
            "file-not-found", "there is no file \(pipeline.shown(source.path))", at: source.place,
            hint: "Put the file there, or correct the path.", status: .inputMissing)
        }
        found.append(source.path)
      case .glob:
        let matched = expand(source.path)
        if matched.isEmpty { try checkFolder(of: source, pipeline) }
        found += matched
      }
    }
    var seen: Set<String> = []
    return found.filter { seen.insert($0).inserted }
  }

  /// One for each glob that fits no file: which, and where was looked.
  static func remarks(_ pipeline: Pipeline) -> [String] {
    pipeline.sources.filter { $0.kind == .glob && expand($0.path).isEmpty }.map {
      "no file matches \(pipeline.shown($0.path)), in the folder \(folder(of: $0.path))"
    }
  }

  /// Where the files of a pattern lie, as far as it is no pattern itself.
  private static func folder(of pattern: String) -> String {
    WholeFile.directory(of: String(pattern.prefix { !"*?[".contains($0) }))
  }

  /// A folder that is not there, or that cannot be looked into, may well have files: that is not "nothing new".
  private static func checkFolder(of source: Pipeline.Source, _ pipeline: Pipeline) throws(Fault) {
    let folder = folder(of: source.path)
    if unsafe access(folder, F_OK) != 0 {
      throw Fault(
        "folder-not-found", "there is no folder \(folder) to match \(pipeline.shown(source.path)) in",
        at: source.place, hint: "Make the folder, mount the share it lies on, or correct the glob.",
        status: .inputMissing)
    }
    if unsafe access(folder, R_OK | X_OK) != 0 {
      throw Fault(
        "folder-not-readable", "the folder \(folder) may not be looked into", at: source.place,
        hint: "Give the user who runs daybook the right to read the folder and to enter it.",
        status: .inputMissing)
    }
  }

  /// Whether a file's name fits a pattern with `*` and `?`.
  static func matches(_ name: String, pattern: String) -> Bool {
    unsafe fnmatch(pattern, name, FNM_NOESCAPE) == 0
  }

  private static func expand(_ pattern: String) -> [String] {
    var result = unsafe glob_t()
    defer { unsafe globfree(&result) }
    guard unsafe glob(pattern, GLOB_NOSORT | GLOB_NOESCAPE, nil, &result) == 0 else { return [] }
    var paths: [String] = []
    for at in 0..<Int(unsafe result.gl_pathc) {
      // glob() gives gl_pathc C strings.
      if let path = unsafe result.gl_pathv[at] { paths.append(unsafe String(cString: path)) }
    }
    return paths.filter(isRegular).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func isRegular(_ path: String) -> Bool {
    var information = stat()
    return unsafe stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFREG
  }
}

extension Pipeline {
  /// The path relative to the pipeline's folder where it lies below it.
  func shown(_ path: String) -> String {
    path.hasPrefix(directory + "/") ? String(path.dropFirst(directory.count + 1)) : path
  }

  /// The first format whose pattern fits the file's name.
  func format(for path: String) -> Format? {
    let name = String(path.split(separator: "/").last ?? "")
    return formats.first { SourceFiles.matches(name, pattern: $0.match) }
  }
}
