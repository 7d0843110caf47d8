import Glibc
import Records

/// Finds the files a pipeline reads, in a fixed order.
enum SourceFiles {
  /// Absolute paths: a `path` as it is, a `glob` expanded in the order of its bytes; each file once.
  ///
  /// - Throws: `file-not-found` when a `path` does not exist. A glob without a match gives nothing.
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
      case .glob: found += expand(source.path)
      }
    }
    var seen: Set<String> = []
    return found.filter { seen.insert($0).inserted }
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
