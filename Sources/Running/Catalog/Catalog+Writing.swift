import Bytes
import Components
public import Records

extension Catalog {
  /// The pages of that name: of components, of the pipeline file and its parts, of contracts with or without their
  /// version.
  public func pages(of name: String) -> [String] {
    pages.filter { $0.name == name || $0.name.hasPrefix(name + "/") }.map(\.text)
  }

  /// Writes every page into a folder, under its own file name.
  public func writePages(into folder: String) throws(Fault) {
    for page in pages {
      let file = String(page.path.split(separator: "/").last ?? "")
      try AtomicFile.write(Array(page.text.utf8), to: "\(folder)/\(file)")
    }
  }
}
