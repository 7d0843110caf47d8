#pragma once
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

// Not declared without _GNU_SOURCE. Fails with EEXIST where `to` is taken; 1 is RENAME_NOREPLACE.
static inline int daybook_rename_exclusively(const char *from, const char *to) {
  return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 1U);
}
