import Components
import Reading
import Records

/// A pipeline file after linting: every part well formed or nil, not yet put together.
struct PipelineDraft {
  var name: String?
  /// As written, and where.
  var contract: (name: String, place: Place)?
  var company: String?
  var checkpoints: String?
  var budget = RejectBudget.count(0)
  var gates = ProofGates()
  /// The items of `expect`.
  var expectations: [Options] = []
  var sources: [Pipeline.Source] = []
  var inbox: Inbox?
  var formats: [Format] = []
  /// Between `read` and `load`.
  var stages: [Stage] = []
  var loader: (place: Place, destination: Pipeline.Destination)?

  struct Format {
    /// Nil: files are known by their content alone.
    var match: String?
    var place: Place
    var reader: ReaderFactory
    /// Of the reader's key.
    var readerPlace: Place
    /// Nil when they do not lint.
    var options: Options?
    /// What the format brings along for its own records.
    var stages: [Stage]
  }

  struct Stage {
    var kind: Catalog.StageKind
    /// Of the stage's key.
    var place: Place
    /// Nil when they do not lint.
    var options: Options?
  }
}
