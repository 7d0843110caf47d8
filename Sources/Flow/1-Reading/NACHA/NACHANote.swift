/// What a person should know of an ACH file although it can be read.
enum NACHANote: Int, NoteKind {
  case severalFiles
  case fileHeaderMissing
  case linesTooLong
  case effectiveDateUnreadable
  case addendaAlone
  case controlAlone

  static var isOncePerLine: Bool { true }

  /// Lower case, no full stop.
  var text: String {
    switch self {
    case .severalFiles: "several ACH files in one, each with a header of its own"
    case .fileHeaderMissing: "batches without a file header: nothing says who sent the file, and when"
    case .linesTooLong: "a line of more than 94 characters; what stands behind them was passed over"
    case .effectiveDateUnreadable: "an effective entry date that is no day; left out"
    case .addendaAlone: "an addenda record without an entry before it; counted and left out"
    case .controlAlone: "a control record without a batch or file that it closes; passed over"
    }
  }
}
