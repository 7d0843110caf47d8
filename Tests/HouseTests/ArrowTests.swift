import Testing

@Suite("The floors of the house")
struct ArrowTests {
  /// Lowest first. A room may import from any floor below its own, never from its own.
  static let floors: [(title: String, rooms: Set<String>)] = [
    ("F0 doors", ["CSQLite", "CYAML", "CZlib", "CZip", "CXML2", "CCrypto", "CLinux"]),
    ("F1 nouns", ["Records"]),
    ("F2 bytes and databases", ["Bytes", "Databases"]),
    ("F3 contracts", ["Components"]),
    (
      "F4 the journey of a record",
      [
        "Reading", "Normalizing", "Filtering", "Deduplicating", "Mapping", "Loading", "Checkpoints",
      ]
    ),
    ("F5 YAML in, report out", ["Running"]),
    ("F6 the command line", ["daybook"]),
  ]

  /// The one room behind each door.
  static let behindDoors = [
    "CSQLite": "Databases", "CYAML": "Running", "CZlib": "Bytes", "CZip": "Bytes", "CXML2": "Bytes",
    "CCrypto": "Bytes", "CLinux": "Bytes",
  ]

  /// Parts of the system that any room may use.
  static let system: Set<String> = ["Swift", "Glibc", "Dispatch", "Synchronization"]

  private func floor(of room: String) -> Int? { ArrowTests.floors.firstIndex { $0.rooms.contains(room) } }

  @Test("every room stands on a floor, and every room of the floors is there")
  func rooms() throws {
    let manifest = try Manifest.dumped.get()
    #expect(Set(manifest.house.map(\.name)) == ArrowTests.floors.reduce(into: []) { $0.formUnion($1.rooms) })
  }

  @Test("arrows go down only, never sideways")
  func arrows() throws {
    for target in try Manifest.dumped.get().house {
      let own = try #require(floor(of: target.name), "\(target.name) is on no floor")
      for dependency in target.dependencies {
        let other = try #require(
          floor(of: dependency), "\(target.name) imports \(dependency), which is on no floor")
        #expect(
          other < own, "\(target.name) on \(ArrowTests.floors[own].title) must not import \(dependency)")
      }
    }
  }

  @Test("a C library comes in through one door, into one room")
  func doors() throws {
    let house = try Manifest.dumped.get().house
    for (door, room) in ArrowTests.behindDoors.sorted(by: { $0.key < $1.key }) {
      #expect(house.filter { $0.dependencies.contains(door) }.map(\.name) == [room], "\(door)")
    }
    for target in house where target.type == "system" {
      #expect(ArrowTests.behindDoors[target.name] != nil, "\(target.name) has no room behind it")
      let names = House.names(in: target.path)
      #expect(names == ["module.modulemap", "shim.h"], "a door is its map and its header: \(target.path)")
    }
  }

  @Test("a source imports only what its room declares")
  func imports() throws {
    for target in try Manifest.dumped.get().house where target.type != "system" {
      let allowed = ArrowTests.system.union(target.dependencies)
      let files = House.files(in: target.path)
      #expect(!files.isEmpty, "\(target.name) is empty")
      for file in files {
        for (line, text) in file.code {
          let words = text.split(separator: " ")
          guard let at = words.firstIndex(of: "import"), words[..<at].allSatisfy(isModifier) else { continue }
          let name = String(words[words.index(before: words.endIndex)].prefix { $0 != "." })
          #expect(allowed.contains(name), "\(file.path):\(line) imports \(name)")
        }
      }
    }
  }

  /// What may stand before `import`.
  private func isModifier(_ word: Substring) -> Bool {
    word.hasPrefix("@") || ["public", "package", "internal", "private", "fileprivate"].contains(word)
  }
}
