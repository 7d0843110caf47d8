/// How far a file is known by its name and its beginning.
public enum Recognition: Sendable, Hashable {
  /// Its content says that it is of this format.
  case certain
  /// It may be of this format: by its name, or because nothing speaks against it.
  case possible
  /// It may be of this format, as much else may: only where no other format may know it.
  case otherwise
  /// It is not of this format.
  case no
}
