import Bytes
import Components
import Records
import Testing

@testable import Reading

@Suite("camt")
struct CAMTTests {
  private func reading(_ text: String, options: String = "", chunk: Int = Int.max) throws -> FileReading {
    FileReading(
      CAMTReader.factory, try OptionsFile.parse(options, spec: CAMTReader.spec, file: "options.yaml"),
      Array(text.utf8), name: "input.xml", chunk: chunk)
  }

  /// A statement of that many entries of 1.00 to 9.00, with as many transactions each.
  private func document(entries: Int, details: Int) -> String {
    var text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>S</Id>
      <Acct><Id><IBAN>DE02120300000000202051</IBAN></Id></Acct>

      """
    for number in 0..<entries {
      let amount = (number % 9 + 1) * details
      text += "<Ntry><Amt Ccy=\"EUR\">\(amount).00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
      text += "<BookgDt><Dt>2026-01-05</Dt></BookgDt><AcctSvcrRef>R\(number)</AcctSvcrRef><NtryDtls>"
      for detail in 0..<details {
        text += "\n<TxDtls><Refs><EndToEndId>E\(number)-\(detail)</EndToEndId></Refs>"
        text += "<Amt Ccy=\"EUR\">\(number % 9 + 1).00</Amt></TxDtls>"
      }
      text += "</NtryDtls></Ntry>\n"
    }
    return text + "</Stmt></BkToCstmrStmt></Document>\n"
  }

  @Test("entries over many pieces and batches are read whole, with their places", arguments: [1000, Int.max])
  func pieces(chunk: Int) throws {
    let text = document(entries: 40_000, details: 1)
    let bytes = Array(text.utf8)
    let reading = try reading(text, chunk: chunk)
    #expect(reading.fault == nil)
    #expect(reading.batches.map(\.count) == [16_384, 16_384, 7232])
    #expect(reading.recordsRead == 40_000)
    #expect(reading.statements.map(\.recordCount) == [40_000])
    var number = 0
    for batch in reading.batches {
      let references = try #require(batch.column("end_to_end_id"))
      for row in 0..<batch.count {
        let origin = batch.origins[row]
        let record = bytes[Int(origin.offset)..<Int(origin.offset) + Int(origin.length)]
        #expect(record.starts(with: "<Ntry>".utf8) && record.suffix(7).elementsEqual("</Ntry>".utf8))
        #expect(references.string(at: row) == "E\(number)-0")
        #expect(origin.record == Int32(number + 1) && origin.line == Int32(2 * number + 4))
        number += 1
      }
    }
    #expect(reading.batches.allSatisfy { $0.column("account_id")?.string(at: 0) == "DE02120300000000202051" })
  }

  @Test("the details of an entry stay together in one batch, and have places of their own")
  func details() throws {
    let text = document(entries: 7, details: 5000)
    let bytes = Array(text.utf8)
    let reading = try reading(text, options: "batches: details", chunk: 4096)
    #expect(reading.batches.map(\.count) == [20_000, 15_000])
    #expect(reading.recordsRead == 35_000)
    let origins = reading.batches.flatMap(\.origins)
    #expect(
      origins.allSatisfy { origin in
        bytes[Int(origin.offset)...].starts(with: "<TxDtls>".utf8)
          && bytes[..<(Int(origin.offset) + Int(origin.length))].suffix(9).elementsEqual("</TxDtls>".utf8)
      })
    #expect(reading.statements[0].recordsTotal.description == "140000.0000")
    #expect(try self.reading(text).recordsRead == 7)
  }

  @Test(
    "a camt message is known by its namespace or its element, another message of ISO 20022 may be asked about",
    arguments: [
      ("<?xml version='1.0'?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.052.001.08\">", .certain),
      ("<n:Document xmlns:n='x'>\n<n:BkToCstmrDbtCdtNtfctn>", .certain),
      ("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.03\">", .possible),
      ("<html>", .no), ("camt.053 BkToCstmrStmt", .no), ("", .no),
    ] as [(String, Recognition)])
  func recognized(head: String, recognition: Recognition) {
    #expect(CAMTReader.factory.recognizes(Array(head.utf8), "download.xml") == recognition)
  }

  @Test("the endings of German banks make a file a possible camt file")
  func recognizedByName() {
    for name in ["2026.C53", "a.camt", "a.c52.gz"] {
      #expect(CAMTReader.factory.recognizes([], name) == .possible)
    }
    #expect(CAMTReader.factory.recognizes([], "a.txt") == .no)
  }

  @Test("steps that share a place and steps that do not lead where they should")
  func paths() {
    let paths = XMLPaths(
      [("a|b/c", 1), ("a/d", 2), ("b/e|f", 3), ("c/c", 4)], attributes: ["x", "a"], nothing: 0)
    func label(_ steps: [String]) -> Int {
      paths.labels[Int(steps.reduce(XMLPaths<Int>.above) { paths.step(from: $0, to: paths.number(of: $1)) })]
    }
    #expect(paths.names == ["a", "b", "c", "d", "e", "f", "x"])
    #expect(label(["a", "c"]) == 1 && label(["b", "c"]) == 1 && label(["b", "d"]) == 2)
    #expect(label(["a", "f"]) == 3 && label(["c", "c"]) == 4 && label(["c"]) == 0)
    #expect(label(["nowhere", "x", "a", "c"]) == 1)
    #expect(label(["a", "x", "c"]) == 0 && label(["a", "c", "a", "c"]) == 0)
  }
}
