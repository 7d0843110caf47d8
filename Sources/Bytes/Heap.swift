import CLinux

/// Where the program's memory comes from.
public enum Heap {
  /// One heap for all threads. They hand each other batches, and with a heap for each, memory that one frees is none for
  /// another. To be called before other threads are started; where it has no effect the program only takes more memory.
  public static func shareAmongThreads() { _ = daybook_use_one_heap() }
}
