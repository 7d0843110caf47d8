import Records

/// An entry of an account while it is read.
struct EntryDraft {
  /// Its texts are kept in `words`.
  var row = BankRow()
  var words = TextArena()
  var span: DocumentSpan
  /// What cannot be read of it.
  var flaws: [DocumentFlaw] = []

  init(span: DocumentSpan) { self.span = span }

  /// Keeps a text unless there is one of its kind.
  mutating func keep(
    _ field: WritableKeyPath<BankRow, TextView>, _ segment: borrowing Segment, _ element: Int,
    _ component: Int
  ) {
    if row[keyPath: field].isNull { row[keyPath: field] = words.keep(segment, element, component) }
  }
}
