import Records

/// The calendars the program carries with it.
public enum CalendarLibrary {
  /// By name.
  public static let all: [BusinessCalendar] = BuiltInCalendars.texts.map { text in
    let lines = text.split(separator: "\n").map(String.init)
    var years: [Int] = []
    var closed: [CivilDate] = []
    for line in lines.dropFirst(3) {
      let numbers = line.split(separator: " ").compactMap { Int($0) }
      years.append(numbers[0])
      closed += numbers.dropFirst().map { day in
        guard let date = CivilDate(year: numbers[0], month: day / 100, day: day % 100) else {
          preconditionFailure("the built-in calendar \(lines[0]) has no day \(day) in \(numbers[0])")
        }
        return date
      }
    }
    return BusinessCalendar(
      name: lines[0], summary: lines[1], years: years[0]...years[years.count - 1],
      weekend: Set(lines[2].split(separator: " ").compactMap { Weekday(String($0)) }), closed: closed)
  }

  /// Every calendar with its sentence and years, for `daybook list`.
  public static var listing: String {
    let width = all.map(\.name.count).max() ?? 0
    return all.reduce("calendars\n") { text, calendar in
      let pad = String(repeating: " ", count: width - calendar.name.count + 2)
      let years = "\(calendar.years.lowerBound) through \(calendar.years.upperBound)"
      return text + "  " + calendar.name + pad + calendar.summary + " " + years + ".\n"
    }
  }

  /// The calendar a pipeline names: a built-in by name, else a file; nil and complaints when there is none.
  ///
  /// - Parameters:
  ///   - name: as written: `US`, or a path.
  ///   - directory: absolute, of the pipeline file.
  static func calendar(
    named name: String, at place: Place, from directory: String, complaints: inout [Complaint]
  ) -> BusinessCalendar? {
    NamedDefinition(
      kind: "calendar", known: all.map { ($0.name, $0) },
      parse: { CalendarFile.parse($0, file: $1, complaints: &$2) }
    ).find(name, at: place, from: directory, complaints: &complaints)
  }
}
