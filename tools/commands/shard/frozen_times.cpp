// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/shard/frozen_times.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <ostream>

#include "base/whole_file.hpp"
#include "cli/command.hpp"

namespace parallel_testing::shard_command {
namespace {

namespace fs = std::filesystem;

/// The last word is not a number, so the line does not look like the time of a
/// test.
constexpr const char* header =
    "# Shards by time are planned with this file. Remove it to plan with newer "
    "times.\n";

[[noreturn]] void refuse(const std::string& path) {
  throw cli::failure(
      cli::exit_environment,
      fmt::format("'{}', which keeps the plan of all shards the same, cannot "
                  "be written or read: {}; pass --times FILE, or --by hash",
                  path, std::strerror(errno)));
}

/// Two shards may start at the same time: the first file counts.
void freeze(const std::string& build, const std::string& path,
            std::ostream& err) {
  const tools::test_times times = tools::load_test_times(build);
  if (times.bad_lines() > 0) {
    err << "parallel-testing shard: " << tools::bad_lines_text(times) << "\n";
  }
  std::error_code problem;
  fs::create_directories(fs::path(path).parent_path(), problem);
  const std::string draft = fmt::format("{}.{}", path, ::getpid());
  if (const auto why = tools::replace_file(draft, header + times.text())) {
    errno = why.value();
    refuse(path);
  }
  const bool is_kept =
      ::link(draft.c_str(), path.c_str()) == 0 || errno == EEXIST;
  const int why = errno;
  fs::remove(draft, problem);
  if (!is_kept) {
    errno = why;
    refuse(path);
  }
}

}  // namespace

tools::test_times frozen_times(const std::string& build, std::ostream& err) {
  const std::string path = build + "/" + frozen_times_name;
  std::error_code problem;
  if (!fs::exists(path, problem)) {
    freeze(build, path, err);
  }
  tools::test_times times;
  if (!times.add_file(path)) {
    refuse(path);
  }
  return times;
}

bool is_live_times(const std::string& build, const std::string& path) {
  for (const char* live : {"/Testing/Temporary/CTestCostData.txt",
                           "/Testing/ParallelTesting/times.txt"}) {
    std::error_code problem;
    if (fs::equivalent(build + live, path, problem)) {
      return true;
    }
  }
  return false;
}

}  // namespace parallel_testing::shard_command
