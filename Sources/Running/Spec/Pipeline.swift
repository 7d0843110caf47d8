public import Components
public import Deduplicating
public import Reading
public import Records

/// A pipeline file checked and compiled: everything a run needs to know before it reads a byte of data.
///
/// Every format is compiled on its own: its stages know the fields that reach them, and what arrives at the
/// loader keeps the contract.
public struct Pipeline: Sendable {
  /// kebab-case.
  public var name: String
  /// What it promises to deliver.
  public var contract: Contract
  /// The books the records belong to; nil when the file names none.
  public var company: String?
  /// Where the file begins.
  public var place: Place
  /// Absolute path of the file.
  public var path: String
  /// Absolute path of the folder the file is in: what relative paths start from.
  public var directory: String
  /// Files and patterns to read, in the order written; empty where there is an inbox only.
  public var sources: [Source]
  /// The folder whose files are taken and moved away; nil when there is none.
  public var inbox: Inbox?
  /// The formats in the order they are tried; never empty.
  public var formats: [Format]
  /// What every format ends in.
  public var loader: Destination
  /// For each file.
  public var budget: RejectBudget
  /// Absolute path of the checkpoint store; nil where the destination keeps it.
  public var checkpoints: String?
  /// SHA-256 in hexadecimal of all that decides what a run does: the file after variables and overrides, the
  /// contract, and the mapping files. Comments and layout do not count.
  public var digest: String
  /// The mapping files read, with their digests, in the order they were first named.
  public var mappings: [Mapping]
  /// What follows when a statement does not prove itself.
  public var gates: ProofGates
  /// Which statements should arrive, and by when, in the order written.
  public var expectations: [Expectation]

  /// Files to read.
  public struct Source: Sendable, Hashable {
    /// How the path is meant.
    public enum Kind: Sendable, Hashable {
      /// The file itself.
      case path
      /// `*` and `?` in file names.
      case glob
    }

    /// A file or a pattern.
    public var kind: Kind
    /// Absolute.
    public var path: String
    /// In the pipeline file.
    public var place: Place
  }

  /// How files of one name pattern are read, and what happens to their records up to the loader.
  public struct Format: Sendable {
    /// Pattern on the file's name: `*.csv`; nil where files are known by their content alone.
    public var match: String?
    /// Of the format's first key.
    public var place: Place
    /// The format's reader.
    public var reader: ReaderFactory
    /// Of the reader.
    public var options: Options
    /// The fields the reader gives.
    public var schema: RecordSchema
    /// From the reader to the loader, in order.
    public var steps: [Step]

    /// The fields that reach the loader.
    public var loaded: RecordSchema { steps.last?.schema ?? schema }

    /// The fields after the reader and after each step, by its name: for printing.
    public var fields: [(step: String, schema: RecordSchema)] {
      [(reader.spec.name, schema)] + steps.map { ($0.name, $0.schema) }
    }
  }

  /// One step between reader and loader.
  public enum Step: Sendable {
    case stage(any Stage, name: String)
    case dedup(DedupSettings)

    /// As written in the pipeline.
    public var name: String {
      switch self {
      case .stage(_, let name): name
      case .dedup: DedupSettings.spec.name
      }
    }

    /// The fields that leave.
    public var schema: RecordSchema {
      switch self {
      case .stage(let stage, _): stage.schema
      case .dedup(let settings): settings.schema
      }
    }
  }

  /// The loader a pipeline ends in.
  public struct Destination: Sendable {
    /// Of the loader.
    public var spec: ComponentSpec
    /// Checked against it.
    public var options: Options
  }

  /// A mapping file or table as it was when the pipeline was compiled.
  public struct Mapping: Sendable, Hashable {
    /// Absolute.
    public var path: String
    /// Of a database; nil for a file.
    public var table: String?
    /// SHA-256 in hexadecimal of its header and rows.
    public var digest: String
  }

  /// The settings of `dedup`; nil when the pipeline has no such stage. The same key for every format.
  public var dedup: DedupSettings? {
    for case .dedup(let settings) in formats[0].steps { return settings }
    return nil
  }
}
