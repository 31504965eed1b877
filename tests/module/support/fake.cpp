// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A test executable whose behaviour is a shell script.
#include <unistd.h>

#include <vector>

int main(int, char** arguments) {
  std::vector<char*> command = {const_cast<char*>("sh"),
                                const_cast<char*>(FAKE_SCRIPT)};
  for (char** next = arguments + 1; *next != nullptr; ++next) {
    command.push_back(*next);
  }
  command.push_back(nullptr);
  ::execv("/bin/sh", command.data());
  return 127;
}
