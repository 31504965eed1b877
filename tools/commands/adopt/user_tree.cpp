// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/adopt/user_tree.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "base/programs.hpp"
#include "base/whole_file.hpp"
#include "cli/command.hpp"
#include "cli/output_file.hpp"

namespace parallel_testing::adopt_command {

namespace fs = std::filesystem;

void require_clean(const std::string& source) {
  // Without the option, git may write its index.
  const tools::program_output status = tools::output_of(
      std::vector<std::string>{"git", "--no-optional-locks", "-C", source,
                               "status", "--porcelain", "--untracked-files=no"},
      tools::diagnostics::dropped);
  if (status.exit_code != 0) {
    throw cli::failure(
        cli::exit_usage,
        fmt::format("--apply changes only a git work tree, and '{}' is not "
                    "one; leave out --apply, then `patch -p1 <adopt.patch` "
                    "applies the patch",
                    source));
  }
  if (!status.out.empty()) {
    const std::string first = status.out.substr(0, status.out.find('\n'));
    throw cli::failure(
        cli::exit_usage,
        fmt::format("--apply changes only a clean work tree, and '{}' has "
                    "changes, first '{}'; commit or stash them",
                    source, first));
  }
}

bool is_repository(const std::string& directory) {
  std::error_code problem;
  return fs::exists(directory + "/.git", problem);
}

void apply_changes(const std::string& source,
                   const std::vector<tools::changed_file>& files) {
  for (const tools::changed_file& each : files) {
    const std::string path = source + "/" + each.path;
    const auto now = tools::read_file(path);
    std::error_code problem;
    const bool is_same =
        each.is_new ? !fs::exists(path, problem) : now && *now == each.before;
    if (!is_same) {
      throw cli::failure(
          cli::exit_environment,
          fmt::format("'{}' changed while `adopt` worked; nothing was applied",
                      path));
    }
  }
  for (const tools::changed_file& each : files) {
    const std::string path = source + "/" + each.path;
    std::error_code problem;
    fs::create_directories(fs::path(path).parent_path(), problem);
    cli::write_file(path, each.after);
  }
}

}  // namespace parallel_testing::adopt_command
