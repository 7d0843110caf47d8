/// What a person should know of a sheet although it can be read; its rows are told by their numbers as lines.
enum XLSXNote: Int, NoteKind {
  case noise, hiddenRow, beyond, merged, header, footer

  var text: String {
    switch self {
    case .noise: "a number with the noise of a binary fraction, read as it is shown"
    case .hiddenRow: "a hidden row, read like any other"
    case .beyond: "a value beyond the columns that the header names, left out"
    case .merged: "cells merged below the header: only the first of them has the value"
    case .header: "a row that repeats the header, left out"
    case .footer: "a row of the footer, left out"
    }
  }

  static var isOncePerLine: Bool { true }
}
