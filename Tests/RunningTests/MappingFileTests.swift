import Bytes
import Components
import Databases
import Glibc
import Records
import Support
import Testing

@testable import Running

@Suite("Mapping files")
struct MappingFileTests {
  /// Runs `work` on a new file with these bytes.
  private func withFile<Result>(_ bytes: [UInt8], _ work: (String) throws -> Result) throws -> Result {
    let folder = TemporaryFolder()
    let path = folder.path + "/map.csv"
    try AtomicFile.write(bytes, to: path)
    return try withExtendedLifetime(folder) { try work(path) }
  }

  private func read(_ text: String) throws -> LookupTable { try read(Array(text.utf8)) }

  private func read(_ bytes: [UInt8]) throws -> LookupTable {
    try withFile(bytes) { path in try MappingFile.read(path, nil) }
  }

  @Test("commas, semicolons and tabs are told by the header", arguments: [",", ";", "\t"])
  func delimiters(_ mark: String) throws {
    let table = try read("account_id\(mark)GL Account\n0012\(mark)1010\n\n0013\(mark)\"a, b; c\"\n")
    #expect(table.columns == ["account_id", "GL Account"])
    #expect(table.rows == [["0012", "1010"], ["0013", "a, b; c"]])
    #expect(table.lines == [2, 4])
  }

  @Test("a byte order mark is no part of the first name, and Windows-1252 is understood")
  func encodings() throws {
    #expect(try read([0xEF, 0xBB, 0xBF] + Array("a,b\n1,ü\n".utf8)).rows == [["1", "ü"]])
    #expect(try read(Array("a,b\r\n1,".utf8) + [0xFC, 0x80, 0x0D, 0x0A]).rows == [["1", "ü€"]])
  }

  @Test("a header without rows is an empty mapping")
  func headerOnly() throws {
    let table = try read("a,b\n")
    #expect(table.columns == ["a", "b"])
    #expect(table.rows == [])
  }

  @Test("many rows come in their order")
  func many() throws {
    let text = "key,value\n" + (0..<40_000).map { "k\($0),v\($0)\n" }.joined()
    let table = try read(text)
    #expect(table.rows.count == 40_000)
    #expect(table.rows[39_999] == ["k39999", "v39999"])
    #expect(table.lines[39_999] == 40_001)
  }

  @Test(
    "what is wrong with the file is said at its line",
    arguments: [
      ("", "mapping-empty", 0), ("a,a\n1,2\n", "column-twice", 1), ("a,\n1,2\n", "column-unnamed", 1),
      ("a,b\n1,2\n1\n", "record-too-short", 3), ("a,b\n1,2,3\n", "record-too-long", 2),
    ])
  func wrong(_ text: String, _ code: String, _ line: Int) throws {
    do {
      _ = try read(text)
      Issue.record("nothing was wrong")
    } catch let fault as Fault {
      #expect(fault.code == code)
      #expect((fault.place?.line ?? 0) == line)
    }
  }

  @Test("a file that is not there points at the pipeline, and says which file")
  func missing() {
    do throws(Fault) {
      _ = try MappingFile.read("/nowhere/map.csv", nil)
      Issue.record("there was a file")
    } catch {
      #expect(error.code == "file-not-found")
      #expect(error.place == nil)
      #expect(error.message == "/nowhere/map.csv: no such file")
    }
  }

  @Test("a table of a database is read in the order of its values")
  func database() throws {
    try withFile([]) { path in
      let file = path + ".db"
      defer {
        for ending in ["", "-wal", "-shm"] { unsafe unlink(file + ending) }
      }
      do {
        let database = try SQLiteDatabase(path: file, access: .writing)
        try database.execute("CREATE TABLE gl (account TEXT, code INTEGER, note TEXT)")
        try database.execute("INSERT INTO gl VALUES ('B', 20, NULL), ('A', 10, 'x')")
      }
      let table = try MappingFile.read(file, "gl")
      #expect(table.columns == ["account", "code", "note"])
      #expect(table.rows == [["A", "10", "x"], ["B", "20", ""]])
      #expect(table.lines == [0, 0])
      do throws(Fault) {
        _ = try MappingFile.read(file, "gll")
        Issue.record("there was a table")
      } catch {
        #expect(error.code == "table-unknown")
        #expect(error.hint == "Did you mean gl?")
      }
    }
  }

  @Test("a file is read once for all formats and stages, and named from the pipeline's folder")
  func once() throws {
    let tables = LookupTables(directory: "/books") { path, table throws(Fault) in
      LookupTable(name: path, columns: ["a"], rows: [[table ?? "none"]], lines: [2])
    }
    for _ in 0..<2 {
      #expect(try tables.table("/books/maps/a.csv", nil).name == "maps/a.csv")
      #expect(try tables.table("/other/a.db", "t").name == "/other/a.db")
    }
    #expect(tables.mappings.map(\.path) == ["/books/maps/a.csv", "/other/a.db"])
    #expect(tables.mappings.map(\.table) == [nil, "t"])
    #expect(tables.mappings[0].digest != tables.mappings[1].digest)
  }
}
