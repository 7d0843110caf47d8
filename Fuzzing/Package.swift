// swift-tools-version: 6.2
import PackageDescription

/// A program that looks for files on which a reader breaks a law; `Fuzzing/fuzz.sh` builds it and runs it. It stands apart,
/// for all that is built with it is watched by the fuzzer.
let package = Package(
  name: "fuzzing",
  dependencies: [.package(name: "daybook", path: "..")],
  targets: [
    .executableTarget(
      name: "fuzz", dependencies: [.product(name: "Readers", package: "daybook")],
      swiftSettings: [
        .swiftLanguageMode(.v6),
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableExperimentalFeature("Extern"),
      ],
      // libFuzzer is written in C++, and gold fails on it.
      linkerSettings: [.linkedLibrary("stdc++"), .unsafeFlags(["-use-ld=lld"])])
  ]
)
