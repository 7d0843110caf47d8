import Records

/// Pictures of numbers, as inline SVG. Each says in words what it shows.
enum PagePictures {
  /// Where rows went, as one bar of a hundred per cent.
  static func stack(_ parts: [(name: String, rows: Int)], of whole: Int) -> HTMLNode {
    let width = 10_000
    var boxes: [HTMLNode] = []
    var done = 0
    for part in parts where part.rows > 0 && whole > 0 {
      // What is there is seen, however little of it.
      let from = min(share(done, of: whole, width), width - 60)
      done += part.rows
      let to = max(share(done, of: whole, width), from + 60)
      boxes.append(box(x: from, width: to - from, height: 30, style: style(part.name)))
    }
    let words = parts.filter { $0.rows > 0 }.map { "\($0.rows) \($0.name)" }.joined(separator: ", ")
    let picture = HTMLNode.element(
      .svg,
      [
        .viewBox: "0 0 \(width) 30", .preserveAspectRatio: "none", .role: "img",
        .ariaLabel: "Where the rows went: \(words)",
      ], [box(x: 0, width: width, height: 30, style: "track")] + boxes)
    return .element(.figure, [.class: "stack"], [picture])
  }

  /// An amount as a bar from a middle line, to the right when money came in.
  ///
  /// - Parameter largest: the largest absolute amount of all bars that are compared.
  static func bar(_ amount: Int128, of largest: Int128, words: String) -> HTMLNode {
    let half = 1000
    let size = largest == 0 ? 0 : Int(Int128(amount.magnitude) * Int128(half) / largest)
    let shown = amount == 0 ? 0 : max(size, 4)
    let isPlus = amount >= 0
    return .element(
      .svg,
      [.viewBox: "0 0 2000 14", .preserveAspectRatio: "none", .role: "img", .ariaLabel: words],
      [
        box(x: isPlus ? half : half - shown, width: shown, height: 14, style: isPlus ? "plus" : "minus"),
        box(x: half - 1, width: 2, height: 14, style: "axis"),
      ])
  }

  /// The name of an outcome as the style sheet has it.
  static func style(_ outcome: String) -> String { outcome.replacing(" ", with: "-") }

  private static func share(_ rows: Int, of whole: Int, _ width: Int) -> Int {
    Int(Int128(rows) * Int128(width) / Int128(max(whole, 1)))
  }

  private static func box(x: Int, width: Int, height: Int, style: String) -> HTMLNode {
    .element(
      .rect, [.x: "\(x)", .y: "0", .width: "\(width)", .height: "\(height)", .class: style], [])
  }
}
