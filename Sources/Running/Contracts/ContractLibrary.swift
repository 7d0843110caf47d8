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

  /// The built-in contract of that title, which a format names.
  static func builtIn(_ title: String) -> Contract {
    guard let contract = all.first(where: { $0.title == title }) else {
      preconditionFailure("\(title) is built in")
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
    NamedDefinition(
      kind: "contract", known: all.map { ($0.title, $0) },
      parse: { ContractFile.parse($0, file: $1, complaints: &$2) }
    ).find(name, at: place, from: directory, complaints: &complaints)
  }
}
