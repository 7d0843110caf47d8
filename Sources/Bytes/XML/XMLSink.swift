import CXML2

/// Takes what libxml2 calls back with, and lays it out for a loop over arrays.
///
/// One piece of a document at a time: `clear` begins the next one. Used by one thread, which `XMLSource` sees to.
@safe final class XMLSink {
  /// Bytes at most of one text.
  static let longestText = 16 << 20
  static let mostAttributes = 256
  static let mostNames = 60_000
  static let deepest = 256

  /// Room for values that libxml2 fills by pointer; grown when full, freed in deinit.
  @safe struct Store<Element: BitwiseCopyable> {
    private(set) var start: UnsafeMutablePointer<Element>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
      unsafe start = .allocate(capacity: capacity)
      self.capacity = capacity
    }

    /// Makes room for that many more.
    @inline(__always)
    mutating func reserve(_ more: Int) {
      if count + more > capacity { grow(count + more) }
    }

    @inline(never)
    private mutating func grow(_ needed: Int) {
      let larger = max(needed, capacity * 2)
      // The old place holds `count` values, the new one has room for more; the old one is used no longer.
      let place = UnsafeMutablePointer<Element>.allocate(capacity: larger)
      unsafe place.update(from: start, count: count)
      unsafe start.deallocate()
      unsafe start = place
      capacity = larger
    }

    @inline(__always)
    mutating func append(_ value: Element) {
      reserve(1)
      // `reserve` has made room.
      unsafe start[count] = value
      count += 1
    }

    /// - Parameter source: points to `count` values.
    @inline(__always)
    mutating func append(from source: UnsafePointer<Element>, count more: Int) {
      reserve(more)
      // `reserve` has made room, and a source of libxml2 does not lie in it.
      unsafe (start + count).update(from: source, count: more)
      count += more
    }

    /// Leaves the first `kept` values.
    @inline(__always)
    mutating func cut(to kept: Int) { count = kept }

    /// Leaves what lies from `first` on, moved to the front.
    mutating func drop(_ first: Int) {
      count -= first
      // Both ranges lie within the values.
      unsafe start.update(from: start + first, count: count)
    }

    func free() { unsafe start.deallocate() }

    var buffer: UnsafeBufferPointer<Element> { unsafe UnsafeBufferPointer(start: start, count: count) }
  }

  private(set) var events = Store<XMLEvent>(capacity: 8192)
  private(set) var attributes = Store<XMLAttribute>(capacity: 256)
  private(set) var text = Store<UInt8>(capacity: 1 << 17)
  private(set) var names: XMLNames
  /// What made it stop the parser.
  private(set) var bound: XMLFaults.Bound?
  /// The first error of the library.
  private(set) var error: Int32?
  /// The line of either.
  private(set) var line: Int32 = 0
  /// Whether any element began.
  private(set) var hasElement = false
  /// Open elements.
  private(set) var depth = 0
  private var parser: xmlParserCtxtPtr?
  /// Index of the first byte of the text since the last tag.
  private var runStart = 0
  /// Whether that text is nothing but blanks.
  private var isBlank = true
  /// Whether the last tag was a start.
  private var isAfterStart = false

  init(names: [String]) { self.names = XMLNames(names) }

  deinit {
    events.free()
    attributes.free()
    text.free()
  }

  /// Begins to listen to a parser, which outlives the listening.
  func listen(to parser: xmlParserCtxtPtr) { unsafe self.parser = unsafe parser }

  /// Lets go of what was handed out. Text whose end is still to come stays.
  func clear() {
    events.cut(to: 0)
    attributes.cut(to: 0)
    text.drop(runStart)
    runStart = 0
  }

  // MARK: Called back

  /// - Parameters:
  ///   - local: ended by a zero byte, the same pointer for the same name.
  ///   - values: five pointers for each of `count` attributes: local name, prefix, namespace, value and its end.
  func start(
    _ local: UnsafePointer<xmlChar>, _ space: UnsafePointer<xmlChar>?, _ count: Int32,
    _ values: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) {
    endRun()
    hasElement = true
    depth += 1
    if depth > XMLSink.deepest { return stop(.tooDeep) }
    let first = attributes.count
    if count > 0, let values = unsafe values { unsafe take(values, Int(count)) }
    unsafe add(.start, name: number(of: local, space), first: first, count: attributes.count - first)
    runStart = text.count
    isAfterStart = true
  }

  func end(_ local: UnsafePointer<xmlChar>) {
    if !isAfterStart { endRun() }
    depth -= 1
    unsafe add(.end, name: number(of: local, nil), first: runStart, count: text.count - runStart)
    runStart = text.count
    isBlank = true
    isAfterStart = false
  }

  /// - Parameter source: points to `count` bytes.
  func characters(_ source: UnsafePointer<xmlChar>, _ count: Int32) {
    let count = Int(count)
    guard count > 0 else { return }
    if isBlank { isBlank = unsafe XMLSink.isBlank(source, count) }
    if text.count - runStart + count > XMLSink.longestText { return stop(.textTooLong) }
    unsafe text.append(from: source, count: count)
  }

  func documentType() { stop(.documentType) }

  /// The first error counts: others follow from it.
  func fail(_ code: Int32, line: Int32) {
    guard error == nil, bound == nil else { return }
    error = code
    self.line = line
  }

  // MARK: Laying out

  /// Ends the text since the last tag, which is not all that its element holds.
  @inline(__always)
  private func endRun() {
    if isBlank {
      text.cut(to: runStart)
    } else {
      add(.text, name: 0, first: runStart, count: text.count - runStart)
      runStart = text.count
      isBlank = true
    }
  }

  @inline(__always)
  private func add(_ kind: XMLEvent.Kind, name: UInt16, first: Int, count: Int) {
    // The parser is alive while it calls back, and has an input then.
    guard let parser = unsafe parser else { return }
    let back = kind == .start ? unsafe daybook_xml_tag_length(parser) : 0
    events.append(
      XMLEvent(
        offset: unsafe Int64(daybook_xml_offset(parser) - back),
        line: unsafe parser.pointee.input.pointee.line,
        first: UInt32(truncatingIfNeeded: first), count: UInt32(truncatingIfNeeded: count), name: name,
        kind: kind))
  }

  private func take(_ values: UnsafeMutablePointer<UnsafePointer<xmlChar>?>, _ count: Int) {
    guard count <= XMLSink.mostAttributes else { return stop(.tooManyAttributes) }
    for at in 0..<count {
      // Five pointers for each attribute; the last two are the bounds of its value.
      guard let local = unsafe values[at * 5], let start = unsafe values[at * 5 + 3],
        let end = unsafe values[at * 5 + 4]
      else { continue }
      let size = unsafe end - start
      attributes.append(
        XMLAttribute(
          first: UInt32(truncatingIfNeeded: text.count), count: UInt32(truncatingIfNeeded: size),
          name: unsafe number(of: local, nil)))
      unsafe text.append(from: start, count: size)
    }
  }

  @inline(__always)
  private func number(of local: UnsafePointer<xmlChar>, _ space: UnsafePointer<xmlChar>?) -> UInt16 {
    if let number = names.known(UInt(bitPattern: local)) { return number }
    guard names.count < XMLSink.mostNames else {
      stop(.tooManyNames)
      return 0
    }
    return unsafe names.add(local, space)
  }

  private func stop(_ bound: XMLFaults.Bound) {
    // The parser is alive while it calls back.
    guard let parser = unsafe parser, self.bound == nil else { return }
    self.bound = bound
    line = unsafe parser.pointee.input.pointee.line
    unsafe xmlStopParser(parser)
  }

  @inline(__always)
  private static func isBlank(_ source: UnsafePointer<xmlChar>, _ count: Int) -> Bool {
    for at in 0..<count {
      // Within the `count` bytes.
      let byte = unsafe source[at]
      if byte != 32, byte != 10, byte != 9, byte != 13 { return false }
    }
    return true
  }
}
