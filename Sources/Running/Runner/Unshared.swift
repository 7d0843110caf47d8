/// Carries a value that one thread hands to another for good.
struct Unshared<Value>: @unchecked Sendable {
  // Safe: the maker does not touch the value after handing it over.
  let value: Value

  init(_ value: Value) { self.value = value }
}
