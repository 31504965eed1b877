// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "archive/entry_rules.hpp"

#include <sys/stat.h>

#include <filesystem>

#include "archive/moved_paths.hpp"

namespace parallel_testing::tools {
namespace {

/// Whether the target of a link is in the archive, wherever other links lead:
/// links point to files and directories, never to links of directories above.
bool stays_inside(const archive_entry_facts& link) {
  if (link.target.empty() || link.target.front() == '/') {
    return false;
  }
  const std::string reached =
      (std::filesystem::path(parent_of(link.path)) / link.target)
          .lexically_normal()
          .string();
  return reached != ".." && !reached.starts_with("../") && reached != "." &&
         !reached.starts_with("/");
}

std::string kind_problem(const archive_entry_facts& of) {
  constexpr unsigned special = S_ISUID | S_ISGID | S_ISVTX;
  if (of.kind == entry_kind::hard_link) {
    return "is a hard link";
  }
  if (of.kind == entry_kind::other) {
    return "is neither a file nor a directory nor a link";
  }
  if (of.kind == entry_kind::link) {
    return stays_inside(of) ? ""
                            : "is a link to '" + of.target +
                                  "', which is outside of the archive";
  }
  return (of.mode & special) == 0
             ? ""
             : "sets the user, the group or the sticky bit";
}

}  // namespace

std::string path_problem(std::string_view path) {
  if (path.empty()) {
    return "has no name";
  }
  if (path.front() == '/') {
    return "has an absolute path";
  }
  while (true) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view component = path.substr(0, end);
    if (component == "..") {
      return "leaves the directory with '..'";
    }
    if (component.empty() || component == ".") {
      return "has an empty component or '.' in its path";
    }
    if (end == path.size()) {
      return path.find('\0') == std::string_view::npos ? "" : "has a zero byte";
    }
    path.remove_prefix(end + 1);
  }
}

std::string entry_rules::place_problem(const archive_entry_facts& of) const {
  for (std::string above = parent_of(of.path); !above.empty();
       above = parent_of(above)) {
    if (not_directories_.find(above) != not_directories_.end()) {
      return "is below '" + above + "', which is not a directory";
    }
  }
  const bool is_again =
      not_directories_.find(of.path) != not_directories_.end() ||
      (of.kind != entry_kind::directory &&
       directories_.find(of.path) != directories_.end());
  return is_again ? "is there twice" : "";
}

std::string entry_rules::refusal(const archive_entry_facts& of) {
  for (const std::string& problem : {path_problem(of.path), kind_problem(of)}) {
    if (!problem.empty()) {
      return problem;
    }
  }
  if (std::string problem = place_problem(of); !problem.empty()) {
    return problem;
  }
  const std::int64_t size = of.kind == entry_kind::file ? of.size : 0;
  if (size < 0 || size > bytes_left_) {
    return "makes the archive larger than its first file states";
  }
  if (entries_left_ <= 0) {
    return "is more than the first file of the archive states";
  }
  bytes_left_ -= size;
  --entries_left_;
  if (of.kind == entry_kind::directory) {
    directories_.insert(of.path);
  } else {
    not_directories_.insert(of.path);
  }
  for (std::string above = parent_of(of.path); !above.empty();
       above = parent_of(above)) {
    directories_.insert(above);
  }
  return "";
}

}  // namespace parallel_testing::tools
