public import Components
import Deduplicating
import Filtering
import Loading
import Mapping
import Normalizing
public import Reading

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

  /// In the order they are asked whether a file is theirs.
  public var readers: [ReaderFactory]
  /// In the order a pipeline usually has them.
  public var stages: [StageKind]
  /// The destinations.
  public var loaders: [ComponentSpec]

  /// A catalog of these, in these orders.
  public init(readers: [ReaderFactory], stages: [StageKind], loaders: [ComponentSpec]) {
    self.readers = readers
    self.stages = stages
    self.loaders = loaders
  }

  /// Readers, stages, loaders.
  public var specs: [ComponentSpec] { readers.map(\.spec) + stages.map(\.spec) + loaders }

  func reader(_ name: String) -> ReaderFactory? { readers.first { $0.spec.name == name } }

  func stage(_ name: String) -> StageKind? { stages.first { $0.spec.name == name } }

  func loader(_ name: String) -> ComponentSpec? { loaders.first { $0.name == name } }
}

extension Catalog {
  /// What the program carries with it.
  public static let builtIn = Catalog(
    readers: Readers.all,
    stages: [
      .stage(NormalizeStage.self), .stage(CutOffStage.self), .stage(WhereStage.self), .dedup,
      .stage(MapStage.self),
    ], loaders: [SQLiteLoader.spec])

  /// Every component of the program.
  public static var all: [ComponentSpec] { builtIn.specs }
}
