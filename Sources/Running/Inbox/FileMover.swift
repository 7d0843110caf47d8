import Bytes
import Glibc
import Records

/// Puts the files of an inbox where they belong once they are done with.
///
///     Archive/<account or pipeline>/<year>/statement.csv
///     Quarantine/statement-2.csv, statement-2.csv.reasons.txt
///
/// The name is chosen first and becomes part of the intent; what performs the intent never chooses again.
struct FileMover: Sendable {
  /// Absolute paths of folders, made when they are needed.
  let archive: String
  let quarantine: String

  /// Bytes at most of a name, so that its suffix, the name of its reasons and of a copy under way fit into 255.
  private static let longestName = 220
  private static let reasonsSuffix = ".reasons.txt"

  /// The intent to archive a file.
  ///
  /// - Parameters:
  ///   - digest: of the file as it lies on the disk: `FileSurvey.fileDigest`.
  ///   - label: the account or the pipeline; what no folder can be called is replaced in it.
  ///   - taken: targets of other intents that are not performed yet.
  func archiving(
    _ path: String, digest: String, label: String, year: Int, taken: Set<String> = []
  ) -> MoveIntent {
    let folder = "\(archive)/\(FileMover.folderName(label))/\(year)"
    return intent(path, digest, folder, taken)
  }

  /// The intent to put a file aside.
  func quarantining(_ path: String, digest: String, taken: Set<String> = []) -> MoveIntent {
    intent(path, digest, quarantine, taken)
  }

  /// The intent to put a file back to where it was, or beside what has come there since.
  func returning(
    _ path: String, to earlier: String, digest: String, taken: Set<String>
  ) -> MoveIntent {
    intent(path, digest, FileMover.folder(of: earlier), taken, name: FileMover.name(of: earlier))
  }

  /// The same intent with another name, as the one it has was taken meanwhile.
  func renaming(_ intent: MoveIntent, taken: Set<String>) -> MoveIntent {
    self.intent(
      intent.from, intent.digest, FileMover.folder(of: intent.to), taken,
      name: FileMover.name(of: intent.from))
  }

  /// Moves the file; of one that is put aside, the reasons stand beside it before it is there.
  ///
  /// - Parameter reasons: the text of the file of reasons; nil for an archived file.
  /// - Throws: what `MoveIntent.perform` and writing a file throw.
  @discardableResult
  func perform(_ intent: MoveIntent, reasons: String? = nil) throws(Fault) -> MoveIntent.Outcome {
    guard let reasons else { return try intent.perform() }
    let beside = FileMover.reasonsPath(of: intent.to)
    try Folder.make(FileMover.folder(of: intent.to))
    try AtomicFile.write(Array(reasons.utf8), to: beside)
    do throws(Fault) {
      return try intent.perform()
    } catch {
      // Reasons without their file would only puzzle.
      if !FileMover.exists(intent.to) { _ = unsafe unlink(beside) }
      throw error
    }
  }

  /// The file of reasons that stands beside a file put aside.
  static func reasonsPath(of path: String) -> String { path + reasonsSuffix }

  private func intent(
    _ path: String, _ digest: String, _ folder: String, _ taken: Set<String>, name: String? = nil
  ) -> MoveIntent {
    let name = name ?? FileMover.name(of: path)
    var number = 1
    while true {
      let target = "\(folder)/\(FileMover.numbered(name, number))"
      let isFree =
        !taken.contains(target) && !FileMover.exists(target)
        && !FileMover.exists(FileMover.reasonsPath(of: target))
      if isFree { return MoveIntent(from: path, to: target, digest: digest) }
      number += 1
    }
  }

  /// `statement.csv`, `statement-2.csv`…; of a packed file, the number stands before both endings.
  static func numbered(_ name: String, _ number: Int) -> String {
    var (stem, ending) = split(name)
    if ending.lowercased() == ".gz" {
      let inner = split(stem)
      (stem, ending) = (inner.stem, inner.ending + ending)
    }
    // An ending longer than this is none.
    if ending.utf8.count > 32 { (stem, ending) = (name, "") }
    let suffix = number == 1 ? "" : "-\(number)"
    while stem.utf8.count + suffix.utf8.count + ending.utf8.count > longestName { stem.removeLast() }
    return stem + suffix + ending
  }

  private static func split(_ name: String) -> (stem: String, ending: String) {
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return (name, "") }
    return (String(name[..<dot]), String(name[dot...]))
  }

  /// A folder's name made of an account or a pipeline: without slashes, control characters and leading dots.
  static func folderName(_ label: String) -> String {
    var name = ""
    for scalar in label.unicodeScalars {
      let isUsable = scalar != "/" && scalar.value >= 0x20 && scalar.value != 0x7F
      name.unicodeScalars.append(isUsable ? scalar : "_")
    }
    while name.utf8.count > 200 { name.removeLast() }
    if name.hasPrefix(".") { name = "_" + name.dropFirst() }
    return name.isEmpty ? "_" : name
  }

  /// Whether anything has that name, be it a link that leads nowhere.
  static func exists(_ path: String) -> Bool {
    var status = stat()
    // The path is ended by a zero byte for the call, and the structure is ours.
    return unsafe lstat(path, &status) == 0
  }

  private static func name(of path: String) -> String { String(path.split(separator: "/").last ?? "file") }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
    return String(path[..<slash])
  }
}
