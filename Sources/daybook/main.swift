import Bytes
import Glibc
import Records

Heap.shareAmongThreads()
exit(Program.run(Array(CommandLine.arguments.dropFirst())).rawValue)
