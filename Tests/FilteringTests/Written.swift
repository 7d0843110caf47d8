import Components
import Records

/// Options as a pipeline would have them, written by hand. A value's place is the path to it: `0.equals`.
indirect enum Written: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  case text(String)
  case flag(Bool)
  case date(CivilDate)
  case list([Written])
  case group([(String, Written)])

  init(stringLiteral text: String) { self = CivilDate(iso: text).map(Written.date) ?? .text(text) }
  init(booleanLiteral flag: Bool) { self = .flag(flag) }
  init(arrayLiteral values: Written...) { self = .list(values) }
  init(dictionaryLiteral options: (String, Written)...) { self = .group(options) }

  func value(at path: String) -> Options.Value {
    let kind: Options.Value.Kind =
      switch self {
      case .text(let text): .text(text)
      case .flag(let flag): .flag(flag)
      case .date(let date): .date(date)
      case .list(let values):
        .list(values.enumerated().map { $1.value(at: path.isEmpty ? "\($0)" : "\(path).\($0)") })
      case .group(let options): .group(group(options, at: path))
      }
    return Options.Value(kind, at: Place(file: path))
  }

  private func group(_ options: [(String, Written)], at path: String) -> Options {
    let values = options.map { name, value in (name, value.value(at: path.isEmpty ? name : "\(path).\(name)"))
    }
    return Options(Dictionary(uniqueKeysWithValues: values), at: Place(file: path))
  }
}

/// What a stage needs besides its options: a contract whose effective date is `booking_date`, no mapping files.
func surroundings(effectiveDate: String? = "booking_date") -> Surroundings {
  let contract = Contract(
    name: "ledger_line", version: 1, summary: "A line for tests.", fields: [], key: [], fingerprintField: nil,
    effectiveDate: effectiveDate, footingAmount: nil)
  return Surroundings(contract: contract) { (path, _) throws(Fault) in
    throw Fault("file-not-found", "no file \(path)", status: .inputMissing)
  }
}
