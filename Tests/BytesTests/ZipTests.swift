import Bytes
import Glibc
import Records
import Support
import Testing

@Suite("zip files")
struct ZipTests {
  private let packed = "Datum;Betrag\n01.02.2026;Größe 1,00\n"

  @Test(
    "a member is read like the file it was packed from, stored or deflated", arguments: [0, 8] as [UInt16])
  func member(method: UInt16) throws {
    var member = ZipWriting.Member("january/bank.csv", packed)
    member.method = method
    let archive = ZipWriting.archive([member], comment: Array("PK\u{5}\u{6} a comment".utf8))
    for chunk in [1, 7, 4096] { #expect(try read(archive, chunk: chunk) == packed) }
    let source = try ByteSource(bytes: archive, name: "a.zip")
    #expect(source.name == "a.zip/january/bank.csv")
    #expect(try text(of: source) == packed)
    #expect(source.bytesRead == Int64(packed.utf8.count))
  }

  @Test("the same statement is the same bytes, plain, gzipped and zipped under any name")
  func identity() throws {
    try inFolder { folder in
      let hello = Array("hello\n".utf8)
      try AtomicFile.write(hello, to: folder + "/a.csv")
      try AtomicFile.write(helloGzipped, to: folder + "/a.csv.gz")
      let archive = ZipWriting.archive([.init("b.csv", "hello\n")])
      try AtomicFile.write(archive, to: folder + "/a.zip")
      let surveys = try ["a.csv", "a.csv.gz", "a.zip"].map {
        try FileSurvey.of(path: "\(folder)/\($0)", declared: nil)
      }
      #expect(surveys.map(\.digest) == Array(repeating: Digest.sha256(hello), count: 3))
      #expect(
        surveys.map(\.fileDigest) == [hello, helloGzipped, archive].map { Digest.sha256($0) })
      #expect(surveys.map(\.compression) == [.none, .gzip, .zip])
      #expect(surveys.map(\.member) == [nil, nil, "b.csv"])
      #expect(surveys.map(\.size) == [6, Int64(helloGzipped.count), 6])
    }
  }

  @Test("members come in stored order, each with its own encoding; folders and hidden ones are remarked")
  func members() throws {
    try inFolder { folder in
      let path = folder + "/a.zip"
      var latin = ZipWriting.Member("z.csv", "")
      latin.content = [0x61, 0xE4, 0x0A]
      try AtomicFile.write(
        ZipWriting.archive([
          latin, .init("sub/", ""), .init("__MACOSX/._a.csv", "x"), .init("sub/.DS_Store", "x"),
          .init("sub/a.csv", "ä\n"),
        ]), to: path)
      #expect(try ZipArchive.isZip(path: path))
      let archive = try ZipArchive(path: path)
      #expect(archive.members.map(\.name) == ["z.csv", "sub/a.csv"])
      #expect(archive.members.map(\.size) == [3, 3])
      #expect(
        archive.remarks
          == ["1 folder of the zip file passed over", "2 hidden members of the zip file passed over"])
      let surveys = try archive.members.map { try FileSurvey.of($0, in: archive, declared: nil) }
      #expect(surveys.map(\.encoding) == [.windows1252, .utf8])
      #expect(surveys.allSatisfy { $0.fileDigest == archive.digest })
      for survey in surveys {
        #expect(
          try text(of: ByteSource(path: path, survey: survey))
            == (survey.encoding == .utf8 ? "ä\n" : "aä\n"))
      }
      expectFault("zip-members-several", .dataRefused) { _ = try FileSurvey.of(path: path, declared: nil) }
      expectFault("zip-member-missing", .dataRefused) { _ = try archive.member(named: "a.csv") }
      #expect(try archive.member(named: "sub/a.csv").size == 3)
    }
  }

  @Test("the bytes of a place in a member are found again")
  func extraction() throws {
    try inFolder { folder in
      let path = folder + "/a.zip"
      try AtomicFile.write(
        ZipWriting.archive([.init("x.csv", "first,1\nsecond,2\n"), .init("y.csv", "other,1\nlast,2\n")]),
        to: path)
      let archive = try ZipArchive(path: path)
      let survey = try FileSurvey.of(archive.member(named: "y.csv"), in: archive, declared: nil)
      var found: [String] = []
      try RecordExtractor.extract([8..<14], from: path, survey: survey) { _, excerpt throws(Fault) in
        found.append(String(decoding: excerpt.bytes, as: UTF8.self))
      }
      #expect(found == ["last,2"])
    }
  }

  @Test("an archive that was replaced after its survey is not read")
  func changed() throws {
    try inFolder { folder in
      let path = folder + "/a.zip"
      try AtomicFile.write(ZipWriting.archive([.init("x.csv", "a")]), to: path)
      let archive = try ZipArchive(path: path)
      let survey = try FileSurvey.of(archive.members[0], in: archive, declared: nil)
      try AtomicFile.write(ZipWriting.archive([.init("x.csv", "b")]), to: path)
      expectFault("file-changed", .tryAgain) { _ = try ByteSource(path: path, survey: survey) }
      expectFault("file-changed", .tryAgain) {
        _ = try FileSurvey.of(archive.members[0], in: archive, declared: nil)
      }
    }
  }

  @Test(
    "names that lead out of a folder are refused",
    arguments: ["../a.csv", "x/../../a.csv", "/etc/passwd", "\\a.csv", "..\\a.csv", "C:\\a.csv", "a\nb.csv"])
  func unsafeNames(name: String) {
    refused(ZipWriting.archive([.init("ok.csv", "x"), .init(name, "x")]), "zip-name-unsafe")
  }

  @Test("what cannot be read for certain is refused by a fault that says what it is")
  func refusals() {
    refused(ZipWriting.archive([.init("a.csv", "1"), .init("a.csv", "2")]), "zip-name-repeated")
    refused(ZipWriting.archive([member { $0.flags |= 1 }]), "zip-encrypted")
    refused(ZipWriting.archive([member { $0.method = 12 }]), "zip-method-unknown")
    refused(ZipWriting.archive([member { $0.mode = 0o120777 }]), "zip-member-not-regular")
    refused(ZipWriting.archive([member { $0.statedChecksum = 1 }]), "zip-damaged")
    #expect(throws: Never.self) {
      _ = try ByteSource(bytes: ZipWriting.archive([member { $0.mode = 0o010644 }]), name: "piped.zip")
    }
    refused(ZipWriting.archive([]), "zip-empty")
    refused(ZipWriting.archive([.init(".hidden", "x")]), "zip-empty")
    refused(ZipWriting.archive([.init("a.csv", "1"), .init("b.csv", "1")]), "zip-members-several")
    refused(Array("PK\u{3}\u{4} is how a zip file begins".utf8), "zip-damaged")
  }

  @Test("what is packed twice is not opened")
  func nested() throws {
    let inner = ZipWriting.archive([.init("a.csv", "x")])
    refused(ZipWriting.archive([member { $0.content = inner }]), "archive-nested")
    refused(ZipWriting.archive([member { $0.content = helloGzipped }]), "archive-nested")
  }

  @Test("a zip file that ends early is damaged wherever it ends")
  func truncated() throws {
    let archive = ZipWriting.archive([.init("a.csv", "hello\n")])
    for length in 4..<archive.count { refused(Array(archive[..<length]), "zip-damaged") }
  }

  @Test("bombs are refused by what they promise, and by what they hold")
  func bombs() throws {
    try inFolder { folder in
      let path = folder + "/bomb.zip"
      let zeros = member {
        $0.content = [UInt8](repeating: 0, count: 1_000_000)
        $0.packed = ZipWriting.zeros(1_000_000)
      }
      try AtomicFile.write(ZipWriting.archive([zeros]), to: path)
      #expect(try FileSurvey.of(path: path, declared: nil).size == 1_000_000)
      for limits in [InflateLimits(ratio: 100), InflateLimits(bytes: 999_999)] {
        expectFault("file-inflates-too-much", .dataRefused) {
          _ = try FileSurvey.of(path: path, declared: nil, limits: limits)
        }
      }
      try AtomicFile.write(ZipWriting.archive([.init("a", "1"), .init("b", "2")]), to: path)
      expectFault("zip-members-too-many", .dataRefused) {
        _ = try ZipArchive(path: path, limits: InflateLimits(members: 1))
      }
      expectFault("file-inflates-too-much", .dataRefused) {
        _ = try ZipArchive(path: path, limits: InflateLimits(bytes: 1))
      }
      // More is in it than it says, and less.
      for size in [999_999, 10, 1_000_001] as [UInt32] {
        var lying = zeros
        lying.statedSize = size
        try AtomicFile.write(ZipWriting.archive([lying]), to: path)
        expectFault("zip-damaged", .dataRefused) { _ = try FileSurvey.of(path: path, declared: nil) }
      }
    }
  }

  @Test("a directory that states billions of members costs no memory")
  func statedMembers() {
    var archive = ZipWriting.archive([.init("a.csv", "x")])
    let end = archive.count - 22
    let zip64 = UInt64(end)
    let stated: [UInt8] = [0, 0, 0, 0, 1, 0, 0, 0]
    var tail: [UInt8] = [0x50, 0x4B, 6, 6, 44, 0, 0, 0, 0, 0, 0, 0, 45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    tail += stated + stated + [46, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 8)
    tail += [0x50, 0x4B, 6, 7, 0, 0, 0, 0]
    tail += (0..<8).map { UInt8(truncatingIfNeeded: zip64 >> ($0 * 8)) } + [1, 0, 0, 0]
    archive.insert(contentsOf: tail, at: end)
    let last = archive.count - 22
    archive.replaceSubrange(last + 8..<last + 20, with: [UInt8](repeating: 0xFF, count: 12))
    refused(archive, "zip-members-too-many")
  }

  @Test("no mutation of a zip file traps, and what is still read is what was packed")
  func hostile() throws {
    let archive = ZipWriting.archive([.init("sub/a.csv", packed)])
    var other = ZipWriting.Member("b.csv", packed)
    other.method = 0
    var read = 0
    for round in 0..<ZipTests.mutations {
      var random = SeededRandom(seed: UInt64(round))
      var bytes = round % 2 == 0 ? archive : ZipWriting.archive([other])
      for _ in 0...random.next(4) {
        let at = random.next(bytes.count)
        switch random.next(4) {
        case 0: bytes[at] ^= 1 << UInt8(random.next(8))
        case 1: bytes[at] = [0, 1, 0x7F, 0x80, 0xFF][random.next(5)]
        case 2: bytes.remove(at: at)
        default: bytes.insert(UInt8(random.next(256)), at: at)
        }
      }
      do throws(Fault) {
        let source = try ByteSource(bytes: bytes, name: "a.zip", chunk: 64)
        let content = try text(of: source)
        // A mutation of the first bytes makes it a file that is no archive.
        guard source.name != "a.zip" else { continue }
        read += 1
        #expect(content == packed, "mutation \(round)")
      } catch {
        #expect(error.hint != nil, "mutation \(round): \(error)")
      }
    }
    #expect(read > ZipTests.mutations / 100)
  }

  /// How many mutations are read; more are asked for by the environment.
  private static let mutations: Int = {
    // The text belongs to the environment, which nothing changes, and is copied at once.
    guard let text = unsafe getenv("MUTATIONS") else { return 3000 }
    return Int(unsafe String(cString: text)) ?? 3000
  }()

  private func refused(_ bytes: [UInt8], _ code: String, at location: SourceLocation = #_sourceLocation) {
    expectFault(code, .dataRefused, at: location) { _ = try ByteSource(bytes: bytes, name: "a.zip") }
  }

  private func member(_ change: (inout ZipWriting.Member) -> Void) -> ZipWriting.Member {
    var member = ZipWriting.Member("a.csv", "hello\n")
    change(&member)
    return member
  }
}
