import Bytes
import Glibc
import Records

Heap.shareAmongThreads()
let status = Program.run(Array(CommandLine.arguments.dropFirst()))
// A thread that has handed over its last work may still be letting go of it: libraries are not taken down under it.
_exit(status.rawValue)
