import Components
import Records

extension QIFReader {
  /// QIF as one of the formats the program reads.
  static let factory = ReaderFactory(
    spec: spec,
    schema: { options, _, complaints in
      _ = ReaderOptions.currency(options, &complaints)
      return CategorizedBankRow.schema
    },
    make: { options, _, source, _ in
      var settings = QIFSettings()
      var complaints: [Complaint] = []
      settings.currency = ReaderOptions.currency(options, &complaints)
      settings.order = options.text("date_order").flatMap(QIFDate.Order.init)
      settings.account = options.text("account_id") ?? ""
      settings.readsTrades = options.text("trades") == "cash"
      settings.readsParts = options.text("splits") == "parts"
      return QIFReader(source, settings: settings)
    },
    recognizes: { head, name in
      isQIF(head) ? .certain : Recognition.byName(name, [".qif"])
    })

  /// The first line that says something opens a section.
  private static func isQIF(_ head: [UInt8]) -> Bool {
    let bytes = head.span
    var at = 0
    while let (end, next) = bytes.line(from: at, atEnd: true) {
      let used = bytes.trimmed(at..<end)
      at = next
      guard let first = used.first, bytes[first] != UInt8(ascii: "#"), bytes[first] != UInt8(ascii: "^")
      else { continue }
      return bytes[first] == UInt8(ascii: "!") && QIFSection.of(bytes, used) != .unknown
    }
    return false
  }
}
