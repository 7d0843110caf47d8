import Checkpoints
import Records

/// The manifests of a store in the order in which they were written, found by their links.
struct ManifestChain {
  /// From the first as far as the links hold, then what hangs on nothing.
  private(set) var order: [StoredManifest] = []
  private(set) var problems: [VerificationReport.Problem] = []

  init(_ manifests: [StoredManifest]) {
    let digests = Set(manifests.map(\.digest))
    for manifest in manifests {
      if !manifest.isSound {
        problems.append(
          .init(manifest.run, "manifest-changed", "its manifest was changed after it was written"))
      }
      if let previous = manifest.previous, !digests.contains(previous) {
        problems.append(
          .init(
            manifest.run, "manifest-unlinked", "the manifest written before it is gone, or was changed"))
      }
    }
    let firsts = manifests.filter { manifest in manifest.previous.map { !digests.contains($0) } ?? true }
    let beginnings = firsts.filter { $0.previous == nil }
    for other in beginnings.dropFirst() {
      problems.append(
        .init(other.run, "manifest-unlinked", "its manifest says that none was written before it"))
    }
    let next = Dictionary(
      manifests.compactMap { manifest in manifest.previous.map { ($0, manifest) } },
      uniquingKeysWith: { first, _ in first })
    var seen: Set<Int64> = []
    for first in beginnings + firsts.filter({ $0.previous != nil }) {
      var at: StoredManifest? = first
      while let manifest = at, seen.insert(manifest.run).inserted {
        order.append(manifest)
        at = next[manifest.digest]
      }
    }
  }
}
