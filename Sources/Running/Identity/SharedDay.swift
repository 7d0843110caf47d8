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
    /// The file must have the whole day, and lacks records that are loaded: the bank says something else of it now.
    case restatedDay
    /// The file has a part of the day and lacks records that are loaded: it may be one of them, told differently.
    case changed
  }

  /// What a person has to decide, in the order of the file.
  private(set) var doubts: [(Candidate, Doubt)] = []
  /// Numbers among equal ones that differ from those the file gives, by record.
  private(set) var occurrences: [Int32: Int] = [:]
  /// The numbers given so far, by fingerprint.
  private var given: [Substring: Set<Int>] = [:]

  /// A person has decided that each of these is a record of its own.
  init(accepted candidates: [Candidate], beside loaded: [LoadedRecord]) {
    for candidate in candidates.sorted(by: { $0.origin.record < $1.origin.record })
    where candidate.record.isFingerprinted {
      addBeside(candidate, loaded)
    }
  }

  /// Either side has something that the other lacks.
  static func areApart(_ loaded: [LoadedRecord], _ candidates: [Candidate]) -> Bool {
    let known = Set(loaded.map(\.key))
    let theirs = Set(candidates.map(\.record.key))
    return !known.isSubset(of: theirs) && !theirs.isSubset(of: known)
  }

  /// By how much the balances of a day's records are above those of the same records in the books; nil where that is not
  /// one number, or they are not the same records.
  static func shift(of candidates: [Candidate], from loaded: [LoadedRecord]) -> ScaledDecimal? {
    let known = Dictionary(loaded.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    if known.count != candidates.count { return nil }
    var shift: ScaledDecimal?
    for candidate in candidates {
      guard let before = known[candidate.record.key]?.balance.flatMap({ ScaledDecimal($0) }),
        let after = candidate.record.balance.flatMap({ ScaledDecimal($0) }), let apart = after.less(before),
        shift == nil || shift == apart
      else { return nil }
      shift = apart
    }
    return shift
  }

  /// - Parameters:
  ///   - checksIDs: the bank's numbers alone decide nothing.
  ///   - isRestated: the file must have the whole day, and lacks records that are loaded.
  ///   - shift: what every balance of the file has more since a day before, on which it says something else than the
  ///     books; nil where nothing is known of that.
  init(
    loaded: [LoadedRecord], candidates: [Candidate], checksIDs: Bool, isRestated: Bool,
    shift: ScaledDecimal? = nil
  ) {
    let candidates = shift.map { shift in candidates.map { $0.back(by: shift) } } ?? candidates
    let known = Set(loaded.map(\.key))
    let theirs = Set(candidates.map(\.record.key))
    let onlyLoaded = loaded.filter { !theirs.contains($0.key) }
    let areApart = SharedDay.areApart(loaded, candidates)
    var unclaimed: [[String?]: Int] = [:]
    for record in onlyLoaded { unclaimed[record.content, default: 0] += 1 }
    let balanced = isRestated ? [] : matchBalances(loaded, candidates, areApart)
    let balances = onlyLoaded.contains { $0.balance == nil } ? nil : Set(onlyLoaded.compactMap(\.balance))
    for candidate in candidates.sorted(by: { $0.origin.record < $1.origin.record }) {
      let record = candidate.record
      if balanced.contains(candidate.origin.record) { continue }
      if known.contains(record.key) {
        // Equal, and neither side has all of the other's day.
        if record.isFingerprinted, areApart, !isRestated { doubts.append((candidate, .equalPayment)) }
      } else if checksIDs, !record.isFingerprinted, let count = unclaimed[record.content], count > 0 {
        unclaimed[record.content] = count - 1
        doubts.append((candidate, .otherNumber))
      } else if isRestated {
        doubts.append((candidate, .restatedDay))
      } else if record.isFingerprinted, areApart {
        // A balance that none of them has makes it a payment of its own.
        let isOther = record.balance.flatMap { own in balances.map { !$0.contains(own) } } == true
        if !isOther { doubts.append((candidate, .changed)) }
      }
    }
  }

  /// Tells equal records apart by their balances, where all of them have one.
  ///
  /// The same balance is the same payment. Another balance is another payment, except where one side has as many of each
  /// as the other: the bank may have put the day into another order, and only a person can tell.
  ///
  /// - Returns: the records this is about.
  private mutating func matchBalances(
    _ loaded: [LoadedRecord], _ candidates: [Candidate], _ areApart: Bool
  ) -> Set<Int32> {
    var balanced: Set<Int32> = []
    let groups = Dictionary(grouping: candidates.filter(\.record.isFingerprinted)) { $0.record.fingerprint }
    for (name, group) in groups.sorted(by: { ($0.key ?? "") < ($1.key ?? "") }) {
      var open = loaded.filter { $0.fingerprint == name }.sorted {
        ($0.fingerprintNumber(of: name) ?? 0) < ($1.fingerprintNumber(of: name) ?? 0)
      }
      guard !open.isEmpty, open.allSatisfy({ $0.balance != nil }),
        group.allSatisfy({ $0.record.balance != nil })
      else { continue }
      var others: [Candidate] = []
      for candidate in group.sorted(by: { $0.origin.record < $1.origin.record }) {
        balanced.insert(candidate.origin.record)
        if let same = open.firstIndex(where: { $0.balance == candidate.record.balance }) {
          if let number = open.remove(at: same).fingerprintNumber(of: name) { give(number, to: candidate) }
        } else {
          others.append(candidate)
        }
      }
      for candidate in others {
        if open.isEmpty || areApart {
          addBeside(candidate, loaded)
        } else {
          doubts.append((candidate, .equalPayment))
        }
      }
    }
    return balanced
  }

  /// Gives an equal record the first free number, so that a file of the whole day meets every one of them.
  private mutating func addBeside(_ candidate: Candidate, _ loaded: [LoadedRecord]) {
    guard let name = candidate.record.fingerprint else { return }
    let taken = Set(loaded.compactMap { $0.fingerprintNumber(of: name) }).union(given[name] ?? [])
    let number = (1...taken.count + 1).first { !taken.contains($0) } ?? taken.count + 1
    give(number, to: candidate)
  }

  private mutating func give(_ number: Int, to candidate: Candidate) {
    guard let name = candidate.record.fingerprint else { return }
    occurrences[candidate.origin.record] = number
    given[name, default: []].insert(number)
  }
}

extension SharedDay.Candidate {
  /// With the balance it would have in the books.
  fileprivate func back(by shift: ScaledDecimal) -> SharedDay.Candidate {
    var candidate = self
    let balance = record.balance.flatMap { ScaledDecimal($0) }?.less(shift)
    candidate.record.balance = balance?.description ?? record.balance
    return candidate
  }
}

extension ScaledDecimal {
  /// Nil where the decimals differ in number, or the difference does not fit.
  fileprivate func less(_ other: ScaledDecimal) -> ScaledDecimal? {
    let (value, over) = unscaled.subtractingReportingOverflow(other.unscaled)
    return over || scale != other.scale ? nil : ScaledDecimal(unscaled: value, scale: scale)
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
