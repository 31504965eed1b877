// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a launcher that was killed left is ended by the first launcher of a
// later run: nobody else knows of it.
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>

#include "format.hpp"
#include "os.hpp"
#include "process_info.hpp"
#include "process_tree.hpp"
#include "text.hpp"

namespace parallel_testing::launcher {

namespace {

/// Numbers of processes mean something in one such name space only, and
/// processes of those inside this one are visible, too.
std::uint64_t process_name_space() {
  struct stat status {};
  if (::stat("/proc/self/ns/pid", &status) != 0) return 0;
  return status.st_ino;
}

bool is_of_this_user(std::uint64_t pid) {
  struct stat status {};
  return ::stat(fmt::format("/proc/{}", pid).c_str(), &status) == 0 &&
         status.st_uid == ::geteuid();
}

/// The mark in the environment of a process, "" for none.
std::string mark_of(std::string_view environment) {
  const std::string start = std::string(mark_variable) + "=";
  for (const std::string_view variable : split(environment, '\0')) {
    if (starts_with(variable, start)) {
      return std::string(variable.substr(start.size()));
    }
  }
  return "";
}

bool is_of_dead_launcher(const std::string& mark) {
  const std::size_t at = mark.find('@');
  if (at == std::string::npos) return false;
  const std::string here = fmt::format("{}", process_name_space());
  return mark.substr(at + 1) == here && !is_alive(mark.substr(0, at));
}

}  // namespace

const char* const mark_variable = "PARALLEL_TESTING_LAUNCHER";

std::string mark_of_launcher(const std::string& token) {
  return fmt::format("{}@{}", token, process_name_space());
}

void end_orphans() {
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir("/proc"),
                                                   ::closedir);
  while (const dirent* entry = stream ? ::readdir(stream.get()) : nullptr) {
    const auto pid = whole_number(entry->d_name, 4194304);
    if (!pid || !is_of_this_user(*pid)) continue;
    const std::string environment = os::read_file_at(
        AT_FDCWD, fmt::format("/proc/{}/environ", *pid).c_str());
    if (!is_of_dead_launcher(mark_of(environment))) continue;
    const auto orphan = static_cast<pid_t>(*pid);
    os::say(fmt::format("ended {} ({}), which a killed launcher left", orphan,
                        command_of(orphan)));
    ::kill(orphan, SIGKILL);
  }
}

}  // namespace parallel_testing::launcher
