/// A number and what it counts: `1 file`, `2 files`.
public func counted(_ count: some BinaryInteger, _ noun: String) -> String {
  "\(count) \(plural(noun, count))"
}

/// The noun for one of them as it stands behind a number: `file` behind 1, `files` behind every other.
public func plural(_ noun: String, _ count: some BinaryInteger) -> String { count == 1 ? noun : noun + "s" }
