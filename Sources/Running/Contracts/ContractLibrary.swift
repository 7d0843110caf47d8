public import Components
import Records

/// The contracts the program carries with it.
public enum ContractLibrary {
  /// By name and version.
  public static let all: [Contract] = BuiltInContracts.texts.map { file, text in
    var complaints: [Complaint] = []
    guard let contract = ContractFile.parse(Array(text.utf8), file: file, complaints: &complaints) else {
      preconditionFailure("the built-in contract \(file) does not lint: \(complaints)")
    }
    return contract
  }

  /// Every contract with its sentence, for `daybook list`.
  public static var listing: String {
    let width = all.map(\.title.count).max() ?? 0
    return all.reduce("contracts\n") { text, contract in
      let pad = String(repeating: " ", count: width - contract.title.count + 2)
      return text + "  " + contract.title + pad + contract.summary + "\n"
    }
  }

  /// `bank_transaction/1`: what a file is read as when no pipeline says otherwise.
  static var bankTransaction: Contract {
    guard let contract = all.first(where: { $0.name == "bank_transaction" }) else {
      preconditionFailure("bank_transaction is built in")
    }
    return contract
  }

  /// The contract a pipeline names: a built-in by its title, else a file; nil and complaints when there is
  /// none.
  ///
  /// - Parameters:
  ///   - name: as written: `bank_transaction/1`, or a path.
  ///   - directory: absolute, of the pipeline file.
  static func contract(
    named name: String, at place: Place, from directory: String, complaints: inout [Complaint]
  ) -> Contract? {
    if let contract = all.first(where: { $0.title == name }) { return contract }
    let titles = all.map(\.title)
    if !name.hasSuffix(".yaml"), !name.hasSuffix(".yml") {
      complaints.append(
        Complaint(
          "contract-unknown", at: place, "there is no contract \"\(name)\"",
          hint: nearest(to: name, among: titles).map { "Did you mean \($0)?" }
            ?? "Known are: \(titles.joined(separator: ", ")). A contract of your own is named by its path, which "
            + "ends in .yaml."))
      return nil
    }
    do throws(Fault) {
      let path = WholeFile.absolute(name, from: directory)
      let bytes = try WholeFile.read(path, limit: YAMLParser.maximumBytes, at: place)
      return ContractFile.parse(bytes, file: name, complaints: &complaints)
    } catch {
      complaints.append(
        Complaint(
          "contract-unreadable", at: place, "the contract file \"\(name)\" cannot be read: \(error.message)",
          hint: "A relative path starts at the folder of the pipeline file."))
      return nil
    }
  }
}
