import CZip
import Records

/// The faults of zip archives, each with what a person can do.
enum ZipFaults {
  static func damaged(_ file: String, _ what: String = "the zip file is damaged or ends early") -> Fault {
    Fault(
      "zip-damaged", what, at: Place(file: file),
      hint: "Copy the file again, or ask the sender for it once more.", status: .dataRefused)
  }

  static func encrypted(_ file: String) -> Fault {
    Fault(
      "zip-encrypted", "the member is protected by a password", at: Place(file: file),
      hint: "Unpack it by hand with the password, and put the file itself here.", status: .dataRefused)
  }

  static func methodUnknown(_ file: String, _ method: Int) -> Fault {
    Fault(
      "zip-method-unknown",
      "the member is packed by method \(method); only stored and deflated ones are read",
      at: Place(file: file), hint: "Unpack it by hand, or pack it anew as an ordinary zip file.",
      status: .dataRefused)
  }

  static func nameUnsafe(_ file: String, _ why: String) -> Fault {
    Fault(
      "zip-name-unsafe", "a member's name \(why)", at: Place(file: file),
      hint: "No honest program packs such a name: look at where the file comes from before you unpack it.",
      status: .dataRefused)
  }

  static func nameRepeated(_ file: String) -> Fault {
    Fault(
      "zip-name-repeated", "two members have this name", at: Place(file: file),
      hint: "Which one counts cannot be known: unpack the file by hand, or have it packed anew.",
      status: .dataRefused)
  }

  static func notAFile(_ file: String) -> Fault {
    Fault(
      "zip-member-not-regular", "the member is a link or a device, not a file", at: Place(file: file),
      hint: "Pack the file that the link leads to.", status: .dataRefused)
  }

  static func tooManyMembers(_ file: String, limit: Int64) -> Fault {
    Fault(
      "zip-members-too-many", "the zip file lists more than \(limit) members, or far too long names",
      at: Place(file: file), hint: "Unpack it by hand, and put the statements themselves here.",
      status: .dataRefused)
  }

  static func memberMissing(_ file: String) -> Fault {
    Fault(
      "zip-member-missing", "the zip file has no such member", at: Place(file: file),
      hint: "The names of members are compared whole, with their folders.", status: .dataRefused)
  }

  static func empty(_ file: String) -> Fault {
    Fault(
      "zip-empty", "nothing in the zip file can be read", at: Place(file: file),
      hint: "Folders and hidden files are passed over: have a look at what was packed.", status: .dataRefused)
  }

  static func severalMembers(_ file: String, _ count: Int) -> Fault {
    Fault(
      "zip-members-several", "the zip file has \(count) members, and one file is wanted here",
      at: Place(file: file), hint: "Unpack it, and name the file that is meant.", status: .dataRefused)
  }

  /// A packed file inside a packed file.
  static func nested(_ file: String) -> Fault {
    Fault(
      "archive-nested", "what is packed here is itself a packed file", at: Place(file: file),
      hint: "Unpack the outer one by hand: packed files are opened once.", status: .dataRefused)
  }

  /// What libzip's error number means for this file.
  static func of(_ code: Int32, _ file: String) -> Fault {
    switch code {
    case ZIP_ER_MEMORY: preconditionFailure("no memory for a zip file")
    case ZIP_ER_NOPASSWD, ZIP_ER_WRONGPASSWD, ZIP_ER_ENCRNOTSUPP: return encrypted(file)
    case ZIP_ER_CRC: return damaged(file, "the checksum of the member is wrong")
    case ZIP_ER_MULTIDISK: return damaged(file, "the zip file is one part of several")
    default: return damaged(file)
    }
  }
}
