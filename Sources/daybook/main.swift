import Glibc
import Records

exit(Program.run(Array(CommandLine.arguments.dropFirst())).rawValue)
