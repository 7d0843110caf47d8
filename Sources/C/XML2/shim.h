#pragma once
// The library's headers draw in those of the ICU it was built with, whose types then stand against those of the ICU
// within Foundation. Nothing of it is used here.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

// Bytes of the document before the place the parser is at; the library's own function of that kind is slower.
static inline long daybook_xml_offset(xmlParserCtxtPtr parser) {
  return (long)parser->input->consumed + (long)(parser->input->cur - parser->input->base);
}

// Bytes back from the place the parser is at to where the start tag begins that it has just read: to the `<`, which no
// attribute may hold. 0 when that is no longer in memory.
static inline long daybook_xml_tag_length(xmlParserCtxtPtr parser) {
  const xmlChar *base = parser->input->base;
  for (const xmlChar *at = parser->input->cur; at > base;) {
    if (*--at == '<') return (long)(parser->input->cur - at);
  }
  return 0;
}
