import Components
import Reading

extension Catalog {
  /// The JSON Schema of the pipeline language, for editors and `daybook schema`.
  ///
  /// Standard: JSON Schema draft 2020-12.
  /// Deviations: that `load` stands last cannot be said in it; the linter says it.
  public var schema: String { schemaForm.text(isIndented: true) + "\n" }

  var schemaForm: OrderedJSON {
    var properties = SchemaWriter.properties(PipelineLanguage.pipeline)
    for at in properties.indices where properties[at].name == "stages" { properties[at].value = stagesForm }
    return .object([
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("title", .string("Daybook pipeline")),
      ("type", .string("object")),
      ("properties", .object(properties)),
      ("required", SchemaWriter.required(PipelineLanguage.pipeline)),
      ("additionalProperties", .bool(false)),
      ("$defs", definitions),
    ])
  }

  private var stagesForm: OrderedJSON {
    let middle = stages.map { SchemaWriter.oneKey($0.spec.name, SchemaWriter.reference($0.spec)) }
    let end = SchemaWriter.oneKey(PipelineLanguage.load, SchemaWriter.reference(PipelineLanguage.load))
    let begin = SchemaWriter.oneKey(PipelineLanguage.read, SchemaWriter.reference(PipelineLanguage.read))
    return .object([
      ("description", .string(PipelineLanguage.pipeline.first { $0.name == "stages" }?.doc ?? "")),
      ("type", .string("array")),
      ("prefixItems", .array([begin])),
      ("items", .object([("anyOf", .array(middle + [end]))])),
      ("minItems", .integer(2)),
    ])
  }

  private var definitions: OrderedJSON {
    var forms: [(String, OrderedJSON)] = [
      (
        "variable",
        .object([("type", .string("string")), ("pattern", .string("^\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}$"))])
      ),
      (PipelineLanguage.read, readForm),
      ("format", formatForm),
      (
        PipelineLanguage.load,
        .object([
          ("description", .string(PipelineLanguage.loadSummary)),
          (
            "anyOf",
            .array(loaders.map(\.spec).map { SchemaWriter.oneKey($0.name, SchemaWriter.reference($0)) })
          ),
        ])
      ),
    ]
    forms += specs.map { (SchemaWriter.definitionName($0), SchemaWriter.component($0)) }
    return .object(forms)
  }

  private var readForm: OrderedJSON {
    var properties = SchemaWriter.properties(PipelineLanguage.readOptions)
    for at in properties.indices where properties[at].name == "formats" {
      properties[at].value = .object([
        ("description", .string(PipelineLanguage.readOptions.first { $0.name == "formats" }?.doc ?? "")),
        ("type", .string("array")), ("items", SchemaWriter.reference("format")), ("minItems", .integer(1)),
      ])
    }
    return .object([
      ("description", .string(PipelineLanguage.readSummary)),
      ("type", .string("object")),
      ("properties", .object(properties)),
      ("required", SchemaWriter.required(PipelineLanguage.readOptions)),
      ("anyOf", .array(["path", "glob"].map { .object([("required", .strings([$0]))]) })),
      ("additionalProperties", .bool(false)),
    ])
  }

  private var formatForm: OrderedJSON {
    var properties = SchemaWriter.properties(PipelineLanguage.formatOptions)
    properties += readers.map {
      OrderedJSON.Member(name: $0.spec.name, value: SchemaWriter.reference($0.spec))
    }
    if let stage = stage(PipelineLanguage.formatStage) {
      properties.append(OrderedJSON.Member(name: stage.spec.name, value: SchemaWriter.reference(stage.spec)))
    }
    return .object([
      ("description", .string("How files of some names are read: exactly one reader.")),
      ("type", .string("object")),
      ("properties", .object(properties)),
      ("oneOf", .array(readers.map { .object([("required", .strings([$0.spec.name]))]) })),
      ("additionalProperties", .bool(false)),
    ])
  }
}
