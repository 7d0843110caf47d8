public import Components
import Deduplicating
import Filtering
import Loading
import Mapping
import Normalizing
public import Reading
public import Records

/// Every component the program has: the one list that parsing, pages, and the JSON Schema go through.
public struct Catalog: Sendable {
  /// What can stand between reader and loader.
  public enum StageKind: Sendable {
    case stage(any Stage.Type)
    /// Works on a file as a whole, and at most once.
    case dedup

    /// Of the stage.
    public var spec: ComponentSpec {
      switch self {
      case .stage(let type): type.spec
      case .dedup: DedupSettings.spec
      }
    }
  }

  /// A destination: what it is, and what it says of a pipeline that would load into it, found without opening it.
  public struct LoaderKind: Sendable {
    /// Of the loader.
    public var spec: ComponentSpec
    /// What of its options and the records that will come cannot be.
    public var complaints: @Sendable (Options, LoadPlan) -> [Complaint]

    /// A destination that complains of nothing unless said otherwise.
    public init(
      _ spec: ComponentSpec,
      complaints: @escaping @Sendable (Options, LoadPlan) -> [Complaint] = { _, _ in [] }
    ) {
      self.spec = spec
      self.complaints = complaints
    }
  }

  /// In the order they are asked whether a file is theirs.
  public var readers: [ReaderFactory]
  /// In the order a pipeline usually has them.
  public var stages: [StageKind]
  /// The destinations.
  public var loaders: [LoaderKind]

  /// A catalog of these, in these orders.
  public init(readers: [ReaderFactory], stages: [StageKind], loaders: [LoaderKind]) {
    self.readers = readers
    self.stages = stages
    self.loaders = loaders
  }

  /// Readers, stages, loaders.
  public var specs: [ComponentSpec] { readers.map(\.spec) + stages.map(\.spec) + loaders.map(\.spec) }

  func reader(_ name: String) -> ReaderFactory? { readers.first { $0.spec.name == name } }

  func stage(_ name: String) -> StageKind? { stages.first { $0.spec.name == name } }

  func loader(_ name: String) -> LoaderKind? { loaders.first { $0.spec.name == name } }
}

extension Catalog {
  /// What the program carries with it.
  public static let builtIn = Catalog(
    readers: Readers.all,
    stages: [
      .stage(NormalizeStage.self), .stage(CutOffStage.self), .stage(WhereStage.self), .dedup,
      .stage(MapStage.self),
    ],
    loaders: [
      LoaderKind(SQLiteLoader.spec) { options, plan in SQLiteLoader(options: options).complaints(about: plan)
      }
    ])

  /// Every component of the program.
  public static var all: [ComponentSpec] { builtIn.specs }
}
