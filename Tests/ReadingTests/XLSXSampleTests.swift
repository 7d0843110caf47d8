import Bytes
import Glibc
import Records
import Support
import Testing

@Suite("the workbooks of SampleData")
struct XLSXSampleTests {
  @Test("each is the one that is written here")
  func samples() throws {
    let folder = SampleCase.root + "xlsx/"
    #expect(names(in: folder) == XLSXSample.all.map(\.name).sorted())
    for sample in XLSXSample.all {
      let own = folder + sample.name
      let files = [("/input.xlsx", sample.bytes), ("/options.yaml", Array(sample.options.utf8))]
        .filter { $0.0 != "/options.yaml" || !$0.1.isEmpty }
      for (name, bytes) in files where contents(of: own + name) != bytes {
        Issue.record("\(sample.name)\(name) is another one: RECORD=1 writes it anew")
        guard environment("RECORD") != nil else { continue }
        // The paths are ended by a zero byte for the calls; a folder may be there.
        for path in [folder, own] { _ = unsafe mkdir(path, 0o755) }
        try AtomicFile.write(bytes, to: own + name)
      }
    }
  }
}
