import Glibc

/// Names in a folder, sorted; none when there is no such folder.
func names(in folder: String) -> [String] {
  var names: [String] = []
  // The stream is open until closed below, and each entry is copied before the next is asked for.
  guard let stream = unsafe opendir(folder) else { return [] }
  while let entry = unsafe readdir(stream) {
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
      unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
    }
    if !name.hasPrefix(".") { names.append(name) }
  }
  unsafe closedir(stream)
  return names.sorted()
}

/// The bytes of a file, or nil when there is none.
func contents(of path: String) -> [UInt8]? {
  // The stream is open until closed below; reads stay within the block.
  guard let stream = unsafe fopen(path, "r") else { return nil }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 65_536)
  while true {
    let got = unsafe block.withUnsafeMutableBytes { unsafe fread($0.baseAddress, 1, $0.count, stream) }
    if got == 0 { break }
    bytes += block[..<got]
  }
  unsafe fclose(stream)
  return bytes
}

/// The value of an environment variable; nil when it is not set.
func environment(_ name: String) -> String? {
  // The name is ended by a zero byte for the call, and the value is copied at once.
  guard let value = unsafe getenv(name) else { return nil }
  return unsafe String(cString: value)
}
