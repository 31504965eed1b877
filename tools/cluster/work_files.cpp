// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cluster/work_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "base/whole_file.hpp"
#include "cli/output_file.hpp"
#include "cluster/claims.hpp"

namespace parallel_testing::cluster {
namespace {

namespace fs = std::filesystem;

void make_directory(const std::string& path) {
  std::error_code problem;
  fs::create_directories(path, problem);
  if (problem) {
    cli::fail_to_write(path, problem);
  }
}

}  // namespace

void append_to(const std::string& file, const std::string& text) {
  const int opened = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  const bool is_written =
      opened >= 0 && ::write(opened, text.data(), text.size()) ==
                         static_cast<ssize_t>(text.size());
  const int why = errno;
  // NFS sends the data to the server at the latest now.
  const bool is_closed = opened >= 0 && ::close(opened) == 0;
  if (!is_written || !is_closed) {
    cli::fail_to_write(file, std::error_code(why, std::generic_category()));
  }
}

void work_files::create() const {
  make_directory(root_ + "/work");
  cli::write_file(list(), "");
  cli::write_file(orders(), "");
  cli::write_file(pulse(), "");
}

void work_files::create_node(const std::string& name) const {
  make_directory(node(name));
  cli::write_file(report(name), "");
  cli::write_file(events(name), "");
}

void work_files::put_away(const std::vector<std::string>& nodes) const {
  const fs::path spent = fs::path(root_) / spent_directory;
  std::error_code stays_until_the_run_is_removed;
  fs::create_directory(spent, stays_until_the_run_is_removed);
  fs::rename(root_ + "/work", spent / "work", stays_until_the_run_is_removed);
  for (const std::string& each : nodes) {
    fs::rename(node(each) + "/ctest", spent / ("ctest of " + each),
               stays_until_the_run_is_removed);
  }
}

void make_ctest_directory(const std::string& directory,
                          const std::string& build) {
  // For the file of failed tests, which selects tests.
  make_directory(directory + "/Testing/Temporary");
  for (const char* settings : {"DartConfiguration.tcl", "CTestCustom.cmake"}) {
    if (const auto text = tools::read_file(build + "/" + settings)) {
      cli::write_file(directory + "/" + settings, *text);
    }
  }
  cli::write_file(directory + "/CTestTestfile.cmake",
                  fmt::format("subdirs([==[{}]==])\n", build));
}

std::string node_run_id(const std::string& run_id, const std::string& node) {
  constexpr std::size_t longest = 64;
  const std::size_t rest = node.size() + 1;
  return run_id.substr(0, longest - std::min(longest - 1, rest)) + "." +
         node.substr(0, longest - 2);
}

std::string machine_identity() {
  std::string text =
      tools::read_file("/proc/sys/kernel/random/boot_id").value_or("unknown");
  return text.substr(0, text.find('\n'));
}

}  // namespace parallel_testing::cluster
