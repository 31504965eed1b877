// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/adopt/user_tree.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>

#include "base/programs.hpp"
#include "base/whole_file.hpp"
#include "cli/command.hpp"
#include "cli/output_file.hpp"

namespace parallel_testing::adopt_command {

namespace fs = std::filesystem;

namespace {

/// Replaces several files, or none.
class replacement {
 public:
  replacement(const std::string& source,
              const std::vector<tools::changed_file>& files,
              const file_renamer& rename)
      : rename_(rename) {
    const std::string suffix = fmt::format(".{}", ::getpid());
    for (const tools::changed_file& each : files) {
      std::error_code problem;
      // The target of a link is replaced, not the link.
      const std::string path =
          fs::weakly_canonical(source + "/" + each.path, problem).string();
      steps_.push_back({&each, path, path + ".new" + suffix,
                        each.is_new ? "" : path + ".old" + suffix});
    }
  }
  replacement(const replacement&) = delete;
  replacement& operator=(const replacement&) = delete;

  /// Removes what was only prepared.
  ~replacement() {
    std::error_code ignored;
    for (const step& each : steps_) {
      fs::remove(each.draft, ignored);
      if (!each.backup.empty()) {
        fs::remove(each.backup, ignored);
      }
    }
    // A directory with files in it stays.
    for (auto each = directories_.rbegin(); each != directories_.rend();
         ++each) {
      fs::remove(*each, ignored);
    }
  }

  /// Throws cli::failure.
  void prepare() {
    for (const step& each : steps_) {
      std::error_code problem;
      make_directories(fs::path(each.path).parent_path());
      write(each, each.draft, each.file->after);
      if (each.backup.empty()) {
        continue;
      }
      write(each, each.backup, each.file->before);
      const fs::perms permissions =
          fs::status(each.path, problem).permissions();
      fs::permissions(each.draft, permissions, problem);
      fs::permissions(each.backup, permissions, problem);
    }
  }

  /// Throws cli::failure.
  void replace() {
    for (std::size_t at = 0; at < steps_.size(); ++at) {
      const std::error_code problem =
          rename_(steps_[at].draft, steps_[at].path);
      if (problem) {
        fail(steps_[at], problem, restore(at));
      }
    }
  }

 private:
  struct step {
    const tools::changed_file* file;
    std::string path;
    std::string draft;
    std::string backup;  ///< "" for a new file
  };

  [[noreturn]] static void fail(const step& of, const std::error_code& problem,
                                const std::vector<std::string>& changed) {
    std::string rest = "no file was changed";
    if (!changed.empty()) {
      rest = fmt::format(
          "these files could not be restored and are still changed: '{}'; "
          "restore them with `git checkout`",
          fmt::join(changed, "', '"));
    }
    throw cli::failure(cli::exit_environment,
                       fmt::format("cannot replace '{}': {}; {}", of.path,
                                   problem.message(), rest));
  }

  static void write(const step& of, const std::string& path,
                    const std::string& text) {
    if (const std::error_code problem = tools::replace_file(path, text)) {
      fail(of, problem, {});
    }
  }

  void make_directories(const fs::path& wanted) {
    std::error_code problem;
    if (wanted.empty() || fs::exists(wanted, problem)) {
      return;
    }
    make_directories(wanted.parent_path());
    if (fs::create_directory(wanted, problem)) {
      directories_.push_back(wanted);
    }
  }

  /// Undoes the first steps. Returns the files for which that failed.
  std::vector<std::string> restore(std::size_t count) {
    std::vector<std::string> changed;
    for (std::size_t at = 0; at < count; ++at) {
      step& each = steps_[at];
      std::error_code problem;
      if (each.backup.empty()) {
        fs::remove(each.path, problem);
      } else {
        problem = rename_(each.backup, each.path);
      }
      if (problem) {
        changed.push_back(each.path);
      }
    }
    return changed;
  }

  const file_renamer& rename_;
  std::vector<step> steps_;
  std::vector<fs::path> directories_;  ///< created, outer ones first
};

}  // namespace

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

std::error_code rename_file(const std::string& from, const std::string& to) {
  std::error_code problem;
  fs::rename(from, to, problem);
  return problem;
}

void apply_changes(const std::string& source,
                   const std::vector<tools::changed_file>& files,
                   const file_renamer& rename) {
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
  replacement all(source, files, rename);
  all.prepare();
  all.replace();
}

}  // namespace parallel_testing::adopt_command
