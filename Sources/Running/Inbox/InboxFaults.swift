import Glibc
import Records

/// What an inbox and the things in it are refused for.
enum InboxFaults {
  static func cannotOpen(_ path: String, _ error: Int32) -> Fault {
    switch error {
    case ENOENT, ENOTDIR:
      Fault(
        "inbox-missing", "no such folder", at: Place(file: path),
        hint: "Make the folder, or correct the path of the inbox.", status: .inputMissing)
    default:
      // glibc keeps the text in memory of this thread, and it is copied at once.
      Fault(
        "inbox-not-readable",
        "cannot read the folder: \(unsafe String(cString: strerror(error)).lowercased())",
        at: Place(file: path),
        hint: "Give the user who runs daybook the right to read the folder and to enter it.",
        status: error == EACCES || error == EPERM ? .notPermitted : .inputMissing)
    }
  }

  /// - Parameter inbox: the folder that was looked into.
  static func link(_ path: String, inbox: String) -> Fault {
    guard let target = real(path), let root = real(inbox) else {
      return .refusing(
        path, "link-broken", "a symbolic link that leads to nothing",
        hint: "Take the link away, or put the file itself here.")
    }
    if target == root || target.hasPrefix(root == "/" ? "/" : root + "/") {
      return .refusing(
        path, "link-within-inbox", "a symbolic link to something in the inbox itself",
        hint:
          "Take the link away: what lies in the inbox is read by its own name, and links are not followed.")
    }
    return .refusing(
      path, "link-leaves-inbox", "a symbolic link that leads out of the inbox",
      hint: "Put the file itself into the inbox: links are not followed.")
  }

  static func notRegular(_ path: String) -> Fault {
    .refusing(
      path, "inbox-entry-not-regular", "a pipe, a socket or a device, not a file",
      hint: "Write the data to a file.")
  }

  static func notReadable(_ path: String) -> Fault {
    Fault(
      "file-not-readable", "permission denied", at: Place(file: path),
      hint: "Give the user who runs daybook the right to read the file.", status: .notPermitted)
  }

  static func nameNotText(_ path: String) -> Fault {
    .refusing(
      path, "file-name-not-text", "the file's name is not UTF-8, or holds control characters",
      hint: "Rename the file.")
  }

  static func isReadable(_ path: String) -> Bool {
    // The path is ended by a zero byte for the call.
    unsafe faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) == 0
  }

  /// Where a path leads in the end; nil when nowhere.
  private static func real(_ path: String) -> String? {
    // The path is ended by a zero byte for the call, which gives a C string to be freed.
    guard let found = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(found) }
    return unsafe String(cString: found)
  }
}
