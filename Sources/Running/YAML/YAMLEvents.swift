import CYAML
import Records

/// What libyaml found next, with its pointers taken out.
struct YAMLEvent {
  enum Kind {
    case documentStart, documentEnd, streamEnd, alias, scalar, sequenceStart, sequenceEnd, mappingStart,
      mappingEnd
  }

  var kind: Kind
  var place: Place
  var anchor = ""
  var tag = ""
  var text = ""
  var style = YAMLNode.Style.plain
}

/// The events of one YAML file; the only part that speaks with libyaml.
///
/// Safe: the pointers are made in `init`, freed in `deinit` and never leave it.
@safe
struct YAMLEvents: ~Copyable {
  /// libyaml keeps pointers into its parser: it stays at one address.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>
  private let text: YAMLText

  /// Nil when there is no memory.
  init?(_ text: YAMLText) {
    self.text = text
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    // Freshly allocated for one value; zero bytes are a valid empty parser.
    unsafe parser.initialize(to: yaml_parser_t())
    unsafe self.parser = parser
    unsafe input = .allocate(capacity: max(text.bytes.count, 1))
    // The buffer has room for every byte.
    _ = unsafe input.initialize(from: text.bytes)
    // The parser is initialised memory; on failure libyaml keeps nothing.
    guard unsafe yaml_parser_initialize(parser) == 1 else {
      unsafe parser.deallocate()
      unsafe input.deallocate()
      return nil
    }
    // The input outlives the parser: both go in `close`.
    unsafe yaml_parser_set_input_string(parser, UnsafePointer(input.baseAddress), text.bytes.count)
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
  }

  deinit {
    // Deleted once, after the last event; the input is read by nobody then.
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
    unsafe input.deallocate()
  }

  /// The next event, or what is wrong with the YAML here.
  mutating func next() -> Result<YAMLEvent, Complaint> {
    while true {
      var event = unsafe yaml_event_t()
      // The event is written by libyaml and deleted below, once.
      guard unsafe yaml_parser_parse(parser, &event) == 1 else { return .failure(syntaxComplaint()) }
      defer { unsafe yaml_event_delete(&event) }
      if let found = unsafe converted(event) { return .success(found) }
    }
  }

  /// Nil for the start of the stream, which says nothing.
  private func converted(_ event: yaml_event_t) -> YAMLEvent? {
    let mark = unsafe event.start_mark
    let place = text.place(line: Int(clamping: mark.line), character: Int(clamping: mark.column))
    // The union member read is the one libyaml fills for the event's type; its strings end with a zero byte.
    switch unsafe event.type {
    case YAML_DOCUMENT_START_EVENT: return YAMLEvent(kind: .documentStart, place: place)
    case YAML_DOCUMENT_END_EVENT: return YAMLEvent(kind: .documentEnd, place: place)
    case YAML_STREAM_END_EVENT: return YAMLEvent(kind: .streamEnd, place: place)
    case YAML_SEQUENCE_END_EVENT: return YAMLEvent(kind: .sequenceEnd, place: place)
    case YAML_MAPPING_END_EVENT: return YAMLEvent(kind: .mappingEnd, place: place)
    case YAML_ALIAS_EVENT:
      return unsafe YAMLEvent(kind: .alias, place: place, anchor: string(event.data.alias.anchor))
    case YAML_SEQUENCE_START_EVENT:
      let start = unsafe event.data.sequence_start
      return unsafe YAMLEvent(
        kind: .sequenceStart, place: place, anchor: string(start.anchor), tag: string(start.tag))
    case YAML_MAPPING_START_EVENT:
      let start = unsafe event.data.mapping_start
      return unsafe YAMLEvent(
        kind: .mappingStart, place: place, anchor: string(start.anchor), tag: string(start.tag))
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      let isPlain = unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE
      // libyaml gives `length` bytes at `value`.
      let value = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      return unsafe YAMLEvent(
        kind: .scalar, place: place, anchor: string(scalar.anchor), tag: string(scalar.tag),
        text: String(decoding: value, as: UTF8.self), style: isPlain ? .plain : .quoted)
    default: return nil
    }
  }

  private func string(_ bytes: UnsafeMutablePointer<UInt8>?) -> String {
    // libyaml ends its strings with a zero byte.
    unsafe bytes.map { unsafe String(cString: $0) } ?? ""
  }

  private func syntaxComplaint() -> Complaint {
    // Set by libyaml on failure: a static string that ends with a zero byte.
    let problem = unsafe parser.pointee.problem.map { unsafe String(cString: $0) } ?? ""
    let context = unsafe parser.pointee.context.map { unsafe String(cString: $0) } ?? ""
    let mark = unsafe parser.pointee.problem_mark
    let place: Place
    if unsafe parser.pointee.error == YAML_READER_ERROR {
      place = text.place(offset: min(Int(clamping: unsafe parser.pointee.problem_offset), text.bytes.count))
    } else {
      place = text.place(line: Int(clamping: mark.line), character: Int(clamping: mark.column))
    }
    let (message, hint) = YAMLProblem.words(
      problem, context: context, hasVariable: text.line(place.line).contains("${"))
    return Complaint("yaml-unreadable", at: place, message, hint: hint)
  }
}
