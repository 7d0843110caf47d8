import Components
import Reading
import Records

extension PipelineLinter {
  /// `read`: what files, and how each kind of file is read.
  mutating func read(_ stage: YAMLNode.Entry) {
    guard let entries = stage.value.mapping else {
      decoder.wrongType(
        stage.value, "options of read as a map", hint: "Write path: or glob:, and formats: below read.")
      return
    }
    let specs = PipelineLanguage.readOptions
    var values: [String: Options.Value] = [:]
    for entry in entries {
      guard let spec = specs.first(where: { $0.name == entry.key }) else {
        decoder.unknownKey(entry, specs.map(\.name), in: PipelineLanguage.read)
        continue
      }
      switch spec.name {
      case "formats": formats(entry, inInbox: entries.contains { $0.key == "inbox" })
      case "path", "glob": sources(entry, spec, spec.name == "path" ? .path : .glob)
      default: values[spec.name] = decoder.value(entry.value, spec.type, of: spec.name, at: entry.keyPlace)
      }
    }
    for spec in specs where spec.isRequired && !entries.contains(where: { $0.key == spec.name }) {
      decoder.missing(spec, in: PipelineLanguage.read, at: stage.keyPlace)
    }
    if !entries.contains(where: { ["path", "glob", "inbox"].contains($0.key) }) {
      decoder.complain(
        "option-missing", at: stage.keyPlace, "read needs \"path\", \"glob\" or \"inbox\"",
        hint: "Write for instance: glob: Inbox/bank/*.csv")
    }
    inbox(Options(values, at: stage.keyPlace))
    if let inbox = draft.inbox, let other = entries.first(where: { ["path", "glob"].contains($0.key) }) {
      decoder.complain(
        "source-twice", at: other.keyPlace, "\(other.key) stands beside the inbox at \(inbox.place)",
        hint:
          "Files of an inbox are moved away when they are done with, and others are not: make two pipelines.")
    }
  }

  private mutating func inbox(_ options: Options) {
    let companions = ["minimum_age", "archive", "quarantine"]
    guard let folder = options["inbox"] else {
      for name in companions {
        guard let value = options[name] else { continue }
        decoder.complain(
          "option-without-inbox", at: value.place, "\(name) says something of an inbox, and there is none",
          hint: "Name the folder: inbox: Inbox/bank. Or take \(name) out.")
      }
      return
    }
    var inbox = Inbox(path: folder.text, place: folder.place)
    if let age = options["minimum_age"] {
      if let nanoseconds = Inbox.age(age.text) {
        inbox.minimumAge = nanoseconds
      } else {
        decoder.complain(
          "duration-malformed", at: age.place, "\"\(age.text)\" is not a length of time",
          hint: "Write a number with s, min or h: 30s.")
      }
    }
    for (name, part) in [("archive", \Inbox.archive), ("quarantine", \Inbox.quarantine)] {
      guard let value = options[name] else { continue }
      inbox[keyPath: part] = value.text
    }
    for (name, path) in [("archive", inbox.archive), ("quarantine", inbox.quarantine)]
    where WholeFile.resolved(path) == WholeFile.resolved(inbox.path) {
      decoder.complain(
        "inbox-is-target", at: options.place(of: name), "\(name) is the inbox itself",
        hint: "Files that are done with need a folder of their own.")
    }
    draft.inbox = inbox
  }

  private mutating func sources(_ entry: YAMLNode.Entry, _ spec: OptionSpec, _ kind: Pipeline.Source.Kind) {
    guard let value = decoder.value(entry.value, spec.type, of: spec.name, at: entry.keyPlace) else { return }
    let paths: [Options.Value] = if case .list(let members) = value.kind { members } else { [value] }
    draft.sources += paths.map { Pipeline.Source(kind: kind, path: $0.text, place: $0.place) }
  }

  private mutating func formats(_ entry: YAMLNode.Entry, inInbox: Bool) {
    guard let items = entry.value.sequence else {
      decoder.wrongType(
        entry.value, "formats as a list",
        hint: "Begin each format with '- ': - { match: \"*.bai\", bai2: {} }")
      return
    }
    if items.isEmpty {
      decoder.complain(
        "list-empty", at: entry.value.place, "formats is an empty list; expected at least one format")
    }
    for item in items {
      guard var format = format(item) else { continue }
      // In an inbox several formats can be told apart by what is in the files.
      if format.match == nil, !inInbox || items.count == 1 { format.match = "*" }
      if let earlier = draft.formats.first(where: { hides($0, format) }) {
        decoder.complain(
          "format-unreachable", at: format.place,
          "no file comes to this format: the one at \(earlier.place) takes those "
            + (earlier.match.map { "named \"\($0)\"" } ?? "of the same content") + " first",
          hint: "Give each format a match of its own, and put the widest last.")
      }
      draft.formats.append(format)
    }
  }

  private func hides(_ earlier: PipelineDraft.Format, _ format: PipelineDraft.Format) -> Bool {
    if earlier.match == "*" { return true }
    guard earlier.match == format.match else { return false }
    return format.match != nil || earlier.reader.spec.name == format.reader.spec.name
  }

  /// One format; nil and a complaint when it has not exactly one reader.
  private mutating func format(_ item: YAMLNode) -> PipelineDraft.Format? {
    guard let entries = item.mapping, !entries.isEmpty else {
      decoder.wrongType(
        item, "a format as a map with a reader", hint: "Write for instance: { match: \"*.bai\", bai2: {} }")
      return nil
    }
    let before = decoder.complaints.count
    var match: String?
    var readers: [(entry: YAMLNode.Entry, factory: ReaderFactory, options: Options?)] = []
    var stages: [PipelineDraft.Stage] = []
    let matchName = PipelineLanguage.formatOptions[0].name
    for entry in entries {
      if entry.key == matchName {
        match = decoder.value(entry.value, .text, of: matchName, at: entry.keyPlace)?.text
      } else if entry.key == PipelineLanguage.formatStage, let stage = middleStage(entry) {
        stages.append(stage)
      } else if let factory = catalog.reader(entry.key) {
        readers.append((entry, factory, decoder.options(entry.value, factory.spec, at: entry.keyPlace)))
      } else if entry.key != PipelineLanguage.formatStage {
        unknownReader(entry)
      }
    }
    guard let reader = readers.first else {
      if decoder.complaints.count == before { missingReader(item) }
      return nil
    }
    for other in readers.dropFirst() {
      decoder.complain(
        "reader-twice", at: other.entry.keyPlace,
        "\(other.entry.key) stands beside \(reader.entry.key); a format has one reader",
        hint: "Write a format of its own for it.")
    }
    return PipelineDraft.Format(
      match: match, place: item.place, reader: reader.factory, readerPlace: reader.entry.keyPlace,
      options: reader.options, stages: stages)
  }

  private mutating func missingReader(_ item: YAMLNode) {
    decoder.complain(
      "reader-missing", at: item.place, "the format has no reader",
      hint: "Known are: \(catalog.readers.map(\.spec.name).joined(separator: ", ")).")
  }

  private mutating func unknownReader(_ entry: YAMLNode.Entry) {
    let known =
      PipelineLanguage.formatOptions.map(\.name) + catalog.readers.map(\.spec.name) + [
        PipelineLanguage.formatStage
      ]
    decoder.complain(
      "reader-unknown", at: entry.keyPlace, "there is no reader \"\(entry.key)\"",
      hint: nearest(to: entry.key, among: known).map { "Did you mean \($0)?" }
        ?? "A format has: \(known.joined(separator: ", ")).")
  }
}
