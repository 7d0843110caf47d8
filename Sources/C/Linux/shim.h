#pragma once

// glibc has it since 2.28, and declares it with _GNU_SOURCE only. No system header is included here: its types would
// then belong to this module instead of Glibc.
extern int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned int flags);

// Fails with EEXIST where `to` is taken. -100 is AT_FDCWD, 1 is RENAME_NOREPLACE.
static inline int daybook_rename_exclusively(const char *from, const char *to) {
  return renameat2(-100, from, -100, to, 1U);
}

extern int mallopt(int parameter, int value);

// -8 is M_ARENA_MAX. 1 when it took effect.
static inline int daybook_use_one_heap(void) { return mallopt(-8, 1); }
