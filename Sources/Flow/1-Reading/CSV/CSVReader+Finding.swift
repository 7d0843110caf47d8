public import Components
import Records

extension CSVReader {
  /// Splits a record's bytes once more, as the file's dialect has it. Constants are in no record.
  public var fieldFinder: FieldFinder? {
    let (scanner, width) = (scanner, header.names.count)
    let columns = Dictionary(
      zip(schema.names, sources), uniquingKeysWith: { first, _ in first })
    return { field, record in
      guard let column = columns[field] else { return nil }
      let source = record + [UInt8](repeating: 0, count: CSVScanner.padding)
      var fields = [TextView](repeating: .null, count: width + 1)
      var notes = CSVScanner.Notes()
      // The record is followed by its padding, and the array has the room it says.
      let end = unsafe source.withUnsafeBufferPointer { bytes in
        unsafe fields.withUnsafeMutableBufferPointer { target -> CSVScanner.End? in
          guard let base = bytes.baseAddress, let room = target.baseAddress else { return nil }
          return unsafe scanner.scan(
            base, from: 0, count: record.count, isLast: true, fields: room, capacity: target.count,
            notes: &notes)
        }
      }
      guard let end, end.isComplete, column < min(end.fields, fields.count) else { return nil }
      let start = Int(fields[column].start)
      return start..<start + Int(max(0, fields[column].length))
    }
  }
}
