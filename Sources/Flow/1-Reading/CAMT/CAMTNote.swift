/// What a person should know of a camt file although it can be read.
enum CAMTNote: Int, NoteKind {
  case copy, intraday, pageMissing, statusMissing, bookingDateFromValue, bookingDateFromStatement
  case bookingDateMissing, charges, detailsElsewhere, detailsApart

  var text: String {
    switch self {
    case .copy: "a copy of what was sent before (CpyDplctInd): it does not post, unless copies says so"
    case .intraday: "a report within the day (camt.052): its booked entries are read as pending"
    case .pageMissing: "a page of a statement whose other pages are not in the file"
    case .statusMissing: "status missing; read as booked"
    case .bookingDateFromValue: "booking date missing; the value date is taken"
    case .bookingDateFromStatement: "booking and value date missing; the day of the statement is taken"
    case .bookingDateMissing: "booking and value date missing; the record has no booking date"
    case .charges: "charges are stated beside an amount; they are not added to it"
    case .detailsElsewhere: "an entry of several transactions without their details"
    case .detailsApart: "the details of an entry do not add up to it in its currency; the entry is taken"
    }
  }
}
