import Glibc
import Records

/// What keeps folders from being watched.
enum WatchFaults {
  static func notPossible(_ error: Int32) -> Fault {
    // glibc keeps the text in memory of this thread, and it is copied at once.
    let message = unsafe String(cString: strerror(error)).lowercased()
    return Fault(
      "watch-not-possible", "folders cannot be watched: \(message)",
      hint: error == EMFILE
        ? "Too many programs watch folders: raise fs.inotify.max_user_instances, or stop one."
        : "Use `daybook run` by a timer instead.", status: .unavailable)
  }

  static func tooMany(_ path: String) -> Fault {
    Fault(
      "watches-exhausted", "the system allows no more folders to be watched", at: Place(file: path),
      hint: "Raise fs.inotify.max_user_watches.", status: .unavailable)
  }
}
