/// Why a record is refused for one of its cells. The raw value is the code.
enum XLSXReason: String, CaseIterable {
  case cellError = "cell-error"
  case formulaNotComputed = "formula-not-computed"
  case dayNotInCalendar = "date-not-in-calendar"
  case numberNotReadable = "number-not-readable"
  case sharedStringMissing = "shared-string-missing"
  case cellUnknown = "cell-kind-unknown"
  case cellRepeated = "cell-repeated"

  /// Lower case, no full stop.
  var fact: String {
    switch self {
    case .cellError: "the cell shows an error in place of a value"
    case .formulaNotComputed: "the cell has a formula without the value it comes to"
    case .dayNotInCalendar: "the cell is formatted as a date, but its number is no day"
    case .numberNotReadable: "the cell is a number, but what stands in it is none"
    case .sharedStringMissing: "the cell shows a text that the workbook does not have"
    case .cellUnknown: "the cell is of a kind that the standard does not know"
    case .cellRepeated: "the row has this cell twice"
    }
  }

  var hint: String {
    switch self {
    case .cellError: "Open the sheet, mend the formula behind it, and save the workbook."
    case .formulaNotComputed:
      "The program that wrote the workbook has not computed it: open it in a spreadsheet program and save it."
    case .dayNotInCalendar:
      "Days are counted from 1900-01-01, or from 1904-01-01; open the sheet and look at the cell."
    case .numberNotReadable, .sharedStringMissing, .cellUnknown, .cellRepeated:
      "The workbook is damaged: open it and save it anew, or ask the sender for it once more."
    }
  }

  var summary: String {
    switch self {
    case .cellError: "A cell of a listed column holds an error: `#REF!`, `#N/A`, `#DIV/0!`."
    case .formulaNotComputed: "A cell of a listed column has a formula, and no value was kept with it."
    case .dayNotInCalendar:
      "A cell formatted as a date holds a number below the first or beyond the last day."
    case .numberNotReadable: "A cell that is a number, a day or a truth value holds something else."
    case .sharedStringMissing: "A cell refers to a shared text that is not there."
    case .cellUnknown: "A cell is neither a number, a text, a truth value, a day nor an error."
    case .cellRepeated: "Two cells of a row are in the same column."
    }
  }
}
