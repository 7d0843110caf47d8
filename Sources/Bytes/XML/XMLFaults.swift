import CXML2
import Records

/// What makes a document unreadable as XML. All end with exit status 65.
enum XMLFaults {
  /// What the program itself refuses, whatever the standard says.
  enum Bound {
    case documentType, textTooLong, tooDeep, tooManyAttributes, tooManyNames
  }

  static func beyond(_ bound: Bound, at place: Place) -> Fault {
    let askAgain = "Check that this is the sender's own file, and ask for it again."
    switch bound {
    case .documentType:
      return Fault(
        "xml-dtd-refused", "the document has a document type declaration (DTD)", at: place,
        hint: "No financial message has one, and it can make a small file grow without end. " + askAgain,
        status: .dataRefused)
    case .textTooLong:
      return Fault(
        "xml-text-too-long", "a text of more than \(XMLSink.longestText >> 20) MiB", at: place,
        hint: askAgain, status: .dataRefused)
    case .tooDeep:
      return Fault(
        "xml-too-deep", "more than \(XMLSink.deepest) elements within each other", at: place, hint: askAgain,
        status: .dataRefused)
    case .tooManyAttributes:
      return Fault(
        "xml-attributes-too-many", "an element of more than \(XMLSink.mostAttributes) attributes",
        at: place, hint: askAgain, status: .dataRefused)
    case .tooManyNames:
      return Fault(
        "xml-names-too-many", "more than \(XMLSink.mostNames) names of elements", at: place, hint: askAgain,
        status: .dataRefused)
    }
  }

  /// - Parameters:
  ///   - code: of the library's error.
  ///   - hasElement: whether any element began.
  ///   - isOver: whether every one that began has ended.
  static func notWellFormed(_ code: Int32, hasElement: Bool, isOver: Bool, at place: Place) -> Fault {
    let known = xmlParserErrors(rawValue: UInt32(bitPattern: code))
    let code = known == XML_ERR_DOCUMENT_END && !hasElement ? XML_ERR_DOCUMENT_EMPTY : known
    return Fault(
      "xml-not-well-formed", words(code, isOver: isOver), at: place,
      hint: "The file is damaged, cut off or no XML: fetch it again, or ask the sender for it.",
      status: .dataRefused)
  }

  private static func words(_ code: xmlParserErrors, isOver: Bool) -> String {
    switch code {
    case XML_ERR_DOCUMENT_EMPTY: "the document does not begin with an element"
    case XML_ERR_DOCUMENT_END where isOver: "bytes behind the end of the document"
    case XML_ERR_DOCUMENT_END, XML_ERR_TAG_NOT_FINISHED, XML_ERR_GT_REQUIRED, XML_ERR_LTSLASH_REQUIRED:
      "the document ends within an element"
    case XML_ERR_TAG_NAME_MISMATCH: "an end tag that does not fit its start tag"
    case XML_ERR_INVALID_CHAR: "a character that XML does not allow"
    case XML_ERR_UNDECLARED_ENTITY, XML_WAR_UNDECLARED_ENTITY: "an entity that is not declared"
    case XML_ERR_ENTITYREF_SEMICOL_MISSING, XML_ERR_NAME_REQUIRED, XML_ERR_ENTITYREF_NO_NAME:
      "a name is missing, as behind a bare & or <"
    case XML_ERR_INVALID_CHARREF, XML_ERR_INVALID_HEX_CHARREF, XML_ERR_INVALID_DEC_CHARREF:
      "a character reference that is none"
    case XML_ERR_ATTRIBUTE_NOT_STARTED, XML_ERR_ATTRIBUTE_NOT_FINISHED, XML_ERR_ATTRIBUTE_WITHOUT_VALUE,
      XML_ERR_SPACE_REQUIRED, XML_ERR_LT_IN_ATTRIBUTE:
      "an attribute that is not written as one"
    case XML_ERR_ATTRIBUTE_REDEFINED: "an attribute twice"
    case XML_NS_ERR_UNDEFINED_NAMESPACE: "a prefix that is not declared"
    case XML_ERR_CDATA_NOT_FINISHED, XML_ERR_COMMENT_NOT_FINISHED, XML_ERR_PI_NOT_FINISHED:
      "a section, comment or instruction that does not end"
    case XML_ERR_INVALID_ENCODING: "bytes that are no UTF-8"
    case XML_ERR_XMLDECL_NOT_STARTED, XML_ERR_XMLDECL_NOT_FINISHED, XML_ERR_RESERVED_XML_NAME,
      XML_ERR_VERSION_MISSING:
      "an XML declaration that is not written as one, or not at the beginning"
    default: "not written as XML is (error \(code.rawValue) of the parser)"
    }
  }
}
