#pragma once
#include <zlib.h>

// inflateInit2 is a macro that passes the version and the size of the structure.
static inline int daybook_inflate_init(z_stream *stream, int window_bits) {
  return inflateInit2(stream, window_bits);
}
