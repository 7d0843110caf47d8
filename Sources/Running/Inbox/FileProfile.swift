import Components
import Records

/// What decides the folder a file is archived in: whose records it has, and until when.
struct FileProfile: Sendable {
  private static let accountField = "account_id"

  private let dateField: String?
  private var accounts: Set<String> = []
  private var lastDay: Int32 = CivilDate.null

  init(_ contract: Contract) { dateField = contract.effectiveDate }

  /// The account, of a file that has exactly one.
  var account: String? { accounts.count == 1 ? accounts.first : nil }

  /// Of the last booking date or, in a file without records, of the last statement; nil where there is none.
  var year: Int? { lastDay == CivilDate.null ? nil : CivilDate(days: lastDay).components.year }

  /// Takes in records on their way to the loader.
  mutating func add(_ batch: RecordBatch) {
    if let dateField, case .dates(let days)? = batch.column(dateField) {
      for day in days where day > lastDay { lastDay = day }
    }
    // Which are the others makes no difference once there are two.
    guard accounts.count < 2, case .text(let texts)? = batch.column(FileProfile.accountField) else { return }
    var known = ArraySlice(Array((accounts.first ?? "").utf8))
    for view in texts.views where !view.isNull {
      let start = Int(view.start)
      let bytes = texts.bytes[start..<start + Int(view.length)]
      if !accounts.isEmpty, bytes.elementsEqual(known) { continue }
      accounts.insert(String(decoding: bytes, as: UTF8.self))
      known = bytes
      if accounts.count > 1 { return }
    }
  }

  /// Takes in what the file says of itself.
  mutating func add(_ statements: [Statement]) {
    accounts.formUnion(statements.map(\.accountID).filter { !$0.isEmpty })
    if lastDay == CivilDate.null, let day = statements.compactMap(\.asOf).max() { lastDay = day.days }
  }
}
