import Components
import Records

/// A day of an account of which the books have some records and a file has others.
struct SharedDay {
  /// A record of the file.
  struct Candidate {
    var origin: Origin
    var record: LoadedRecord
  }

  /// Why it cannot be told whether a record is loaded already.
  enum Doubt {
    /// An equal one is loaded, and neither side has all of the other's day.
    case equalPayment
    /// An equal one is loaded under another number of the bank.
    case otherNumber
    /// Another one is loaded under the same number of the bank.
    case reusedNumber
  }

  /// What a person has to decide, in the order of the file.
  private(set) var doubts: [(Candidate, Doubt)] = []
  /// Numbers among equal ones that differ from those the file gives, by record.
  private(set) var occurrences: [Int32: Int] = [:]

  /// A person has decided that each of these is a record of its own.
  init(accepted candidates: [Candidate], beside loaded: [LoadedRecord]) {
    let keys = Set(loaded.map(\.key))
    for candidate in candidates.sorted(by: { $0.origin.record < $1.origin.record })
    where candidate.record.isFingerprinted && keys.contains(candidate.record.key) {
      addBeside(candidate, loaded, candidates)
    }
  }

  /// - Parameter checksIDs: the bank's numbers alone decide nothing.
  init(loaded: [LoadedRecord], candidates: [Candidate], checksIDs: Bool) {
    let ours = Dictionary(loaded.map { ($0.key, $0) }) { first, _ in first }
    let theirs = Set(candidates.map(\.record.key))
    let onlyLoaded = loaded.filter { !theirs.contains($0.key) }
    let onlyNew = candidates.contains { ours[$0.record.key] == nil }
    var unclaimed: [[String?]: Int] = [:]
    for record in onlyLoaded { unclaimed[record.content, default: 0] += 1 }
    for candidate in candidates.sorted(by: { $0.origin.record < $1.origin.record }) {
      let record = candidate.record
      if let known = ours[record.key] {
        if record.isFingerprinted {
          if onlyLoaded.isEmpty || !onlyNew { continue }
          // Equal, and neither side has all of the other's day: the balances tell, where there are any.
          if let balance = record.balance, let other = known.balance {
            if balance != other { addBeside(candidate, loaded, candidates) }
          } else {
            doubts.append((candidate, .equalPayment))
          }
        } else if checksIDs, known.content != record.content {
          doubts.append((candidate, .reusedNumber))
        }
      } else if checksIDs, !record.isFingerprinted, let count = unclaimed[record.content], count > 0 {
        unclaimed[record.content] = count - 1
        doubts.append((candidate, .otherNumber))
      }
    }
  }

  /// Gives an equal record the next free number.
  private mutating func addBeside(_ candidate: Candidate, _ loaded: [LoadedRecord], _ candidates: [Candidate])
  {
    let name = candidate.record.fingerprint
    let taken =
      loaded.compactMap { $0.fingerprintNumber(of: name) }
      + candidates.map(\.record).compactMap { $0.fingerprintNumber(of: name) } + occurrences.values
    occurrences[candidate.origin.record] = (taken.max() ?? 0) + 1
  }
}

extension LoadedRecord {
  /// A part of its key is a fingerprint with its number among equal ones: `fp:…#2`.
  fileprivate var isFingerprinted: Bool { fingerprint != nil }

  /// `fp:…` without the number; nil where the bank gives one of its own.
  fileprivate var fingerprint: Substring? {
    key.lazy.filter { $0.hasPrefix("fp:") }.compactMap { part in
      part.lastIndex(of: "#").map { part[..<$0] }
    }.first
  }

  /// The number among those of this fingerprint; nil for others.
  fileprivate func fingerprintNumber(of name: Substring?) -> Int? {
    guard let name, fingerprint == name else { return nil }
    return key.first { $0.hasPrefix(name) }.flatMap { Int($0.dropFirst(name.count + 1)) }
  }
}
