/// What a person should know of a BAI2 file although it can be read.
enum BAI2Note: Int, NoteKind {
  case versionOther, fixedLength, severalFiles, colonAfter88, wrappedText, bytesAfterRecordEnd,
    groupStatusMissing
  case groupDateUnknown, currencyMissing, pairedSummaries, fundsTypeUnknown, valueTimeMissing,
    emptyGroupUnproven

  var text: String {
    switch self {
    case .versionOther: "the file does not declare version 2; read as BAI2"
    case .fixedLength: "no line breaks: cut at the physical record length"
    case .severalFiles: "several files in one"
    case .colonAfter88: "88 followed by a colon"
    case .wrappedText: "text goes on without an 88 record"
    case .bytesAfterRecordEnd: "bytes after the end of a record left out"
    case .groupStatusMissing: "group status missing; read as update"
    case .groupDateUnknown: "as-of date missing or not in the calendar; records have no booking date"
    case .currencyMissing: "no currency in group and account; read as USD, the standard's default"
    case .pairedSummaries: "balances in pairs of type and amount: the NAB dialect"
    case .fundsTypeUnknown: "funds type unknown; read as one without further fields"
    case .valueTimeMissing: "funds type V without its time; what follows the date is read as the next field"
    case .emptyGroupUnproven: "a trailer does not agree with a group or file that has no account"
    }
  }

  static var isOncePerLine: Bool { true }
}
