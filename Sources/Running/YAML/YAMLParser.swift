import Records

/// Reads one YAML document into a tree, within bounds that a hostile file cannot pass.
///
/// Standard: YAML 1.1 as libyaml reads it, less what a pipeline has no use for.
/// Deviations: tags, merge keys, keys that are not text, duplicate keys and further documents are complaints.
/// Limits: 4 MiB, 64 levels, 100,000 values with every alias counted at its full size.
struct YAMLParser {
  static let maximumBytes = 4 << 20
  static let maximumDepth = 64
  static let maximumNodes = 100_000

  /// A part of the tree with what an alias to it would add.
  struct Part {
    var node: YAMLNode
    /// Values in it, itself included.
    var size: Int
    /// Levels in it, itself included.
    var height: Int
  }

  let text: YAMLText
  var complaints: [Complaint] = []
  var anchors: [String: Part] = [:]
  var nodes = 0

  /// The tree of a file; nil when the YAML itself cannot be read, which is then a complaint.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - file: its path as the user wrote it.
  static func parse(_ bytes: [UInt8], file: String, complaints: inout [Complaint]) -> YAMLNode? {
    guard bytes.count <= maximumBytes else {
      complaints.append(
        Complaint(
          "file-too-large", at: Place(file: file),
          "\(bytes.count) bytes are more than the \(maximumBytes) a YAML file may have",
          hint: "Keep lists of values in a mapping file."))
      return nil
    }
    let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    let text = YAMLText(file: file, bytes: bytes)
    if let offset = firstNotUTF8(bytes) {
      complaints.append(
        Complaint(
          "file-not-utf8", at: text.place(offset: offset), "a byte here is not UTF-8",
          hint: "Save the file in the encoding UTF-8."))
      return nil
    }
    var parser = YAMLParser(text: text)
    let root = parser.document()
    complaints += parser.complaints
    return root
  }

  private init(text: YAMLText) { self.text = text }

  /// Stops the parse: the complaint is recorded already.
  struct Stop: Error {}

  private mutating func document() -> YAMLNode? {
    guard var events = YAMLEvents(text) else {
      complaints.append(
        Complaint("memory-short", at: Place(file: text.file), "no memory for the YAML parser"))
      return nil
    }
    do throws(Stop) {
      let first = try next(&events)
      if first.kind == .streamEnd {
        complaints.append(
          Complaint(
            "file-empty", at: Place(file: text.file, line: 1, column: 1), "nothing is written in the file"))
        return nil
      }
      // The event after "document start" begins the root value.
      let root = try part(try next(&events), depth: 1, &events)
      _ = try next(&events)
      let after = try next(&events)
      if after.kind != .streamEnd {
        complain(
          "document-second", at: after.place, "a second document begins here",
          hint: "Write one pipeline in one file, and take out the line '---'.")
      }
      return root.node
    } catch {
      return nil
    }
  }

  /// The next event; a syntax error becomes a complaint.
  private mutating func next(_ events: inout YAMLEvents) throws(Stop) -> YAMLEvent {
    switch events.next() {
    case .success(let event): return event
    case .failure(let complaint):
      complaints.append(complaint)
      throw Stop()
    }
  }

  private mutating func part(_ event: YAMLEvent, depth: Int, _ events: inout YAMLEvents) throws(Stop) -> Part
  {
    guard depth <= Self.maximumDepth else {
      complain("nesting-too-deep", at: event.place, "more than \(Self.maximumDepth) levels of nesting")
      throw Stop()
    }
    if !event.tag.isEmpty {
      complain(
        "tag-refused", at: event.place, "the tag \"\(event.tag)\" has no meaning here",
        hint: "Take the tag out; the option decides what its value is.")
    }
    if event.kind == .alias { return try alias(event, depth: depth) }
    try count(1, at: event.place)
    let part: Part
    switch event.kind {
    case .sequenceStart: part = try sequence(event, depth: depth, &events)
    case .mappingStart: part = try mapping(event, depth: depth, &events)
    default:
      part = Part(node: YAMLNode(.scalar(event.text, event.style), at: event.place), size: 1, height: 1)
    }
    if !event.anchor.isEmpty { anchors[event.anchor] = part }
    return part
  }

  private mutating func sequence(
    _ start: YAMLEvent, depth: Int, _ events: inout YAMLEvents
  ) throws(Stop) -> Part {
    var members: [YAMLNode] = []
    var size = 1
    var height = 1
    while true {
      let event = try next(&events)
      if event.kind == .sequenceEnd { break }
      let member = try part(event, depth: depth + 1, &events)
      members.append(member.node)
      size += member.size
      height = max(height, member.height + 1)
    }
    return Part(node: YAMLNode(.sequence(members), at: start.place), size: size, height: height)
  }

  private mutating func mapping(
    _ start: YAMLEvent, depth: Int, _ events: inout YAMLEvents
  ) throws(Stop) -> Part {
    var entries: [YAMLNode.Entry] = []
    var places: [String: Place] = [:]
    var size = 1
    var height = 1
    while true {
      let event = try next(&events)
      if event.kind == .mappingEnd { break }
      let key = try part(event, depth: depth + 1, &events)
      let value = try part(try next(&events), depth: depth + 1, &events)
      size += key.size + value.size
      height = max(height, max(key.height, value.height) + 1)
      guard let name = keyName(key.node, event) else { continue }
      if let first = places[name] {
        complain(
          "key-twice", at: event.place,
          "the key \"\(name)\" stands here a second time; the first is at \(first)",
          hint: "Keep one of the two.")
        continue
      }
      places[name] = event.place
      entries.append(YAMLNode.Entry(key: name, keyPlace: event.place, value: value.node))
    }
    return Part(node: YAMLNode(.mapping(entries), at: start.place), size: size, height: height)
  }

  /// The key's text, or nil and a complaint when it is no name.
  private mutating func keyName(_ key: YAMLNode, _ event: YAMLEvent) -> String? {
    guard let name = key.text else {
      complain("key-not-text", at: event.place, "a key is \(key.words), where a name is expected")
      return nil
    }
    if name == "<<", event.style == .plain {
      complain(
        "merge-refused", at: event.place, "merge keys are not supported",
        hint: "Write the options out where they belong.")
      return nil
    }
    return name
  }

  private mutating func alias(_ event: YAMLEvent, depth: Int) throws(Stop) -> Part {
    guard var part = anchors[event.anchor] else {
      complain(
        "alias-unknown", at: event.place, "no anchor \"&\(event.anchor)\" stands before the alias",
        hint: nearest(to: event.anchor, among: anchors.keys.sorted()).map { "Did you mean *\($0)?" })
      throw Stop()
    }
    guard depth + part.height - 1 <= Self.maximumDepth else {
      complain("nesting-too-deep", at: event.place, "more than \(Self.maximumDepth) levels of nesting")
      throw Stop()
    }
    try count(part.size, at: event.place)
    part.node.place = event.place
    return part
  }

  private mutating func count(_ more: Int, at place: Place) throws(Stop) {
    nodes += more
    guard nodes <= Self.maximumNodes else {
      complain(
        "values-too-many", at: place, "more than \(Self.maximumNodes) values, with every alias written out",
        hint: "Keep lists of values in a mapping file.")
      throw Stop()
    }
  }

  private mutating func complain(_ code: String, at place: Place, _ message: String, hint: String? = nil) {
    complaints.append(Complaint(code, at: place, message, hint: hint))
  }
}
