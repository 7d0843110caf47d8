import Components
import Records

extension OFXReader {
  /// OFX as one of the formats the program reads.
  static let factory = ReaderFactory(
    spec: spec,
    schema: { options, _, complaints in
      _ = ReaderOptions.currency(options, &complaints)
      return IdentifiedBankRow.schema
    },
    make: { options, _, source, _ in
      var settings = OFXSettings()
      var complaints: [Complaint] = []
      settings.currency = ReaderOptions.currency(options, &complaints)
      settings.readsTrades = options.text("trades") == "cash"
      return OFXReader(source, settings: settings)
    },
    recognizes: { head, name in
      isOFX(head) ? .certain : Recognition.byName(name, endings)
    })

  private static let endings = [".ofx", ".qfx", ".qbo"]

  /// An element that only OFX has, or the header of its SGML.
  private static func isOFX(_ head: [UInt8]) -> Bool {
    let bytes = head.span
    if bytes.indices.contains(where: { OFXFramer.begins(bytes, $0, "OFXHEADER") }) { return true }
    var framer = OFXFramer()
    while framer.next(bytes, atEnd: true) == .tag {
      switch framer.tag {
      case .document, .signOn, .bankAnswer, .cardAnswer, .investmentAnswer, .list, .investmentList, .entry:
        return true
      default: break
      }
    }
    return false
  }
}
