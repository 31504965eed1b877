// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "processes_of.hpp"

#include <poll.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace parallel_testing::support {

namespace {
std::string content_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}
}  // namespace

std::vector<pid_t> processes_with(const std::string& text) {
  std::vector<pid_t> result;
  std::error_code ignored;
  for (const auto& entry :
       std::filesystem::directory_iterator("/proc", ignored)) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != name.npos) continue;
    const auto pid = static_cast<pid_t>(std::stol(name));
    if (pid == ::getpid()) continue;
    if (content_of(entry.path() / "environ").find(text) != text.npos) {
      result.push_back(pid);
    }
  }
  return result;
}

void wait_until_no_process_has(const std::string& text) {
  while (!processes_with(text).empty()) ::poll(nullptr, 0, 5);
}

}  // namespace parallel_testing::support
