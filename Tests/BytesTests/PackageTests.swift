import Bytes
import Glibc
import Records
import Support
import Testing

@Suite("packages: zip files whose members are the parts of one document")
struct PackageTests {
  private let parts: [ZipWriting.Member] = [
    .init("_rels/.rels", "relations "), .init("doc/a.xml", "\u{FEFF}first, Größe "), .init("doc/", ""),
    .init("[Content_Types].xml", "types "), .init("doc/.b.xml", "second"),
  ]

  private func read(_ source: ByteSource) throws -> String {
    var bytes: [UInt8] = []
    while try source.read(into: &bytes, atMost: 5) > 0 {}
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("the text of a package is that of its parts, the content types first", arguments: [1, 7, 4096])
  func text(chunk: Int) throws {
    let source = try ByteSource(bytes: ZipWriting.archive(parts), name: "a.xlsx", chunk: chunk)
    #expect(source.name == "a.xlsx")
    #expect(try read(source) == "types relations \u{FEFF}first, Größe second")
    #expect(source.bytesRead == source.parts.reduce(0) { $0 + $1.size })
    #expect(source.remarks == [])
    #expect(source.parts.map(\.name) == ["[Content_Types].xml", "_rels/.rels", "doc/a.xml", "doc/.b.xml"])
  }

  @Test("a part is read alone, and says where it begins in the text of the package")
  func alone() throws {
    let source = try ByteSource(bytes: ZipWriting.archive(parts), name: "a.xlsx")
    let first = try source.open(source.parts[2])
    #expect(first.name == "a.xlsx/doc/a.xml")
    #expect(first.start == 19)
    #expect(try read(first) == "first, Größe ")
    #expect(try read(try source.open(source.parts[3])) == "second")
  }

  @Test("a part in UTF-16 is decoded, and its places are none of the package")
  func wide() throws {
    var wide = ZipWriting.Member("a.xml", "")
    wide.content = [0xFE, 0xFF] + "<a>€</a>".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    let source = try ByteSource(
      bytes: ZipWriting.archive([.init("[Content_Types].xml", "types"), wide]), name: "a.xlsx")
    let part = try source.open(source.parts[1])
    #expect(try read(part) == "<a>€</a>")
    #expect(part.start == nil)
  }

  @Test("a package is known by its bytes as they are, like any other file")
  func identity() throws {
    try inFolder { folder in
      let path = folder + "/a.xlsx"
      let bytes = ZipWriting.archive(parts)
      try AtomicFile.write(bytes, to: path)
      let survey = try FileSurvey.of(path: path, declared: nil)
      #expect(survey.compression == .package)
      #expect(survey.digest == Digest.sha256(bytes) && survey.fileDigest == survey.digest)
      #expect(survey.member == nil && survey.size == Int64(bytes.count))
      #expect(try ZipArchive(path: path).isPackage)
      #expect(try read(ByteSource(path: path, survey: survey)).hasPrefix("types "))
      try AtomicFile.write(ZipWriting.archive(Array(parts.dropFirst())), to: path)
      expectFault("file-changed", .tryAgain) { _ = try ByteSource(path: path, survey: survey) }
    }
  }

  @Test("what was put right in a part is read there, and nowhere else")
  func corrections() throws {
    try inFolder { folder in
      let path = folder + "/a.xlsx"
      try AtomicFile.write(ZipWriting.archive(parts), to: path)
      let survey = try FileSurvey.of(path: path, declared: nil)
      let correction = Correction(offset: 19, length: 5, bytes: Array("last".utf8))
      let source = try ByteSource(path: path, survey: survey, corrections: [correction])
      #expect(try read(try source.open(source.parts[2])) == "last, Größe ")
      #expect(try read(try source.open(source.parts[1])) == "relations ")
      #expect(try read(source) == "types relations \u{FEFF}last, Größe second")
    }
  }

  @Test("a damaged part is found when it is read, and harms no other")
  func damaged() throws {
    var members = parts
    members[4].statedChecksum = 7
    let source = try ByteSource(bytes: ZipWriting.archive(members), name: "a.xlsx")
    #expect(try read(try source.open(source.parts[2])) == "first, Größe ")
    expectFault("zip-damaged", .dataRefused) { _ = try read(try source.open(source.parts[3])) }
  }
}
