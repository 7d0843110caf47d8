import Bytes
import Components
public import Records

extension Catalog {
  /// The pages of components of that name.
  public func pages(of name: String) -> [String] {
    // The first page is that of the pipeline file itself.
    zip(["pipeline"] + specs.map(\.name), pages).filter { $0.0 == name }.map(\.1.text)
  }

  /// Writes every page into a folder, under its own file name.
  public func writePages(into folder: String) throws(Fault) {
    for (path, text) in pages {
      let file = String(path.split(separator: "/").last ?? "")
      try AtomicFile.write(Array(text.utf8), to: "\(folder)/\(file)")
    }
  }
}
