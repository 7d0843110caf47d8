import Components
import Glibc
import Reading
import Records

// The format comes from the environment, and the options of one of its samples; the rest are arguments of libFuzzer.
guard let format = environment("FORMAT"), let factory = Readers.named(format) else {
  fail("FORMAT is not one of \(Readers.all.map(\.spec.name).joined(separator: ", "))")
}
let text = environment("OPTIONS").flatMap(contents(of:)).map { String(decoding: $0, as: UTF8.self) } ?? ""
let options = try OptionsFile.parse(text, spec: factory.spec, file: "options.yaml")
unsafe laws = Laws(factory: factory, options: options)

var count = CommandLine.argc
var arguments: Arguments = unsafe CommandLine.unsafeArgv
// Both outlive the call, which returns when the time is over.
exit(unsafe libFuzzerRun(&count, &arguments, tryInput))
