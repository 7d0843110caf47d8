import Glibc

/// One event of inotify.
struct WatchEvent {
  var watch: Int32
  var mask: UInt32
  /// Of the entry of the folder that it is about; empty for the folder itself.
  var name: String

  func has(_ flags: Int32...) -> Bool { flags.contains { mask & UInt32(bitPattern: $0) != 0 } }

  /// The events that lie in a buffer of the kernel's.
  ///
  ///     watch: Int32, mask: UInt32, cookie: UInt32, length: UInt32, name and zero bytes: length bytes
  static func all(in bytes: ArraySlice<UInt8>) -> [WatchEvent] {
    var events: [WatchEvent] = []
    var rest = bytes
    while rest.count >= 16 {
      let numbers = (0..<4).map { field in
        rest.dropFirst(field * 4).prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      }
      let name = rest.dropFirst(16).prefix(Int(numbers[3]))
      events.append(
        WatchEvent(
          watch: Int32(bitPattern: numbers[0]), mask: numbers[1],
          name: String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)))
      rest = rest.dropFirst(16 + name.count)
    }
    return events
  }
}
