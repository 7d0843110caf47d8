import CLinux
import Glibc
public import Records

/// Folders as the disk remembers them.
public enum Folder {
  /// Makes a folder and those it lies in, as far as they are missing; each is on the disk when this returns.
  ///
  /// - Throws: `file-not-created`, `write-failed`.
  public static func make(_ path: String) throws(Fault) {
    // The path is ended by a zero byte for the call; the mode is narrowed by the user's own mask.
    if unsafe mkdir(path, 0o777) == 0 { return try synchronize(folder(of: path)) }
    switch errno {
    case EEXIST where isFolder(path): return
    case ENOENT where folder(of: path) != path:
      try make(folder(of: path))
      // The path is ended by a zero byte for the call.
      guard unsafe mkdir(path, 0o777) == 0 || errno == EEXIST else {
        throw OutputDescriptor.cannotCreate(path, errno)
      }
      try synchronize(folder(of: path))
    case let error: throw OutputDescriptor.cannotCreate(path, error)
    }
  }

  /// Waits until the names in a folder are on the disk.
  static func synchronize(_ path: String) throws(Fault) {
    // The path is ended by a zero byte for the call.
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw OutputDescriptor.failed(path, errno) }
    try OutputDescriptor(descriptor, path: path).synchronize()
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    // The path is ended by a zero byte for the call, and the structure is ours.
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}

/// Gives a file another name on its file system, unless something has that name. Returns 0 or the error number:
/// EEXIST where the name is taken, EXDEV on another file system.
func renameExclusively(_ from: String, _ to: String) -> Int32 {
  // Both paths are ended by a zero byte for this call and the following ones.
  if unsafe daybook_rename_exclusively(from, to) == 0 { return 0 }
  let error = errno
  guard error == EINVAL || error == ENOSYS else { return error }
  // A file system that cannot refuse: a second name is refused where it is taken, and the first one goes then.
  if unsafe link(from, to) == 0 { return unsafe unlink(from) == 0 ? 0 : errno }
  let linkError = errno
  if linkError == EEXIST || linkError == EXDEV { return linkError }
  if unsafe access(to, F_OK) == 0 { return EEXIST }
  return unsafe rename(from, to) == 0 ? 0 : errno
}
