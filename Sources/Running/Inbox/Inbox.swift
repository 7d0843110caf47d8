public import Records

/// The folder a pipeline takes its files from, and where they go.
public struct Inbox: Sendable, Hashable {
  /// Absolute.
  public var path: String
  /// Nanoseconds that a file must not have been written for.
  public var minimumAge: Int64 = 5_000_000_000
  /// Absolute: `<archive>/<account or pipeline>/<year>/`.
  public var archive: String
  /// Absolute: files that are refused whole, each with its reasons.
  public var quarantine: String
  /// In the pipeline file.
  public var place: Place

  /// Archive and quarantine beside the folder, unless said otherwise.
  ///
  /// - Parameter path: absolute.
  init(path: String, place: Place) {
    let slashes = path.reversed().prefix { $0 == "/" }.count
    self.path = String(path.dropLast(min(slashes, path.count - 1)))
    self.place = place
    let above = WholeFile.directory(of: self.path)
    archive = above == "/" ? "/Archive" : "\(above)/Archive"
    quarantine = above == "/" ? "/Quarantine" : "\(above)/Quarantine"
  }

  /// Whether the file lies in the folder itself.
  func holds(_ path: String) -> Bool { WholeFile.directory(of: path) == self.path }

  /// Whether the folder is where files of the inbox go.
  func isOwn(_ folder: String) -> Bool {
    [archive, quarantine].contains { "\($0)/".hasPrefix("\(folder)/") || folder.hasPrefix("\($0)/") }
  }

  /// Where files of the folder go.
  var mover: FileMover { FileMover(archive: archive, quarantine: quarantine) }

  /// What is in the folder now.
  ///
  /// - Parameter now: nanoseconds since 1970-01-01T00:00:00Z.
  /// - Throws: `inbox-missing`, `inbox-not-readable`.
  func look(now: Int64) throws(Fault) -> InboxScan {
    try InboxScan(path, minimumAge: minimumAge, now: now)
  }

  /// Nanoseconds of `30s`, `2min`, `1h`; nil when it is no such thing, or more than a year.
  static func age(_ text: String) -> Int64? {
    for (unit, seconds) in [("min", Int64(60)), ("s", 1), ("h", 3600)] where text.hasSuffix(unit) {
      let digits = text.dropLast(unit.count).utf8
      guard !digits.isEmpty, digits.allSatisfy({ (48...57).contains($0) }),
        let number = Int64(text.dropLast(unit.count)),
        number <= 31_536_000 / seconds
      else { return nil }
      return number * seconds * 1_000_000_000
    }
    return nil
  }
}
