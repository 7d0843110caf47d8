import Glibc
public import Records

/// What a zip file holds: the members that can be read, in the order of its directory.
///
/// Standard: PKWARE APPNOTE 6.3, as far as stored and deflated members go.
/// Deviations: folders and hidden members (`__MACOSX/…`, `.DS_Store`) are passed over and remarked, but not in a package.
/// Limits: at most `InflateLimits.members` members, a directory of 64 MiB, and the bytes and the ratio of a gzip
/// file for all members together. A member that is itself packed is refused when it is surveyed.
public struct ZipArchive: Sendable, Hashable {
  /// One file in the archive.
  public struct Member: Sendable, Hashable {
    /// With its folders, as packed: `january/statement.csv`.
    public let name: String
    /// Bytes after inflating.
    public let size: Int64
    /// Its place in the directory, from 0.
    let index: Int64
  }

  /// The path as the user wrote it.
  public let path: String
  /// SHA-256 of the archive as it lies on the disk, 64 lower-case hexadecimal digits.
  public let digest: String
  /// In the order of the archive's directory; of a package, behind the list of its content types.
  public let members: [Member]
  /// What was passed over: short facts.
  public let remarks: [String]
  /// Whether its members are the parts of one document, as in xlsx, and not files of their own.
  ///
  /// Standard: ISO/IEC 29500-2 (Open Packaging Conventions): the list of content types is what every package has.
  public let isPackage: Bool
  let state: FileState
  let limits: InflateLimits

  /// Whether the file is a zip file, by its first bytes.
  ///
  /// - Throws: `file-not-found`, `file-not-readable`, `file-not-regular`, `read-failed`.
  public static func isZip(path: String) throws(Fault) -> Bool {
    try PackedForm.of(RawBytes(.file(try InputFile(path: path)))) == .zip
  }

  /// Opens the archive, digests it and judges every member; inflates nothing.
  ///
  /// - Throws: `zip-damaged`, `zip-encrypted`, `zip-method-unknown`, `zip-name-unsafe`, `zip-name-repeated`,
  ///   `zip-member-not-regular`, `zip-members-too-many`, `file-inflates-too-much`, `file-changed`; what opening and
  ///   reading a file throws.
  public init(path: String, limits: InflateLimits = InflateLimits()) throws(Fault) {
    let file = try InputFile(path: path)
    let state = try file.state()
    try self.init(RawBytes(.file(file)), state: state, limits: limits)
    guard try file.state() == state else { throw fileChanged(path) }
  }

  init(_ raw: RawBytes, state: FileState, limits: InflateLimits) throws(Fault) {
    let handle = try ZipHandle(raw, size: state.size, limits: limits)
    guard handle.count <= limits.members else {
      throw ZipFaults.tooManyMembers(raw.name, limit: limits.members)
    }
    let entries = try ZipArchive.entries(of: handle, in: raw.name)
    let contentTypes = entries.firstIndex { $0.name.lowercased() == "[content_types].xml" }
    isPackage = contentTypes != nil
    var members: [Member] = []
    var (folders, hidden) = (0, 0)
    var total: Int64 = 0
    for (index, entry) in entries.enumerated() {
      if entry.name.hasSuffix("/") {
        folders += 1
      } else if contentTypes == nil, ZipArchive.isHidden(entry.name) {
        hidden += 1
      } else {
        try ZipArchive.checkEntry(entry, in: raw.name, limits)
        let sum = total.addingReportingOverflow(entry.size)
        guard !sum.overflow, sum.partialValue <= limits.bytes else { throw inflatesTooMuch(raw.name) }
        total = sum.partialValue
        let member = Member(name: entry.name, size: entry.size, index: Int64(index))
        members.insert(member, at: index == contentTypes ? 0 : members.count)
      }
    }
    path = raw.name
    digest = try digestOf(raw)
    self.members = members
    remarks =
      contentTypes != nil
      ? []
      : [(folders, "folder"), (hidden, "hidden member")].compactMap { count, what in
        count == 0 ? nil : "\(counted(count, what)) of the zip file passed over"
      }
    self.state = state
    self.limits = limits
  }

  /// The member of that name.
  ///
  /// - Throws: `zip-member-missing`.
  public func member(named name: String) throws(Fault) -> Member {
    guard let found = members.first(where: { $0.name == name }) else {
      throw ZipFaults.memberMissing(ZipArchive.shown(name, in: path))
    }
    return found
  }

  /// Every entry of the directory, by a name of its own that stays within a folder.
  private static func entries(of handle: ZipHandle, in path: String) throws(Fault) -> [ZipHandle.Entry] {
    var entries: [ZipHandle.Entry] = []
    var seen: Set<String> = []
    for index in 0..<handle.count {
      let entry = try handle.entry(index)
      try checkName(entry.name, in: path)
      guard seen.insert(entry.name).inserted else {
        throw ZipFaults.nameRepeated(shown(entry.name, in: path))
      }
      entries.append(entry)
    }
    return entries
  }

  /// How a member is named to people: the archive as a folder.
  static func shown(_ name: String, in path: String) -> String { "\(path)/\(name)" }

  /// A name must stay within the folder it would be unpacked in, whichever way its slashes lean.
  private static func checkName(_ name: String, in path: String) throws(Fault) {
    if name.isEmpty { throw ZipFaults.nameUnsafe(path, "is empty") }
    if name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
      throw ZipFaults.nameUnsafe(path, "holds control characters")
    }
    let parts = parts(of: name)
    let hasDrive = name.utf8.dropFirst().first == UInt8(ascii: ":")
    if name.hasPrefix("/") || name.hasPrefix("\\") || hasDrive {
      throw ZipFaults.nameUnsafe(path, "is an absolute path")
    }
    if parts.contains("..") { throw ZipFaults.nameUnsafe(path, "leads out of its folder by `..`") }
  }

  private static func isHidden(_ name: String) -> Bool {
    parts(of: name).contains { $0.hasPrefix(".") || $0 == "__MACOSX" }
  }

  private static func parts(of name: String) -> [Substring] {
    name.split { $0 == "/" || $0 == "\\" }
  }

  private static func checkEntry(
    _ entry: ZipHandle.Entry, in path: String, _ limits: InflateLimits
  ) throws(Fault) {
    let file = shown(entry.name, in: path)
    // What was packed as it came through a pipe is as good as a file.
    if let kind = entry.kind, ![0, S_IFREG, S_IFIFO].contains(kind) { throw ZipFaults.notAFile(file) }
    if entry.isEncrypted { throw ZipFaults.encrypted(file) }
    // 0 is stored, 8 is deflated; other methods need memory without bounds or are not to be had.
    guard entry.method == 0 || entry.method == 8 else { throw ZipFaults.methodUnknown(file, entry.method) }
    if entry.size / limits.ratio > entry.packedSize { throw inflatesTooMuch(file) }
  }
}
