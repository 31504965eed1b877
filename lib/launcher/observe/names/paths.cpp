// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/names/paths.hpp"

#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <utility>

#include "base/files.hpp"

namespace parallel_testing::launcher {

namespace {

using observed::state;

constexpr std::size_t most_directories = 4096;

/// Whether no part has to be left out.
bool is_plain(std::string_view path) noexcept {
  if (path.size() > 1 && path.back() == '/') {
    return false;
  }
  for (std::size_t at = path.find('/'); at != std::string_view::npos;
       at = path.find('/', at + 1)) {
    const std::string_view rest = path.substr(at + 1);
    const bool ends = rest.empty() || rest.front() == '/';
    if (ends && path.size() > 1) {
      return false;
    }
    if (!rest.empty() && rest.front() == '.') {
      const std::size_t end = rest.find('/');
      const std::string_view part = rest.substr(0, end);
      if (part == "." || part == "..") {
        return false;
      }
    }
  }
  return true;
}

std::string joined_path(std::string_view directory, std::string_view name) {
  std::string result;
  result.reserve(directory.size() + name.size() + 1);
  result.append(directory);
  if (result.empty() || result.back() != '/') {
    result += '/';
  }
  result.append(name);
  return result;
}

std::string_view last_part(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

}  // namespace

state state_now(const char* path) noexcept {
  struct stat found {};
  if (::lstat(path, &found) != 0) {
    return errno == ENOENT || errno == ENOTDIR ? state::absent : state::unknown;
  }
  switch (found.st_mode & S_IFMT) {
    case S_IFREG:
      return state::file;
    case S_IFDIR:
      return state::directory;
    case S_IFLNK:
      return state::link;
    case S_IFSOCK:
      return state::socket;
    default:
      return state::other;
  }
}

std::string plain_path(std::string_view path) {
  if (is_plain(path)) {
    return std::string(path);
  }
  std::string result;
  std::size_t at = 0;
  while (at < path.size()) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string_view part = path.substr(at, end - at);
    at = end + 1;
    if (part.empty() || part == ".") {
      continue;
    }
    if (part == "..") {
      result.resize(result.empty() ? 0 : result.rfind('/'));
      continue;
    }
    result += '/';
    result.append(part);
  }
  return result.empty() ? "/" : result;
}

std::string_view parent_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == 0 || slash == std::string_view::npos ? "/"
                                                       : path.substr(0, slash);
}

bool is_same_directory(const std::string& directory, const std::string& root) {
  struct stat ours {};
  struct stat theirs {};
  return ::stat(directory.c_str(), &ours) == 0 &&
         ::stat((root + directory).c_str(), &theirs) == 0 &&
         ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino;
}

void path_names::forget() {
  latest_ = nullptr;
  directories_.clear();
}

const path_names::known_directory& path_names::resolved(
    std::string_view directory) {
  if (latest_ != nullptr && latest_->first == directory) {
    return latest_->second;
  }
  given_.assign(directory);
  const auto found = directories_.find(given_);
  if (found == directories_.end()) {
    return look_up(directory);
  }
  latest_ = &*found;
  return found->second;
}

/// One call to the system for a directory in a known one.
const path_names::known_directory& path_names::look_up(
    std::string_view directory) {
  if (directory != "/" && is_plain(directory)) {
    const known_directory& parent = resolved(parent_of(directory));
    std::string own = joined_path(parent.real, last_part(directory));
    const state now = parent.is_absent ? state::absent : state_now(own.c_str());
    if (now == state::directory) {
      return keep(directory, std::move(own));
    }
    if (now == state::absent) {
      return look_again_at(std::move(own), true);
    }
  }
  std::string real = real_path(std::string(directory));
  const std::string plain = real.empty() ? plain_path(directory) : "/";
  if (plain != "/") {
    std::string around = resolved(parent_of(plain)).real;
    return look_again_at(joined_path(around, last_part(plain)), false);
  }
  return keep(directory, real.empty() ? "/" : std::move(real));
}

const path_names::known_directory& path_names::keep(std::string_view directory,
                                                    std::string&& real) {
  if (directories_.size() >= most_directories) {
    forget();
  }
  return directories_
      .insert_or_assign(std::string(directory),
                        known_directory{std::move(real)})
      .first->second;
}

/// It may come to be a link, so this is not kept.
const path_names::known_directory& path_names::look_again_at(std::string&& real,
                                                             bool is_absent) {
  not_kept_ = {std::move(real), is_absent};
  return not_kept_;
}

/// What a link leads to. Where that is not there, a write through the link
/// makes it.
named_file path_names::target_of(const std::string& link,
                                 const known_directory& in) {
  const std::string text = link_target(link);
  const bool is_beside_it = text.find('/') == std::string::npos &&
                            !text.empty() && text != "." && text != "..";
  if (is_beside_it) {
    named_file result{joined_path(in.real, text)};
    result.now = state_now(result.canonical.c_str());
    if (result.now != state::link && result.now != state::absent) {
      return result;
    }
  }
  if (std::string real = real_path(link); !real.empty()) {
    named_file result{std::move(real)};
    result.now = state_now(result.canonical.c_str());
    return result;
  }
  if (text.empty()) {
    return {link, state::absent};
  }
  const std::string next = plain_path(
      text.front() == '/' ? text : joined_path(parent_of(link), text));
  return {joined_path(resolved(parent_of(next)).real, last_part(next)),
          state::absent};
}

named_file path_names::find(const std::string& path, bool follows,
                            const std::string& root) {
  // Where the directory is the same one, its links are also the same.
  if (!root.empty() &&
      !is_same_directory(std::string(parent_of(plain_path(path))), root)) {
    named_file result{plain_path(path)};
    result.now = state_now((root + result.canonical).c_str());
    return result;
  }
  std::string_view text = path;
  while (text.size() > 1 && text.back() == '/') {
    text.remove_suffix(1);
  }
  const std::string_view last = last_part(text);
  if (last == "." || last == ".." || last.empty()) {
    named_file result{resolved(text).real};
    result.now = state_now(result.canonical.c_str());
    return result;
  }
  const known_directory& in = resolved(parent_of(text));
  named_file result{joined_path(in.real, last)};
  result.now =
      in.is_absent ? state::absent : state_now(result.canonical.c_str());
  if (result.now == state::link) {
    result.is_link = true;
    if (follows) {
      const named_file target = target_of(result.canonical, in);
      result.canonical = target.canonical;
      result.now = target.now;
    }
  }
  return result;
}

}  // namespace parallel_testing::launcher
