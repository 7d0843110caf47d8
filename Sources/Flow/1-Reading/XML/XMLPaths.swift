import Bytes

/// Where in a document a reader is, kept as a number: paths of element names that it wants, put together as a table.
///
/// A place is 0 where no wanted path goes on. Elements are told by their local names; a step may allow several:
/// `Document/Stmt|Rpt/Id`. What stands above a path's first element does not matter.
struct XMLPaths<Label: Equatable & Sendable>: Sendable {
  /// Every name of the paths, without repetition: what `XMLSource` is to number.
  let names: [String]
  /// What the reader calls each place; `nothing` for those on the way.
  let labels: [Label]
  private let next: [UInt16]
  private let width: Int

  /// Above the first element of every path.
  static var above: UInt16 { 1 }

  /// - Parameters:
  ///   - paths: each with what it is called; steps are separated by slashes.
  ///   - attributes: names that are to be numbered too.
  ///   - nothing: the label of places without one.
  init(_ paths: [(path: String, label: Label)], attributes: [String] = [], nothing: Label) {
    let names = XMLPaths.names(of: paths.map(\.path), attributes)
    let width = names.count + 1
    var labels = [nothing, nothing]
    var next = [UInt16](repeating: 0, count: 2 * width)
    for (path, label) in paths {
      var places: Set<UInt16> = [XMLPaths.above]
      for step in path.split(separator: "/") {
        var reached: Set<UInt16> = []
        for place in places.sorted() {
          let row = Int(place) * width
          let numbers = step.split(separator: "|").compactMap { name in
            names.firstIndex { $0 == name }.map { row + $0 + 1 }
          }
          // Alternatives lead to one place, so that what lies below them is there once.
          for at in numbers where next[at] == 0 {
            if let shared = numbers.map({ next[$0] }).first(where: { $0 != 0 }) {
              next[at] = shared
            } else {
              next[at] = UInt16(labels.count)
              labels.append(nothing)
              next += repeatElement(0, count: width)
            }
          }
          reached.formUnion(numbers.map { next[$0] })
        }
        places = reached
      }
      for place in places { labels[Int(place)] = label }
    }
    self.names = names
    self.labels = labels
    self.next = next
    self.width = width
  }

  /// Every name once, in the order of the paths.
  private static func names(of paths: [String], _ attributes: [String]) -> [String] {
    var names: [String] = []
    for path in paths {
      for step in path.split(whereSeparator: { $0 == "/" || $0 == "|" }).map(String.init)
      where !names.contains(step) {
        names.append(step)
      }
    }
    return names + attributes.filter { !names.contains($0) }
  }

  /// The place of an element of that number within the element at `place`.
  @inline(__always)
  func step(from place: UInt16, to number: UInt16) -> UInt16 {
    let found = Int(number) < width ? next[Int(place) * width + Int(number)] : 0
    // Around the first element anything may stand.
    return found == 0 && place == XMLPaths.above ? XMLPaths.above : found
  }

  /// The number of a name among `names`, as the source gives it.
  func number(of name: String) -> UInt16 { UInt16((names.firstIndex(of: name) ?? -1) + 1) }
}
