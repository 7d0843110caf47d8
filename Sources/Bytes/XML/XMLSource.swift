import CXML2
import Glibc
public import Records

/// Reads an XML document piece by piece into events: starts and ends of elements with their attributes and text.
///
///     <Amt Ccy="EUR">12.50</Amt>     start Amt, attribute Ccy; end Amt with the text 12.50
///
/// Standard: XML 1.0 (fifth edition) and Namespaces in XML 1.0, by libxml2's push parser.
/// Deviations: a document type declaration is refused, and with it every entity but the five of XML and character
/// references. Nothing is fetched. The declared encoding is followed by `FileSurvey`, not here: what arrives is UTF-8.
/// Limits: 256 levels and attributes of an element, 16 MiB of one text, 60,000 names. Memory holds a piece of 64 KiB and
/// what it unfolds to.
///
/// Used by one thread.
@safe public final class XMLSource {
  private let source: ByteSource
  private let sink: XMLSink
  private let parser: xmlParserCtxtPtr
  private var block: [UInt8] = []
  /// Returns at the end of a block, of which only the next one says what they are.
  private var heldReturns = 0
  private var isFinished = false
  /// Stands behind the events of the piece.
  private var held: Fault?
  private var isFirstWhole: Bool

  private static let blockSize = 65_536
  private static let carriageReturn = UInt8(ascii: "\r")

  /// - Parameters:
  ///   - names: local names of elements and attributes that get the numbers from 1, in this order, without
  ///   repetition; every other one gets the next number when it is met.
  ///   - isFirstWhole: whether the first piece has 64 KiB, or all there is, however the bytes arrive.
  public init(_ source: ByteSource, names: [String], isFirstWhole: Bool = false) {
    self.source = source
    self.isFirstWhole = isFirstWhole
    sink = XMLSink(names: names)
    XMLSource.prepare
    var handler = unsafe XMLSource.handler()
    // The library copies the handler; the sink lives as long as the parser, which only this object has.
    let made = unsafe xmlCreatePushParserCtxt(
      &handler, Unmanaged.passUnretained(sink).toOpaque(), nil, 0, nil)
    guard let made = unsafe made else { preconditionFailure("out of memory") }
    unsafe parser = unsafe made
    // Without the second one, an ampersand in an attribute comes as `&#38;`. No entity can be declared: a document type
    // stops the parser before it is looked into.
    let options = [XML_PARSE_NONET, XML_PARSE_NOENT, XML_PARSE_IGNORE_ENC]
    // Made above.
    unsafe xmlCtxtUseOptions(made, Int32(bitPattern: options.reduce(0) { $0 | $1.rawValue }))
    unsafe sink.listen(to: made)
    block.reserveCapacity(XMLSource.blockSize + 1)
  }

  // Made in init, used nowhere else.
  deinit { unsafe xmlFreeParserCtxt(parser) }

  /// The path of the document as the user wrote it.
  public var file: String { source.name }

  /// The local name of a number; empty for 0.
  public func name(_ number: UInt16) -> String { sink.names.texts[Int(number)] }

  /// The namespace in which the name was first met; empty when it was in none.
  public func namespace(_ number: UInt16) -> String { sink.names.spaces[Int(number)] }

  /// Reads on; the piece before is gone then. False at the end of the document.
  ///
  /// - Throws: `xml-not-well-formed`, `xml-dtd-refused`, `xml-text-too-long`, `xml-too-deep`,
  ///   `xml-attributes-too-many`, `xml-names-too-many`, and what reading throws.
  public func advance() throws(Fault) -> Bool {
    sink.clear()
    if let held { throw held }
    while sink.events.count == 0 {
      if isFinished { return false }
      block.removeAll(keepingCapacity: true)
      repeat {
        isFinished = try source.read(into: &block, atMost: XMLSource.blockSize - block.count) == 0
      } while isFirstWhole && !isFinished && block.count < XMLSource.blockSize
      isFirstWhole = false
      evenLineEnds()
      try parse()
    }
    return true
  }

  /// Hands out the events of the piece, their attributes and their text, all at once.
  public func withPiece(
    _ body: (Span<XMLEvent>, Span<XMLAttribute>, Span<UInt8>) throws(Fault) -> Void
  ) throws(Fault) {
    // The stores do not change while the body runs: only `advance` changes them.
    try unsafe body(sink.events.buffer.span, sink.attributes.buffer.span, sink.text.buffer.span)
  }

  private func parse() throws(Fault) {
    let code = unsafe block.withUnsafeBytes { bytes in
      // The library copies the bytes of the block, of which there are `count`.
      unsafe xmlParseChunk(
        parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count),
        isFinished ? 1 : 0)
    }
    guard let fault = fault(code) else { return }
    // What stands before it may be a fault of its own, and is told first whatever the piece in which both come.
    guard sink.events.count > 0 else { throw fault }
    held = fault
  }

  /// What is wrong with the document so far.
  private func fault(_ code: Int32) -> Fault? {
    if let bound = sink.bound {
      return XMLFaults.beyond(bound, at: Place(file: source.name, line: Int(sink.line)))
    }
    guard sink.error != nil || code != 0 else { return nil }
    return XMLFaults.notWellFormed(
      sink.error ?? code, hasElement: sink.hasElement, isOver: sink.depth == 0,
      at: Place(file: source.name, line: max(1, Int(sink.line))))
  }

  /// Makes line feeds of returns that stand alone, as the standard asks for, so that lines are counted; returns before
  /// a line feed stay, for the library takes them with it.
  private func evenLineEnds() {
    let held = heldReturns
    heldReturns = 0
    // Looked for within the block.
    let hasReturn = unsafe block.withUnsafeBytes { bytes in
      unsafe bytes.baseAddress.map { unsafe memchr($0, 13, bytes.count) != nil } ?? false
    }
    if held == 0, !hasReturn { return }
    if held > 0 { block.insert(contentsOf: repeatElement(XMLSource.carriageReturn, count: held), at: 0) }
    var at = 0
    while let first = block[at...].firstIndex(of: XMLSource.carriageReturn) {
      let end = block[first...].firstIndex { $0 != XMLSource.carriageReturn } ?? block.count
      at = end
      if end == block.count, !isFinished {
        heldReturns = end - first
        block.removeLast(heldReturns)
        return
      }
      if end < block.count, block[end] == UInt8(ascii: "\n") { continue }
      for index in first..<end { block[index] = UInt8(ascii: "\n") }
    }
  }

  /// Sets the library up, once.
  private static let prepare: Void = xmlInitParser()

  private static func handler() -> xmlSAXHandler {
    var handler = unsafe xmlSAXHandler()
    unsafe handler.initialized = UInt32(XML_SAX2_MAGIC)
    // The first argument of every call is the sink, which outlives the parser; the others live as long as the call.
    unsafe handler.startElementNs = { sink, local, _, space, _, _, count, _, values in
      guard let sink = unsafe sink, let local = unsafe local else { return }
      unsafe Unmanaged<XMLSink>.fromOpaque(sink)._withUnsafeGuaranteedRef {
        unsafe $0.start(local, space, count, values)
      }
    }
    unsafe handler.endElementNs = { sink, local, _, _ in
      guard let sink = unsafe sink, let local = unsafe local else { return }
      unsafe Unmanaged<XMLSink>.fromOpaque(sink)._withUnsafeGuaranteedRef { unsafe $0.end(local) }
    }
    let characters: charactersSAXFunc = { sink, text, count in
      guard let sink = unsafe sink, let text = unsafe text else { return }
      unsafe Unmanaged<XMLSink>.fromOpaque(sink)._withUnsafeGuaranteedRef {
        unsafe $0.characters(text, count)
      }
    }
    unsafe handler.characters = unsafe characters
    unsafe handler.ignorableWhitespace = unsafe characters
    unsafe handler.cdataBlock = unsafe characters
    unsafe handler.internalSubset = { sink, _, _, _ in
      guard let sink = unsafe sink else { return }
      unsafe Unmanaged<XMLSink>.fromOpaque(sink)._withUnsafeGuaranteedRef { $0.documentType() }
    }
    unsafe handler.serror = { sink, error in
      guard let sink = unsafe sink, let error = unsafe error else { return }
      let (code, line) = unsafe (error.pointee.code, error.pointee.line)
      let isWarning = unsafe error.pointee.level.rawValue < XML_ERR_ERROR.rawValue
      if isWarning { return }
      unsafe Unmanaged<XMLSink>.fromOpaque(sink)._withUnsafeGuaranteedRef { $0.fail(code, line: line) }
    }
    return unsafe handler
  }
}
