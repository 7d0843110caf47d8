import Components
import Databases
import Records
enum MappingFile {
  static func read(_ path: String, _ table: String?) throws(Fault) -> LookupTable {
    throw Fault("file-not-found", "no such file", status: .inputMissing)
  }
}
