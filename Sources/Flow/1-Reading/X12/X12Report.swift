import Records

/// The state of a set that reports accounts: 821, 822, or the deposits of 823.
struct X12Report: SegmentState {
  var currency = Currency.none
  /// Days since 1970-01-01; of the whole set.
  var date = CivilDate.null
  /// Whether an account was met.
  var isInAccount = false
  /// The open entry.
  var entry: EntryDraft?

  /// What a code says of the side of an entry: 1 for money in, -1 for money out; nil when it says nothing.
  static func side(of code: String) -> Int64? {
    if code.utf8.count == 3, let number = Int(code), BAI2TypeCode.sides.indices.contains(number) {
      switch BAI2TypeCode.sides[number] {
      case BAI2TypeCode.Side.credit.rawValue: return 1
      case BAI2TypeCode.Side.debit.rawValue: return -1
      default: return nil
      }
    }
    switch code {
    case "C", "CR", "CREDIT": return 1
    case "D", "DR", "DB", "DEBIT": return -1
    default: return nil
    }
  }
}
