import Components
import Glibc
import Reading
import Records

/// What every file must be read by, whatever is in it: what the test of hostile files asks, and that the pieces the
/// bytes come in change nothing.
struct Laws {
  var factory: ReaderFactory
  var options: Options

  /// Stops the program when a law is broken, so that the file is kept.
  func check(_ bytes: [UInt8]) {
    let whole = FileReading(factory, options, bytes, name: "input")
    if let mistake = whole.mistake(of: bytes) { fail(mistake) }
    let pieces = FileReading(factory, options, bytes, name: "input", chunk: 7)
    // Of several faults the pieces may bring another one first.
    if whole.fault != nil, pieces.fault != nil { return }
    let differing = zip(whole.goldens, pieces.goldens).first { $0.text != $1.text || $0.name != $1.name }
    guard whole.goldens.count != pieces.goldens.count || differing != nil else { return }
    fail("other in pieces of 7 bytes:\n\(differing?.0.text ?? "")\nin pieces:\n\(differing?.1.text ?? "")")
  }
}

/// Set once, before the first file is tried; libFuzzer has one thread.
nonisolated(unsafe) var laws: Laws?

/// What libFuzzer calls for each file: its bytes, and how many.
let tryInput: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32 = { start, count in
  // The bytes are there until this returns, and copied here.
  unsafe laws?.check(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

/// `argv` of a C program.
typealias Arguments = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

/// libFuzzer, which is linked in by `-sanitize=fuzzer`.
@_extern(c, "LLVMFuzzerRunDriver")
func libFuzzerRun(
  _ count: UnsafeMutablePointer<Int32>, _ arguments: UnsafeMutablePointer<Arguments>,
  _ call: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// Says what is wrong and stops as a bug does.
func fail(_ message: String) -> Never {
  let line = Array("fuzz: \(message)\n".utf8)
  // The bytes outlive the call; there is nothing left to do when they cannot be written.
  unsafe _ = write(STDERR_FILENO, line, line.count)
  abort()
}
