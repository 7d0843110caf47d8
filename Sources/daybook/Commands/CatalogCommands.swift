import Components
import Records
import Running

let listCommand = Command(
  name: "list", summary: "The components: readers, stages, loaders, contracts and calendars.",
  arguments: "", count: 0...0, options: [], example: "daybook list"
) { _ throws(Fault) in
  Output.write(Catalog.builtIn.listing + "\n" + ContractLibrary.listing + "\n" + CalendarLibrary.listing)
  return .done
}

let docsCommand = Command(
  name: "docs", summary: "The reference page of a component or a contract, or all of them.",
  arguments: "[NAME]", count: 0...1,
  options: [
    Command.Option(name: "write", value: "FOLDER", doc: "Write every page into this folder instead.")
  ],
  details: "NAME is what daybook list shows, or read, load or pipeline.",
  example: "daybook docs bank_transaction/1"
) { arguments throws(Fault) in
  if let folder = arguments.value("write") {
    try Catalog.builtIn.writePages(into: folder)
    return .done
  }
  let pages = Catalog.builtIn.pages
  guard let name = arguments.positional.first else {
    Output.write(pages.map(\.text).joined(separator: "\n"))
    return .done
  }
  let found = Catalog.builtIn.pages(of: name)
  if found.isEmpty {
    throw Fault(
      "component-unknown", "there is no component or contract \(name)",
      hint: (nearest(to: name, among: pages.map(\.name)).map { "Did you mean \($0)? " } ?? "")
        + "daybook list shows them all.",
      status: .usage)
  }
  Output.write(found.joined(separator: "\n"))
  return .done
}

let schemaCommand = Command(
  name: "schema", summary: "The JSON Schema of the pipeline language, for editors.",
  arguments: "", count: 0...0, options: [],
  details:
    "Draft 2020-12. With the YAML extension of an editor: # yaml-language-server: $schema=pipeline.schema.json",
  example: "daybook schema > pipeline.schema.json"
) { _ throws(Fault) in
  Output.write(Catalog.builtIn.schema)
  return .done
}
