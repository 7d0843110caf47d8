import Components
import Reading
public import Records

/// What `validate` says of one pipeline file: every complaint, or its fields and the guarantee it gives.
public struct Validation: Sendable {
  /// As the user wrote it.
  public let path: String
  /// Nil when there is a complaint.
  public private(set) var pipeline: Pipeline?
  /// In the order of the file; a file that cannot be read is one of them.
  public private(set) var complaints: [Complaint] = []
  /// 78 for a pipeline that is not valid, 66 for one that is not there.
  public private(set) var status = ExitStatus.done

  /// Checks a file; nothing but the pipeline, its contract and its mapping files is read.
  public init(path: String, overrides: [String], environment: [String: String]) {
    self.path = path
    do throws(Fault) {
      (pipeline, complaints) = try Pipeline.compile(
        path: path, overrides: overrides, environment: environment)
      if pipeline == nil { status = .specInvalid }
    } catch {
      complaints = [
        Complaint(error.code, at: error.place ?? Place(file: path), error.message, hint: error.hint)
      ]
      status = error.status
    }
  }

  /// For programs, on one line: a list with one object a file.
  public static func json(of all: [Validation]) -> String {
    OrderedJSON.array(all.map(\.json)).text() + "\n"
  }

  private var json: OrderedJSON {
    .object([
      ("file", .string(path)), ("valid", .bool(pipeline != nil)),
      ("pipeline", pipeline.map { .string($0.name) } ?? .null),
      ("contract", pipeline.map { .string($0.contract.title) } ?? .null),
      ("guarantee", pipeline.map { .string($0.guarantee) } ?? .null),
      ("formats", .array((pipeline?.formats ?? []).map(\.json))),
      ("complaints", .array(complaints.map(\.json))),
    ])
  }
}

extension Pipeline.Format {
  fileprivate var json: OrderedJSON {
    .object([
      ("match", match.map { .string($0) } ?? .null), ("reader", .string(reader.spec.name)),
      (
        "steps",
        .array(
          fields.map { step, schema in
            .object([
              ("step", .string(step)),
              ("fields", .object(schema.fields.map { ($0.name, .string($0.type.description)) })),
            ])
          })
      ),
    ])
  }
}

extension Complaint {
  fileprivate var json: OrderedJSON {
    .object([
      ("code", .string(code)), ("file", .string(place.file)),
      ("line", place.line > 0 ? .integer(place.line) : .null),
      ("column", place.column > 0 ? .integer(place.column) : .null), ("message", .string(message)),
      ("hint", hint.map { .string($0) } ?? .null),
    ])
  }
}
