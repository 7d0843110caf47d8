import Checkpoints
import Components
import Records

/// One run as a page for a person who was not there: what came in, what it proves, where every row went.
///
/// The page needs nothing but itself. The same run gives the same bytes, but for the times of the run.
struct RunPage {
  let account: RunAccount

  init(_ account: RunAccount) { self.account = account }

  var bytes: [UInt8] {
    let run = account.run
    let body: [HTMLNode] = [
      .element(.header, [:], heading),
      .element(
        .main, [:], [footing] + files + statements + money + refusals + remarks + timings + [provenance]),
      .element(
        .footer, [:],
        [
          .element(
            .p, [:],
            "Written by daybook \(run.program) from the checkpoints of the run. Amounts are exact decimals; nothing on "
              + "this page is rounded. Marks that would not be seen stand as [U+200E], control characters as pictures."
          )
        ]),
    ]
    return HTMLPage(title: "\(run.pipeline): run \(run.number), \(account.statusNote)", body: body).bytes
  }

  // MARK: Heading

  private var heading: [HTMLNode] {
    let run = account.run
    var nodes: [HTMLNode] = [
      .element(.p, [.class: "eyebrow"], "Daybook · report of a run"),
      .element(
        .h1, [:],
        [.data(run.pipeline), .text(", run \(run.number) "), PageParts.badge(account.status, mood)]),
      .element(.p, [.class: "verdict"], verdict),
    ]
    if let stop = run.stop {
      nodes.append(
        .element(
          .p, [.class: "bad"],
          [.element(.strong, [:], "Stopped by \(stop.code): "), .data(stop.message)]
            + (stop.place.isEmpty ? [] : [.text(" at "), .data(stop.place)])))
      if !stop.hint.isEmpty { nodes.append(.element(.p, [.class: "hint"], [.data(stop.hint)])) }
    }
    var facts: [(name: String, value: HTMLNode)] = [
      ("What was done", .data(account.heading)), ("Books", .data(account.books)),
      ("Started", .text(run.startedAt)),
    ]
    if let company = run.company { facts.append(("Company", .data(company))) }
    if let resumed = run.resumedAt { facts.append(("Taken up again", .text(resumed))) }
    if let ended = run.endedAt { facts.append(("Ended", .text(ended))) }
    if let undone = run.undoneBy { facts.append(("Taken back", .text("by run \(undone)"))) }
    if !account.followers.isEmpty {
      let list = account.followers.map { "run \($0.number) (\($0.kind.rawValue))" }.joined(separator: ", ")
      facts.append(("Later runs about this one", .text(list)))
    }
    if let rows = run.rowsReplaced { facts.append(("Rows that were replaced", .text("\(rows)"))) }
    if let rows = run.rowsReadBack, rows > 0 { facts.append(("Rows read back, equal", .text("\(rows)"))) }
    return nodes + [PageParts.facts(facts), tiles]
  }

  private var mood: String {
    switch account.run.status {
    case .done: account.run.undoneBy == nil ? "good" : "warn"
    case .refused, .failed: "bad"
    default: "warn"
    }
  }

  /// The run in one or two sentences.
  private var verdict: String {
    if let undone = account.run.undoneBy {
      return "This run was taken back by run \(undone): it counts as nothing."
    }
    if account.undoing != nil { return "This run took back what run \(account.run.subject ?? 0) had done." }
    let total = account.conservation
    switch account.run.status {
    case .failed: return "The run stopped before it began. Nothing was changed."
    case .running where account.run.isDamaged:
      return "Rows that the run wrote are not in the books as they were written. It cannot come to its end."
    case .running: return "The run has not come to its end. The next one goes on where it stopped."
    case .abandoned:
      return "The run was given up before its end, and its files were read anew by a later run."
    case .refused, .done: break
    }
    let count = ProofCount(allStatements)
    let proof =
      count.statements == 0
      ? "" : " \(count.proven) of \(counted(count.statements, "statement")) proven\(count.others)."
    let refused = total.parts["rejected"]?.rows ?? 0
    let left = refused == 0 ? "" : " \(counted(refused, "row")) refused, with the reasons below."
    let foots = total.holds ? "Every row read is accounted for." : "THE RUN DOES NOT FOOT."
    return account.run.status == .refused
      ? "\(foots)\(proof) Not everything was loaded: a file or a statement was refused."
      : "\(foots)\(proof)\(left)"
  }

  var allStatements: [ProvenStatement] { account.files.flatMap(\.statements) }

  private var tiles: HTMLNode {
    let total = account.conservation
    var tiles: [(number: Int, name: String)] = []
    if account.undoing == nil { tiles.append((account.files.count, plural("file", account.files.count))) }
    let count = ProofCount(allStatements)
    if count.statements > 0 {
      tiles.append((count.proven, "of \(counted(count.statements, "statement")) proven\(count.others)"))
    }
    let what = account.undoing == nil ? "read" : "taken back"
    tiles.append((total.read.rows, "\(plural("row", total.read.rows)) \(what)"))
    for name in ["inserted", "updated", "rejected", "removed", "restored", "returned"] {
      if let part = total.parts[name] { tiles.append((part.rows, "\(plural("row", part.rows)) \(name)")) }
    }
    return .element(
      .ul, [.class: "tiles"],
      tiles.map { tile in
        .element(
          .li, [:],
          [
            .element(.strong, [:], PageParts.grouped("\(tile.number)")), .element(.span, [:], tile.name),
          ])
      })
  }

  // MARK: Footing

  private var footing: HTMLNode {
    let total = account.conservation
    let currencies = Set(([total.read] + total.parts.values).flatMap(\.amounts.keys)).sorted()
    let shown = Conservation.outcomes.compactMap { name in total.parts[name].map { (name, $0) } }
    func row(_ name: [HTMLNode], _ tally: Tally) -> HTMLNode {
      PageParts.row(
        [.head(name), .number(tally.rows)]
          + currencies.map { currency in
            .number(
              PageParts.money(
                ScaledDecimal.text(tally.amounts[currency, default: 0], scale: tally.scale), currency))
          })
    }
    let columns: [(String, Bool)] =
      [("Outcome", false), ("Rows", true)]
      + currencies.map { ($0 == .none ? "No currency" : $0.description, true) }
    let rows = shown.map { name, tally in
      row(
        [
          .element(.span, [.class: "key \(PagePictures.style(name))", .ariaHidden: "true"], []), .text(name),
        ],
        tally)
    }
    let sentence =
      total.holds
      ? "It foots: what came in equals the sum of all outcomes, in rows and in every currency."
      : "IT DOES NOT FOOT: what came in is not the sum of the outcomes."
    return PageParts.section(
      "Where every row went",
      [
        .element(.p, [.class: total.holds ? "good" : "bad"], [.element(.strong, [:], sentence)]),
        PagePictures.stack(shown.map { ($0.0, $0.1.rows) }, of: total.read.rows),
        PageParts.table(
          "Rows and money by outcome", columns, rows,
          total: row([.text(account.undoing == nil ? "read" : "taken back")], total.read)),
      ])
  }

  // MARK: Provenance

  private var provenance: HTMLNode {
    let run = account.run
    var facts: [(name: String, value: HTMLNode)] = [
      ("Pipeline, with its mappings and contract (SHA-256)", .element(.code, [:], run.specDigest))
    ]
    if let manifest = account.manifest {
      facts.append(("Manifest of the run (SHA-256)", .element(.code, [:], manifest)))
    }
    facts.append(("Program", .text("daybook \(run.program)")))
    return PageParts.section("What it was made by", [PageParts.facts(facts)])
  }

  private var remarks: [HTMLNode] {
    let noted = account.files.filter { !$0.report.remarks.isEmpty }
    if noted.isEmpty { return [] }
    let lists = noted.flatMap { file -> [HTMLNode] in
      [
        .element(.h3, [:], [.data(file.report.path)]),
        .element(.ul, [.class: "plain"], file.report.remarks.map { .element(.li, [:], [.data($0)]) }),
      ]
    }
    return [PageParts.section("Remarks", lists)]
  }

  private var timings: [HTMLNode] {
    let timed = account.files.filter { !$0.timings.isEmpty }
    if timed.isEmpty { return [] }
    let rows = timed.flatMap { file in
      // What took no time worth telling is left out.
      let steps = file.steps.filter { $0.timing.milliseconds > 0 }.map {
        ($0.timing.step, $0.rows, $0.timing.milliseconds)
      }
      let whole = ("the whole file", file.steps.first?.rows, file.milliseconds ?? 0)
      return (steps + [whole]).enumerated().map { at, step in
        let (name, rows, milliseconds) = step
        return PageParts.row([
          at == 0 ? .data(file.report.path) : .text(""), .text(name), rows.map { .number($0) } ?? .text(""),
          .number("\(milliseconds)"), rate(rows, milliseconds).map { .number($0) } ?? .text(""),
        ])
      }
    }
    return [
      PageParts.section(
        "How long it took",
        [
          .element(
            .p, [.class: "soft"],
            "Of the attempt that finished each file. Steps work at the same time on several threads, so they add up "
              + "to more than the whole."),
          PageParts.table(
            "Time of each step",
            [
              ("File", false), ("Step", false), ("Rows", true), ("Milliseconds", true),
              ("Rows per second", true),
            ],
            rows),
        ])
    ]
  }
}
