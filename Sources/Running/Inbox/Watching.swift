public import Records

/// Runs pipelines once, and again whenever something has settled in their inboxes, until it is stopped.
///
/// Nothing is looked at every so often: the kernel tells of what comes, and a file that is too young is looked at when
/// it is old enough. Pipelines run one after another; a fault of one does not hold up the others.
public struct Watching {
  /// What one pipeline waits for.
  private struct Post {
    let pipeline: Pipeline
    let inbox: Inbox
    /// When to look although nothing has come: nanoseconds since 1970-01-01T00:00:00Z.
    var nextLook: Int64?
    /// When to run again although nothing has come.
    var nextTry: Int64?

    /// Whether it is time to look.
    func isDue(at now: Int64) -> Bool { min(nextLook ?? .max, nextTry ?? .max) <= now }
    /// What was told of things in the inbox that are never read.
    var told: [String] = []
  }

  /// After this a pipeline runs again whose run met something that may pass, in nanoseconds.
  private static let pause: Int64 = 60_000_000_000

  private var posts: [Post] = []
  private let context: RunContext

  /// - Throws: `inbox-not-declared`, `inbox-shared`.
  public init(_ pipelines: [Pipeline], context: RunContext) throws(Fault) {
    self.context = context
    for pipeline in pipelines {
      guard let inbox = pipeline.inbox else {
        throw Fault(
          "inbox-not-declared", "\(pipeline.name) has no inbox to watch", at: pipeline.place,
          hint: "Name it under read, as in inbox: Inbox/bank; or use daybook run by a timer.", status: .usage)
      }
      if let other = posts.first(where: {
        WholeFile.resolved($0.inbox.path) == WholeFile.resolved(inbox.path)
      }) {
        throw Fault(
          "inbox-shared", "\(pipeline.name) has the inbox of \(other.pipeline.name)", at: inbox.place,
          hint: "A file goes to one pipeline: give each an inbox of its own.", status: .usage)
      }
      posts.append(Post(pipeline: pipeline, inbox: inbox))
    }
  }

  /// Returns only by throwing.
  ///
  /// - Parameter tell: gets what each run did, or why it stopped, with the number of its pipeline.
  /// - Throws: `run-stopped`; `watch-not-possible`, `watches-exhausted`, `inbox-not-readable`.
  public mutating func watch(tell: (Int, Result<[RunReport], Fault>) -> Void) throws(Fault) {
    let wakeUp = try WakeUp()
    context.stop.wake(wakeUp)
    defer { context.stop.wakeNobody() }
    // Watched first and looked into then, so that nothing falls between.
    let watch = try InboxWatch(posts.map(\.inbox.path), wakeUp: wakeUp)
    for at in posts.indices { try run(at, tell) }
    while true {
      try context.stop.check()
      let due: [Int]
      switch try watch.next(until: deadline) {
      case .changed(let folders): due = posts.indices.filter { folders.contains(posts[$0].inbox.path) }
      case .deadlinePassed:
        let now = context.wallClock()
        due = posts.indices.filter { posts[$0].isDue(at: now) }
      case .woken: due = []
      }
      for at in due { try look(at, tell) }
    }
  }

  private var deadline: ContinuousClock.Instant? {
    guard let next = posts.flatMap({ [$0.nextLook, $0.nextTry] }).compactMap({ $0 }).min() else { return nil }
    return .now + .nanoseconds(max(0, next - context.wallClock()))
  }

  /// Runs the pipeline when something is there for it.
  private mutating func look(_ at: Int, _ tell: (Int, Result<[RunReport], Fault>) -> Void) throws(Fault) {
    let now = context.wallClock()
    let isToBeTriedAgain = posts[at].nextTry.map { $0 <= now } ?? false
    do throws(Fault) {
      let scan = try posts[at].inbox.look(now: now)
      posts[at].nextLook = scan.nextLook
      if scan.ready.isEmpty, Watching.words(scan) == posts[at].told, !isToBeTriedAgain { return }
    } catch {
      posts[at].nextLook = nil
      if posts[at].told == [error.code] { return }
      posts[at].told = [error.code]
      return tell(at, .failure(error))
    }
    try run(at, tell)
  }

  private mutating func run(_ at: Int, _ tell: (Int, Result<[RunReport], Fault>) -> Void) throws(Fault) {
    try context.stop.check()
    let mayPass: Bool
    do throws(Fault) {
      let reports = try Runner(posts[at].pipeline, request: RunRequest(), context: context).run()
      mayPass = reports.contains { $0.trouble != nil }
      tell(at, .success(reports))
    } catch {
      try context.stop.check()
      mayPass = ![.dataRefused, .specInvalid, .usage, .inputMissing].contains(error.status)
      tell(at, .failure(error))
    }
    let now = context.wallClock()
    posts[at].nextTry = mayPass ? now + Watching.pause : nil
    do throws(Fault) {
      let scan = try posts[at].inbox.look(now: now)
      posts[at].nextLook = scan.nextLook
      posts[at].told = Watching.words(scan)
    } catch {
      posts[at].nextLook = nil
      posts[at].told = [error.code]
    }
  }

  private static func words(_ scan: InboxScan) -> [String] { scan.folders + scan.refused.map { "\($0)" } }
}
