/// One thing met in an XML document: the start of an element, its end, or text between elements.
///
/// The text of an element that holds nothing else comes with its end. Blank text between elements is left out; other
/// text beside elements is an event of its own.
public struct XMLEvent: Sendable, BitwiseCopyable {
  /// What was met.
  public enum Kind: UInt8, Sendable, BitwiseCopyable {
    case start, end, text
  }

  /// Of a start, the offset of its `<`; of an end, the offset behind its `>`; of text, the offset behind it. Counted in
  /// the UTF-8 bytes of the document.
  public var offset: Int64
  /// Line of the last byte of the tag or the text, from 1.
  public var line: Int32
  /// Of a start, the index of its first attribute in the attributes; else the index of its text's first byte.
  public var first: UInt32
  /// Attributes of a start; bytes of text else.
  public var count: UInt32
  /// The number of the element's local name; 0 for text. See `XMLSource.name`.
  public var name: UInt16
  /// What was met.
  public var kind: Kind
}

/// An attribute of an element. Declarations of namespaces are none.
public struct XMLAttribute: Sendable, BitwiseCopyable {
  /// Index of the first byte of its value in the text, and bytes of it.
  public var first: UInt32
  /// Bytes of its value.
  public var count: UInt32
  /// The number of its local name.
  public var name: UInt16
}
