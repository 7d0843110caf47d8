import Bytes
import Records

/// The texts that cells of a workbook share, by their numbers from 0.
///
///     sst
///       si …                     t, or r … with t each: the runs of a rich text
///         rPh / t                how it is pronounced: no part of the text
///
/// Limits: 512 MiB of text; it is in memory.
struct XLSXStrings {
  /// Bytes at most of all texts together.
  static let mostBytes = 512 << 20

  private(set) var bytes: [UInt8] = []
  /// Where each text begins, and at last where the last one ends.
  private var bounds: [UInt32] = [0]

  /// No text at all.
  init() {}

  /// - Throws: `shared-strings-too-long`, and what reading XML throws.
  init(_ part: ByteSource, of file: String) throws(Fault) {
    let paths = XMLPaths<Element>(
      [
        (path: "sst/si", label: .item), (path: "sst/si/t", label: .text), (path: "sst/si/r/t", label: .text),
      ], nothing: .nothing)
    var own = XLSXStrings()
    try XMLWalk.through(part, paths) { element, event, _, text throws(Fault) in
      guard event.kind == .end else { return }
      switch element {
      case .text:
        XLSXText.append(text, Int(event.first)..<Int(event.first) + Int(event.count), to: &own.bytes)
        if own.bytes.count > XLSXStrings.mostBytes {
          throw XLSXFaults.stringsTooLong(file, limit: XLSXStrings.mostBytes)
        }
      case .item: own.bounds.append(UInt32(own.bytes.count))
      case .nothing: break
      }
    }
    self = own
  }

  private enum Element { case item, text, nothing }

  /// Where the text of that number lies in `bytes`; nil when there is none.
  @inline(__always)
  func range(_ number: Int) -> Range<Int>? {
    guard number >= 0, number < bounds.count - 1 else { return nil }
    return Int(bounds[number])..<Int(bounds[number + 1])
  }
}
