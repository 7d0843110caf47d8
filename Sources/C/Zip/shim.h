#pragma once
#include <zip.h>

// What a source for reading can do: an expression of macros, which is not imported.
static inline zip_int64_t daybook_zip_source_supports(void) { return ZIP_SOURCE_SUPPORTS_SEEKABLE; }
