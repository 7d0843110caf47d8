import CZlib
import Records

/// How far a compressed file may grow: a few kilobytes can hold terabytes of zeros.
public struct InflateLimits: Sendable, Hashable {
  /// Bytes at most after inflating.
  public var bytes: Int64
  /// Bytes at most for each compressed byte; no honest file passes 1,032, the most its method can reach.
  public var ratio: Int64
  /// Members at most of a zip file, folders among them.
  public var members: Int64

  /// Limits that only a file made to do harm passes.
  public init(bytes: Int64 = 100_000_000_000, ratio: Int64 = 1100, members: Int64 = 10_000) {
    self.bytes = bytes
    self.ratio = ratio
    self.members = members
  }

  /// For a file whose survey has inflated it within its limits.
  static let passed = InflateLimits(bytes: .max, ratio: .max, members: .max)
}

/// A packed file beyond its limits.
func inflatesTooMuch(_ file: String) -> Fault {
  Fault(
    "file-inflates-too-much", "the compressed file grows beyond all measure", at: Place(file: file),
    hint: "Unzip the file by hand and look at it: a statement does not shrink that much.",
    status: .dataRefused)
}

/// Inflates a gzip file, one member after the other, in bounded memory.
///
/// Standard: RFC 1952. Zero bytes after the last member are padding; anything else there is damage.
@safe final class Inflater {
  private let stream: UnsafeMutablePointer<z_stream>
  private let limits: InflateLimits
  /// Compressed bytes, and how many of them are used.
  private var input: [UInt8] = []
  private var used = 0
  private var totalIn: Int64 = 0
  private var totalOut: Int64 = 0
  /// Between two members, where the file may end.
  private var isBetween = false
  private var isPadding = false

  private static let inputSize = 262_144

  init(limits: InflateLimits) {
    self.limits = limits
    // Allocated here, freed in deinit, used nowhere else.
    unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // 15 is the largest window, 16 asks for the gzip form.
    precondition(unsafe daybook_inflate_init(stream, 15 + 16) == Z_OK, "zlib is not available")
  }

  deinit {
    // Ended once, then freed.
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Appends up to `count` inflated bytes to `buffer`; returns how many, 0 at the end.
  ///
  /// - Throws: `gzip-truncated`, `gzip-damaged`, `file-inflates-too-much`.
  func read(from raw: inout RawBytes, into buffer: inout [UInt8], atMost count: Int) throws(Fault) -> Int {
    while true {
      if used == input.count {
        input.removeAll(keepingCapacity: true)
        used = 0
        let got = try raw.read(into: &input, atMost: Inflater.inputSize)
        if got == 0 {
          if isBetween { return 0 }
          throw Fault(
            "gzip-truncated", "the compressed file ends early", at: Place(file: raw.name),
            hint: "Copy the file again: a part of it is missing.", status: .dataRefused)
        }
      }
      if isBetween, try !startMember(raw.name) { continue }
      let produced = try inflate(into: &buffer, atMost: count, raw.name)
      if produced > 0 { return produced }
    }
  }

  /// Whether another member starts here; steps over padding.
  private func startMember(_ name: String) throws(Fault) -> Bool {
    if input[used] == 0 {
      isPadding = true
      used += 1
      return false
    }
    guard !isPadding, input[used] == 0x1F else { throw damaged(name) }
    // The stream was initialised above.
    precondition(unsafe inflateReset(stream) == Z_OK, "zlib stream lost")
    isBetween = false
    return true
  }

  private func inflate(into buffer: inout [UInt8], atMost count: Int, _ name: String) throws(Fault) -> Int {
    let available = input.count - used
    var result = Z_OK
    var consumed = 0
    var produced = 0
    buffer.append(addingCapacity: count) { span in
      // zlib reads within `input[used...]` and writes at most the `count` bytes of the span; both outlive the call.
      unsafe span.withUnsafeMutableBufferPointer { target, written in
        unsafe input.withUnsafeMutableBufferPointer { source in
          unsafe stream.pointee.next_in = source.baseAddress?.advanced(by: used)
          unsafe stream.pointee.avail_in = UInt32(available)
          unsafe stream.pointee.next_out = target.baseAddress
          unsafe stream.pointee.avail_out = UInt32(count)
          result = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
          consumed = unsafe available - Int(stream.pointee.avail_in)
          produced = unsafe count - Int(stream.pointee.avail_out)
        }
        written = produced
      }
    }
    used += consumed
    totalIn += Int64(consumed)
    totalOut += Int64(produced)
    if result == Z_STREAM_END { isBetween = true }
    guard result == Z_OK || result == Z_STREAM_END || (result == Z_BUF_ERROR && used == input.count) else {
      throw damaged(name)
    }
    if totalOut > limits.bytes || totalOut / limits.ratio > totalIn { throw inflatesTooMuch(name) }
    return produced
  }

  private func damaged(_ name: String) -> Fault {
    Fault(
      "gzip-damaged", "the compressed file is damaged", at: Place(file: name),
      hint: "Copy the file again, or ask the sender for it once more.", status: .dataRefused)
  }
}
