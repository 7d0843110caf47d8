import Checkpoints
import Components
import Records

extension IdentityVerdict {
  /// As the checkpoint store keeps it; what left the books for it has left them by then.
  var decisions: [StoredDecision] {
    let told = Dictionary(rejections.map { ([Int($0.origin.statement), Int($0.origin.record)], $0) }) {
      first, _ in first
    }
    let ofStatements = statements.sorted { $0.key < $1.key }.map { number, fate in
      StoredDecision(
        statement: number, record: 0, fate: fate.title, occurrence: 0, rejection: told[[number, 0]])
    }
    // A day of a statement that stands.
    let ofDays = rejections.filter { $0.origin.record == 0 && statements[Int($0.origin.statement)] == nil }
      .map {
        StoredDecision(
          statement: Int($0.origin.statement), record: 0, fate: "", occurrence: 0, rejection: $0)
      }
    let numbers = Set(records.keys).union(occurrences.keys).sorted()
    let byRecord = Dictionary(rejections.map { ($0.origin.record, $0) }) { first, _ in first }
    let ofRecords = numbers.map { record in
      let rejection = byRecord[record]
      return StoredDecision(
        statement: rejection.map { Int($0.origin.statement) } ?? -1, record: record,
        fate: records[record]?.title ?? "",
        occurrence: occurrences[record] ?? 0, rejection: rejection, name: late[record])
    }
    return ofStatements + ofDays + ofRecords
  }

  /// What was decided when the file was begun.
  init(_ decisions: [StoredDecision]) throws(Fault) {
    for decision in decisions {
      let fate = Fate.allCases.first { $0.title == decision.fate }
      if decision.record == 0 {
        if let fate { statements[decision.statement] = fate }
      } else {
        records[decision.record] = fate
        late[decision.record] = decision.name
        if decision.occurrence > 0 { occurrences[decision.record] = decision.occurrence }
      }
      if let rejection = decision.rejection { rejections.append(rejection) }
    }
  }
}
