import Bytes
import Checkpoints
import Components
import Reading
import Records

/// A file of an inbox, or one member of an archive there, on its way to a job: surveyed, and its format found.
///
/// The format is that whose `match` fits the name, the name without `.gz`, or the member's name; where none does, the
/// one that knows the content.
struct InboxFile {
  let pipeline: Pipeline
  /// Absolute, where the bytes are now; of a member, of its archive.
  let path: String
  /// Absolute, where it was found.
  let found: String

  /// A job for the file, or for each member of an archive of several; their ordinals are to be given.
  ///
  /// - Throws: what keeps the file from being looked at now. One that is damaged has a job, which refuses it.
  func jobs() throws(Fault) -> [FileJob] {
    let archive: ZipArchive
    do throws(Fault) {
      guard try ZipArchive.isZip(path: path) else { return [try whole()] }
      archive = try ZipArchive(path: path)
    } catch {
      guard error.refusesFile else { throw error }
      return [try damaged(error)]
    }
    guard archive.members.count > 1, !archive.isPackage else { return [try whole()] }
    var jobs: [FileJob] = []
    for member in archive.members { jobs.append(try job(member, archive)) }
    return jobs
  }

  /// The job of the file itself, or of the member of that name.
  ///
  /// - Throws: also `zip-member-missing` and what opening the archive throws.
  func job(member name: String?) throws(Fault) -> FileJob {
    guard let name else { return try whole() }
    let archive = try ZipArchive(path: path)
    return try job(try archive.member(named: name), archive)
  }

  private func whole() throws(Fault) -> FileJob {
    let name = InboxFile.name(found)
    do throws(Fault) {
      let byName = format([name])
      let look: (TextEncoding?) throws(Fault) -> FileSurvey = { encoding throws(Fault) in
        try FileSurvey.of(path: path, declared: encoding, followsLinks: false)
      }
      let survey = try look(byName?.encoding)
      if let byName { return job(survey, byName, member: nil) }
      let (format, declared) = try content(survey, survey.member ?? name, look)
      return job(declared, format, member: nil)
    } catch {
      guard error.refusesFile else { throw error }
      return try damaged(error)
    }
  }

  private func job(_ member: ZipArchive.Member, _ archive: ZipArchive) throws(Fault) -> FileJob {
    do throws(Fault) {
      let byName = format([InboxFile.name(member.name)])
      let look: (TextEncoding?) throws(Fault) -> FileSurvey = { encoding throws(Fault) in
        try FileSurvey.of(member, in: archive, declared: encoding)
      }
      let survey = try look(byName?.encoding)
      if let byName { return job(survey, byName, member: member.name) }
      let (format, declared) = try content(survey, member.name, look)
      return job(declared, format, member: member.name)
    } catch {
      guard error.refusesFile else { throw error }
      // Its bytes cannot be had: it is known by its archive and its name.
      let digest = Digest.sha256(Array("\(archive.digest)/\(member.name)".utf8))
      return refused(
        error, digest: digest, fileDigest: archive.digest, size: member.size, member: member.name)
    }
  }

  private func job(_ survey: FileSurvey, _ format: Pipeline.Format, member: String?) -> FileJob {
    let stored = StoredFile(
      ordinal: 0, path: shownPath(member), format: format.reader.spec.name, digest: survey.digest,
      fileDigest: survey.fileDigest, member: member, size: survey.size)
    return FileJob(stored: stored, path: path, survey: .success(survey), format: format)
  }

  private func damaged(_ fault: Fault) throws(Fault) -> FileJob {
    let known = try FileSurvey.digest(of: path)
    return refused(fault, digest: known.digest, fileDigest: known.digest, size: known.size, member: nil)
  }

  private func refused(
    _ fault: Fault, digest: String, fileDigest: String, size: Int64, member: String?
  ) -> FileJob {
    let stored = StoredFile(
      ordinal: 0, path: shownPath(member), format: InboxFile.unknownFormat, digest: digest,
      fileDigest: fileDigest,
      member: member, size: size)
    // The format is never asked: the fault comes first.
    return FileJob(stored: stored, path: path, survey: .failure(fault), format: pipeline.formats[0])
  }

  private func shownPath(_ member: String?) -> String { member.map { "\(found)/\($0)" } ?? found }

  // MARK: Formats

  /// What the store calls the format of a file that no format knows.
  static let unknownFormat = "unknown"

  private func format(_ names: [String]) -> Pipeline.Format? {
    for name in names {
      let inner = name.lowercased().hasSuffix(".gz") ? String(name.dropLast(3)) : name
      for name in [name, inner] {
        if let format = pipeline.formats.first(where: { $0.takes(name) }) { return format }
      }
    }
    return nil
  }

  /// The format by the name of an only member, else by the content; surveyed again where it declares an encoding.
  private func content(
    _ survey: FileSurvey, _ name: String, _ look: (TextEncoding?) throws(Fault) -> FileSurvey
  ) throws(Fault) -> (Pipeline.Format, FileSurvey) {
    let name = InboxFile.name(name)
    let format: Pipeline.Format
    if let byName = self.format([name]) { format = byName } else { format = try recognized(survey, name) }
    guard let encoding = format.encoding else { return (format, survey) }
    return (format, try look(encoding))
  }

  private func recognized(_ survey: FileSurvey, _ name: String) throws(Fault) -> Pipeline.Format {
    let source = try ByteSource(path: path, survey: survey)
    var head: [UInt8] = []
    while head.count < Readers.headSize,
      try source.read(into: &head, atMost: Readers.headSize - head.count) > 0
    {}
    let readers: [ReaderFactory]
    switch Readers.detect(head: head, name: name) {
    case .one(let reader): readers = [reader]
    case .ambiguous(let several): readers = several
    case .none: readers = []
    }
    let names = readers.map(\.spec.name)
    let candidates = pipeline.formats.filter { names.contains($0.reader.spec.name) }
    if candidates.count == 1 { return candidates[0] }
    let place = Place(file: pipeline.shown(found))
    guard candidates.isEmpty else {
      let titles = candidates.map { "\($0.reader.spec.name)\($0.match.map { " for \($0)" } ?? "")" }
      throw Fault(
        "format-ambiguous",
        "no match fits the name, and by its content it may be \(titles.joined(separator: " or "))",
        at: place, hint: "Give the format that is meant a match that fits the name.", status: .dataRefused)
    }
    throw Fault(
      "format-not-recognized",
      names.isEmpty
        ? "no format of the pipeline fits its name or its content"
        : "by its content it is \(names.joined(separator: " or ")), which the pipeline does not read",
      at: place, hint: "Add a format for it, or take the file elsewhere.", status: .dataRefused)
  }

  private static func name(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }
}

extension Pipeline.Format {
  /// The encoding it states; nil when it states none.
  var encoding: TextEncoding? { options.text("encoding").flatMap { TextEncoding(named: $0) } }
}
