// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A test executable whose behaviour is a shell script, which lies beside it or,
// with several configurations, one directory up. Each case compiles it: it
// includes nothing that takes the compiler time.
#include <unistd.h>

namespace {

char script[8192];

/// The script at `path` from the directory, the first `size` characters of
/// `script`.
bool is_there(unsigned long size, const char* path) {
  do {
    script[size++] = *path;
  } while (*path++ != '\0');
  return ::access(script, R_OK) == 0;
}

}  // namespace

int main(int, char** arguments) {
  long size = ::readlink("/proc/self/exe", script, 4096);
  while (size > 0 && script[size - 1] != '/') --size;
  if (size <= 0) return 127;
  const auto directory = static_cast<unsigned long>(size);
  if (!is_there(directory, FAKE_SCRIPT)) is_there(directory, "../" FAKE_SCRIPT);
  // The script and what was given to this program, as arguments of sh.
  char* command[1024] = {const_cast<char*>("sh"), script};
  int count = 2;
  while (*++arguments != nullptr) {
    if (count == 1023) return 127;
    command[count++] = *arguments;
  }
  ::execv("/bin/sh", command);
  return 127;
}
