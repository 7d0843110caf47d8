import Glibc
import Records

/// Waits until something happens in one of several folders, without looking every so often.
///
/// A folder need not exist: what will be above it is watched until it comes, and again after it was replaced. Make the
/// watch first and look into the folders then, so that nothing falls between. What lies deeper in a folder is not
/// watched, nor is a link retargeted above the folder's own name.
///
/// Standard: inotify(7). Used by one thread, and woken from any.
final class InboxWatch {
  enum Event: Equatable {
    /// Something was written, moved or made in these folders, or they came, went or were replaced; in the order given.
    case changed([String])
    case deadlinePassed
    /// By `WakeUp`, or a signal came.
    case woken
  }

  /// What one watched folder means.
  private struct Watch {
    /// It is these inboxes.
    var inboxes: Set<Int> = []
    /// A new entry of that name is an inbox, or on the way to one.
    var names: Set<String> = []
  }

  private enum Addition {
    case watched(Int32)
    case missing
    /// It is there but must not be read.
    case closed
  }

  private let folders: [String]
  private let wakeUp: WakeUp
  private let descriptor: Int32
  private var watches: [Int32: Watch] = [:]
  /// The watch on each inbox; nil where there is none. The kernel gives no number twice.
  private var current: [Int32?]

  private static let comings = IN_CREATE | IN_MOVED_TO
  private static let goings = IN_DELETE_SELF | IN_MOVE_SELF

  /// - Parameter folders: absolute paths.
  /// - Throws: `watch-not-possible`, `watches-exhausted`, `inbox-not-readable`.
  init(_ folders: [String], wakeUp: WakeUp) throws(Fault) {
    precondition(folders.allSatisfy { $0.hasPrefix("/") }, "absolute paths")
    self.folders = folders
    self.wakeUp = wakeUp
    current = folders.map { _ in nil }
    descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    guard descriptor >= 0 else { throw WatchFaults.notPossible(errno) }
    _ = try arm()
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The next thing that happens.
  ///
  /// - Parameter deadline: when to return although nothing has; nil for never.
  /// - Throws: `watch-not-possible`, `watches-exhausted`, `inbox-not-readable`.
  func next(until deadline: ContinuousClock.Instant?) throws(Fault) -> Event {
    while true {
      var waited = [
        pollfd(fd: wakeUp.readEnd, events: Int16(POLLIN), revents: 0),
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      ]
      // The array holds two entries and outlives the call.
      let result = unsafe poll(&waited, 2, InboxWatch.milliseconds(until: deadline))
      if result < 0 {
        guard errno == EINTR else { throw WatchFaults.notPossible(errno) }
        return .woken
      }
      if waited[0].revents != 0 {
        wakeUp.clear()
        return .woken
      }
      if waited[1].revents != 0 {
        let changed = try take()
        if !changed.isEmpty { return .changed(folders.indices.filter(changed.contains).map { folders[$0] }) }
      }
      if let deadline, deadline <= .now { return .deadlinePassed }
    }
  }

  /// -1 for no deadline, rounded up, at most a day.
  private static func milliseconds(until deadline: ContinuousClock.Instant?) -> Int32 {
    guard let deadline else { return -1 }
    let left = min(max(.zero, deadline - .now), .seconds(86_400))
    let (seconds, atto) = left.components
    return Int32(seconds * 1000 + (atto + 999_999_999_999_999) / 1_000_000_000_000_000)
  }

  /// Takes in every event there is; gives the inboxes that changed.
  private func take() throws(Fault) -> Set<Int> {
    var changed: Set<Int> = []
    var isArmed = true
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      // At most the bytes of the array are written.
      let count = unsafe read(descriptor, &buffer, 65_536)
      if count < 0, errno == EINTR { continue }
      if count <= 0 {
        guard count == 0 || errno == EAGAIN else { throw WatchFaults.notPossible(errno) }
        break
      }
      for event in WatchEvent.all(in: buffer[..<count]) {
        if event.has(IN_Q_OVERFLOW) {
          changed.formUnion(folders.indices)
          isArmed = false
        }
        guard let watch = watches[event.watch] else { continue }
        if event.has(IN_IGNORED) { watches[event.watch] = nil }
        if event.has(InboxWatch.goings, IN_UNMOUNT, IN_IGNORED) || watch.names.contains(event.name) {
          isArmed = false
        }
        if event.has(InboxWatch.comings, IN_CLOSE_WRITE) { changed.formUnion(watch.inboxes) }
      }
    }
    return isArmed ? changed : changed.union(try arm())
  }

  /// Watches what the paths lead to now; gives the inboxes that came, went or were replaced.
  private func arm() throws(Fault) -> Set<Int> {
    var fresh: [Int32: Watch] = [:]
    var changed: Set<Int> = []
    for index in folders.indices {
      let watch = try arm(index, &fresh)
      if watch != current[index] { changed.insert(index) }
      current[index] = watch
    }
    for old in watches.keys where fresh[old] == nil { _ = inotify_rm_watch(descriptor, old) }
    watches = fresh
    return changed
  }

  /// Watches one inbox and everything above it, from the top down: what changes after a step is an event.
  private func arm(_ index: Int, _ fresh: inout [Int32: Watch]) throws(Fault) -> Int32? {
    let names = folders[index].split(separator: "/").map(String.init)
    var above = "/"
    for (depth, name) in names.enumerated() {
      let path = above == "/" ? "/\(name)" : "\(above)/\(name)"
      let isInbox = depth == names.count - 1
      if isInbox { try expect(name, in: above, &fresh) }
      var added = try add(path, isInbox ? InboxWatch.comings | IN_CLOSE_WRITE : 0)
      if case .missing = added {
        if isInbox { return nil }
        try expect(name, in: above, &fresh)
        // It may have come just before it was expected.
        added = try add(path, 0)
      }
      switch added {
      case .missing: return nil
      case .closed where isInbox: throw InboxFaults.cannotOpen(path, EACCES)
      case .closed: break
      case .watched(let watch):
        if isInbox {
          fresh[watch, default: Watch()].inboxes.insert(index)
          return watch
        }
        if fresh[watch] == nil { fresh[watch] = Watch() }
      }
      above = path
    }
    return nil
  }

  /// Makes the coming of an entry an event.
  private func expect(_ name: String, in folder: String, _ fresh: inout [Int32: Watch]) throws(Fault) {
    if case .watched(let watch) = try add(folder, InboxWatch.comings) {
      fresh[watch, default: Watch()].names.insert(name)
    }
  }

  /// - Parameter mask: what to be told of beside the folder's own going.
  private func add(_ path: String, _ mask: Int32) throws(Fault) -> Addition {
    let mask = UInt32(bitPattern: mask | InboxWatch.goings | IN_ONLYDIR | IN_MASK_ADD)
    // The path is ended by a zero byte for the call.
    let watch = unsafe inotify_add_watch(descriptor, path, mask)
    if watch >= 0 { return .watched(watch) }
    switch errno {
    case ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG: return .missing
    case EACCES, EPERM: return .closed
    case ENOSPC: throw WatchFaults.tooMany(path)
    case let error: throw WatchFaults.notPossible(error)
    }
  }
}
