/* The floor of XML: what libxml2 takes to parse standard input, with handlers that do nothing.
 * cc -O2 sax.c -o sax $(xml2-config --cflags --libs) */
#include <libxml/parser.h>
#include <stdio.h>
#include <unistd.h>

static void start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
                  const xmlChar **declared, int attributes, int defaulted, const xmlChar **values) {
  (void)context, (void)name, (void)prefix, (void)uri, (void)namespaces, (void)declared, (void)attributes, (void)defaulted, (void)values;
}
static void end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
  (void)context, (void)name, (void)prefix, (void)uri;
}
static void text(void *context, const xmlChar *bytes, int count) { (void)context, (void)bytes, (void)count; }

int main(void) {
  static char block[1 << 20];
  xmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC, .startElementNs = start, .endElementNs = end, .characters = text, .cdataBlock = text};
  xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&handler, NULL, NULL, 0, NULL);
  if (!parser) return 70;
  xmlCtxtUseOptions(parser, XML_PARSE_HUGE | XML_PARSE_NONET);
  ssize_t count;
  int error = 0;
  while (!error && (count = read(0, block, sizeof block)) > 0) error = xmlParseChunk(parser, block, (int)count, 0);
  if (!error) error = xmlParseChunk(parser, block, 0, 1);
  if (error) fprintf(stderr, "sax: libxml2 error %d\n", error);
  xmlFreeParserCtxt(parser);
  return error ? 65 : 0;
}
