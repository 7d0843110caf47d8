// swift-tools-version: 6.2
import PackageDescription

/// The floors of the house. Imports go down only, never sideways: see ARCHITECTURE.md. A test reads
/// this manifest and fails on an arrow the page does not have.
let house: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  // Overlapping accesses are found by the compiler, and by the tests in debug; looking for them at every step of a run
  // takes a twentieth of its time.
  .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]

func door(_ name: String, path: String, library: String, package: String) -> Target {
  .systemLibrary(
    name: name, path: "Sources/C/\(path)", pkgConfig: library, providers: [.apt([package])])
}

func room(_ name: String, path: String? = nil, _ dependencies: [Target.Dependency]) -> Target {
  .target(
    name: name, dependencies: dependencies, path: path ?? "Sources/\(name)", swiftSettings: house)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, path: "Tests/\(name)", swiftSettings: house)
}

let package = Package(
  name: "daybook",
  products: [
    .executable(name: "daybook", targets: ["daybook"]),
    // For `make fuzz`.
    .library(name: "Readers", targets: ["Records", "Bytes", "Components", "Reading"]),
  ],
  targets: [
    // F0: one door per C library.
    door("CSQLite", path: "SQLite3", library: "sqlite3", package: "libsqlite3-dev"),
    door("CYAML", path: "YAML", library: "yaml-0.1", package: "libyaml-dev"),
    door("CZlib", path: "Zlib", library: "zlib", package: "zlib1g-dev"),
    door("CZip", path: "Zip", library: "libzip", package: "libzip-dev"),
    door("CXML2", path: "XML2", library: "libxml-2.0", package: "libxml2-dev"),
    door("CCrypto", path: "Crypto", library: "libcrypto", package: "libssl-dev"),
    .systemLibrary(name: "CLinux", path: "Sources/C/Linux"),
    // F1: the nouns.
    room("Records", []),
    // F2: bytes made safe, and databases.
    room("Bytes", ["Records", "CZlib", "CZip", "CXML2", "CCrypto", "CLinux"]),
    room("Databases", ["Records", "CSQLite"]),
    // F3: the contracts of reader, stage and loader.
    room("Components", ["Records"]),
    // F4: the journey of a record.
    room("Reading", path: "Sources/Flow/1-Reading", ["Records", "Bytes", "Components"]),
    room("Normalizing", path: "Sources/Flow/2-Normalizing", ["Records", "Bytes", "Components"]),
    room("Filtering", path: "Sources/Flow/3-Filtering", ["Records", "Components"]),
    room(
      "Deduplicating", path: "Sources/Flow/4-Deduplicating", ["Records", "Bytes", "Components"]),
    room("Mapping", path: "Sources/Flow/5-Mapping", ["Records", "Components"]),
    room(
      "Loading", path: "Sources/Flow/6-Loading", ["Records", "Bytes", "Databases", "Components"]),
    room(
      "Checkpoints", path: "Sources/Flow/Checkpoints",
      ["Records", "Bytes", "Databases", "Components"]),
    // F5: YAML in, report out.
    room(
      "Running",
      [
        "Records", "Bytes", "Databases", "Components", "Reading", "Normalizing", "Filtering",
        "Deduplicating", "Mapping", "Loading", "Checkpoints", "CYAML",
      ]),
    // F6: the command line.
    .executableTarget(
      name: "daybook", dependencies: ["Records", "Bytes", "Components", "Running"],
      path: "Sources/daybook", swiftSettings: house),
    // Tests. `Support` writes batches as text tables and compares them.
    room("Support", path: "Tests/Support", ["Records", "Components"]),
    tests("RecordsTests", ["Records", "Support"]),
    tests("BytesTests", ["Records", "Bytes", "Support"]),
    tests("ReadingTests", ["Records", "Bytes", "Components", "Reading", "Running", "Support"]),
    tests("NormalizingTests", ["Records", "Components", "Normalizing", "Support"]),
    tests("FilteringTests", ["Records", "Components", "Filtering", "Support"]),
    tests("DeduplicatingTests", ["Records", "Bytes", "Components", "Deduplicating", "Support"]),
    tests("MappingTests", ["Records", "Components", "Mapping", "Support"]),
    tests("LoadingTests", ["Records", "Bytes", "Databases", "Components", "Loading", "Support"]),
    tests("CheckpointsTests", ["Records", "Databases", "Components", "Checkpoints", "Support"]),
    tests(
      "RunningTests",
      ["Records", "Bytes", "Databases", "Components", "Reading", "Checkpoints", "Running", "Support"]),
    tests("PipelineTests", ["Records", "Bytes", "Databases", "Support"]),
    tests("HouseTests", ["Components", "Running", "Support"]),
  ]
)
