import CZip
import Records

/// The faults of zip archives, each with what a person can do.
enum ZipFaults {
  static func damaged(_ file: String, _ what: String = "the zip file is damaged or ends early") -> Fault {
    .refusing(
      file, "zip-damaged", what,
      hint: "Copy the file again, or ask the sender for it once more.")
  }

  static func encrypted(_ file: String) -> Fault {
    .refusing(
      file, "zip-encrypted", "the member is protected by a password",
      hint: "Unpack it by hand with the password, and put the file itself here.")
  }

  static func methodUnknown(_ file: String, _ method: Int) -> Fault {
    .refusing(
      file, "zip-method-unknown",
      "the member is packed by method \(method); only stored and deflated ones are read",
      hint: "Unpack it by hand, or pack it anew as an ordinary zip file.")
  }

  static func nameUnsafe(_ file: String, _ why: String) -> Fault {
    .refusing(
      file, "zip-name-unsafe", "a member's name \(why)",
      hint: "No honest program packs such a name: look at where the file comes from before you unpack it.")
  }

  static func nameRepeated(_ file: String) -> Fault {
    .refusing(
      file, "zip-name-repeated", "two members have this name",
      hint: "Which one counts cannot be known: unpack the file by hand, or have it packed anew.")
  }

  static func notAFile(_ file: String) -> Fault {
    .refusing(
      file, "zip-member-not-regular", "the member is a link or a device, not a file",
      hint: "Pack the file that the link leads to.")
  }

  static func tooManyMembers(_ file: String, limit: Int64) -> Fault {
    .refusing(
      file, "zip-members-too-many", "the zip file lists more than \(limit) members, or far too long names",
      hint: "Unpack it by hand, and put the statements themselves here.")
  }

  static func memberMissing(_ file: String) -> Fault {
    .refusing(
      file, "zip-member-missing", "the zip file has no such member",
      hint: "The names of members are compared whole, with their folders.")
  }

  static func empty(_ file: String) -> Fault {
    .refusing(
      file, "zip-empty", "nothing in the zip file can be read",
      hint: "Folders and hidden files are passed over: have a look at what was packed.")
  }

  static func severalMembers(_ file: String, _ count: Int) -> Fault {
    .refusing(
      file, "zip-members-several", "the zip file has \(count) members, and one file is wanted here",
      hint: "Unpack it, and name the file that is meant.")
  }

  /// A packed file inside a packed file.
  static func nested(_ file: String) -> Fault {
    .refusing(
      file, "archive-nested", "what is packed here is itself a packed file",
      hint: "Unpack the outer one by hand: packed files are opened once.")
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
