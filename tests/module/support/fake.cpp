// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A test executable whose behaviour is a shell script, which lies beside it or,
// with several configurations, one directory up.
#include <unistd.h>

#include <string>
#include <vector>

int main(int, char** arguments) {
  char self[4096] = "";
  if (::readlink("/proc/self/exe", self, sizeof self - 1) < 0) return 127;
  std::string directory(self);
  directory.erase(directory.rfind('/'));
  std::string script = directory + "/" FAKE_SCRIPT;
  if (::access(script.c_str(), R_OK) != 0) {
    script = directory + "/../" FAKE_SCRIPT;
  }
  std::vector<char*> command = {const_cast<char*>("sh"), script.data()};
  for (char** next = arguments + 1; *next != nullptr; ++next) {
    command.push_back(*next);
  }
  command.push_back(nullptr);
  ::execv("/bin/sh", command.data());
  return 127;
}
