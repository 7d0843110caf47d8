import Bytes
import Components
public import Records

extension Catalog {
  /// The pages of components of that name, or of the pipeline file.
  public func pages(of name: String) -> [String] {
    pages.filter { $0.name == name }.map(\.text)
  }

  /// Writes every page into a folder, under its own file name.
  public func writePages(into folder: String) throws(Fault) {
    for page in pages {
      let file = String(page.path.split(separator: "/").last ?? "")
      try AtomicFile.write(Array(page.text.utf8), to: "\(folder)/\(file)")
    }
  }
}
