import Checkpoints

/// How long the steps of a journey took, in nanoseconds of the clock a run was given, in the order they first ran.
///
/// Nothing is decided by it. Each thread has its own, and they are put one behind the other.
struct Stopwatch: Sendable {
  private let clock: @Sendable () -> Int64
  private var steps: [(name: String, took: Int64)] = []

  /// - Parameter clock: without one nothing takes any time.
  init(_ clock: @escaping @Sendable () -> Int64 = { 0 }) { self.clock = clock }

  var now: Int64 { clock() }

  /// Adds the time since `began` to a step, by its place: the same name may come twice in a flow.
  ///
  /// - Returns: the time now, where the next step begins.
  @discardableResult
  mutating func add(_ name: String, at place: Int, since began: Int64) -> Int64 {
    let now = clock()
    while steps.count <= place { steps.append((name, 0)) }
    steps[place].name = name
    steps[place].took += now - began
    return now
  }

  /// The steps of another one behind its own.
  mutating func append(_ other: Stopwatch) { steps += other.steps }

  /// Milliseconds of each step.
  var timings: [StepTiming] {
    steps.map { StepTiming(step: $0.name, milliseconds: $0.took / 1_000_000) }
  }
}
