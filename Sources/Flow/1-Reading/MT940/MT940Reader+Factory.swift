import Bytes
import Components
import Records

extension MT940Reader {
  /// MT940 as one of the formats the program reads.
  static let factory = ReaderFactory(
    spec: spec,
    schema: { _, _, _ in BankRow.schema },
    make: { _, _, source, _ in MT940Reader(source) },
    recognizes: { head, name in
      looksLikeMT940(head) ? .certain : Recognition.byName(name, endings)
    })

  private static let endings = [".sta", ".mt940", ".mt942", ".940", ".942", ".mta"]

  /// Fields that other messages have too (20, 25), and one that only statements have.
  private static func looksLikeMT940(_ head: [UInt8]) -> Bool {
    var framer = MT940Framer(file: "")
    var (isNamed, isStatement) = (false, false)
    while case .piece = framer.next(head.span, atEnd: true) {
      switch framer.parts[0].tag {
      case .reference, .account: isNamed = true
      case .number, .opening, .closing, .entry, .floorLimit, .time: isStatement = true
      default: break
      }
      if isNamed, isStatement { return true }
    }
    return false
  }
}
