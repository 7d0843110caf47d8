import Bytes
import Glibc
import Records

/// The files a pipeline reads, in a fixed order.
struct SourceFiles {
  /// Absolute paths: a `path` as it is, a `glob` expanded in the order of its bytes; each file once.
  private(set) var paths: [String] = []
  /// Those that fit a pattern, and that nobody has named.
  private(set) var globbed: Set<String> = []
  /// What a person should know: a glob that fits no file, and each thing that fits a glob and is no file.
  private(set) var remarks: [String] = []

  /// Looks, and opens nothing.
  ///
  /// - Throws: `file-not-found` when a `path` does not exist, `folder-not-found` and `folder-not-readable` when that is
  ///   so of a glob's folder. A glob without a match gives nothing.
  init(_ pipeline: Pipeline) throws(Fault) {
    var seen: Set<String> = []
    for source in pipeline.sources {
      switch source.kind {
      case .path:
        if unsafe access(source.path, F_OK) != 0 {
          throw Fault(
            "file-not-found", "there is no file \(pipeline.shown(source.path))", at: source.place,
            hint: "Put the file there, or correct the path.", status: .inputMissing)
        }
        if seen.insert(source.path).inserted { paths.append(source.path) }
      case .glob: try take(source, pipeline, &seen)
      }
    }
  }

  private mutating func take(
    _ source: Pipeline.Source, _ pipeline: Pipeline, _ seen: inout Set<String>
  ) throws(Fault) {
    try SourceFiles.checkFolders(of: source, pipeline)
    let matched = SourceFiles.expand(source.path)
    var hasFile = false
    for (path, stranger) in matched {
      if stranger == nil { hasFile = true }
      guard seen.insert(path).inserted else { continue }
      if let stranger {
        remarks.append("\(pipeline.shown(path)) is passed over: \(stranger)")
      } else {
        paths.append(path)
        globbed.insert(path)
      }
    }
    if !hasFile {
      remarks.append(
        "no file matches \(pipeline.shown(source.path)), in the folder \(SourceFiles.folder(of: source.path))"
      )
    }
  }

  /// Where the files of a pattern lie, as far as it is no pattern itself.
  private static func folder(of pattern: String) -> String {
    WholeFile.directory(of: String(pattern.prefix { !"*?[".contains($0) }))
  }

  /// A folder that is not there, or that cannot be looked into, may well have files: that is not "nothing new".
  private static func checkFolders(of source: Pipeline.Source, _ pipeline: Pipeline) throws(Fault) {
    let parts = source.path.split(separator: "/", omittingEmptySubsequences: false)
    for at in parts.indices where isPattern(parts[at]) {
      let above = parts[..<at].joined(separator: "/")
      let folders = isPattern(above[...]) ? expand(above).map(\.path).filter(isFolder) : [above]
      for folder in folders { try check(folder.isEmpty ? "/" : folder, of: source, pipeline) }
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    // The path is ended by a zero byte for the call, and the structure is ours.
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func isPattern(_ text: Substring) -> Bool { text.contains { "*?[".contains($0) } }

  private static func check(
    _ folder: String, of source: Pipeline.Source, _ pipeline: Pipeline
  ) throws(Fault) {
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

  /// What fits a pattern, in the order of its bytes, and what it is where it is no file.
  private static func expand(_ pattern: String) -> [(path: String, stranger: String?)] {
    var result = unsafe glob_t()
    defer { unsafe globfree(&result) }
    guard unsafe glob(pattern, GLOB_NOSORT | GLOB_NOESCAPE, nil, &result) == 0 else { return [] }
    var paths: [String] = []
    for at in 0..<Int(unsafe result.gl_pathc) {
      // glob() gives gl_pathc C strings.
      if let path = unsafe result.gl_pathv[at] { paths.append(unsafe String(cString: path)) }
    }
    return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { ($0, stranger($0)) }
  }

  /// What a path stands for that is no file, in words; nil for a file. Nothing is opened: a pipe would be waited for.
  private static func stranger(_ path: String) -> String? {
    var status = stat()
    // The path is ended by a zero byte for both calls, and the structure is ours.
    guard unsafe stat(path, &status) == 0 else {
      let isLink = unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
      return isLink ? "a symbolic link that leads to nothing" : "it cannot be looked at by its name"
    }
    return status.st_mode & S_IFMT == S_IFREG ? nil : "\(InputFile.kind(status.st_mode)), not a file"
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
    return formats.first { $0.takes(name) }
  }
}

extension Pipeline.Format {
  /// Whether files of that name are of this format, whatever is in them.
  func takes(_ name: String) -> Bool { match.map { SourceFiles.matches(name, pattern: $0) } ?? false }
}
