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

std::string path_names::resolved(const std::string& directory) {
  const auto found = directories_.find(directory);
  if (found != directories_.end()) {
    return found->second;
  }
  if (directories_.size() >= most_directories) {
    directories_.clear();
  }
  std::string real = real_path(directory);
  const std::string plain = real.empty() ? plain_path(directory) : "/";
  if (plain != "/") {
    // It is not there. It may come to be a link, so this is not kept.
    return joined_path(resolved(std::string(parent_of(plain))),
                       plain.substr(plain.rfind('/') + 1));
  }
  if (real.empty()) {
    real = "/";
  }
  directories_.emplace(directory, real);
  return real;
}

/// What a link leads to that is not there: a write through it makes that.
std::string path_names::target_of(const std::string& link) {
  const std::string text = link_target(link);
  if (text.empty()) {
    return link;
  }
  const std::string next = plain_path(
      text.front() == '/' ? text : joined_path(parent_of(link), text));
  return joined_path(resolved(std::string(parent_of(next))),
                     next.substr(next.rfind('/') + 1));
}

named_file path_names::find(const std::string& path, bool follows,
                            const std::string& root) {
  // Where the directory is the same one, its links are also the same.
  if (!root.empty() &&
      !is_same_directory(std::string(parent_of(plain_path(path))), root)) {
    named_file result{plain_path(path), state::unknown};
    result.now = state_now((root + result.canonical).c_str());
    return result;
  }
  std::string_view text = path;
  while (text.size() > 1 && text.back() == '/') {
    text.remove_suffix(1);
  }
  const std::string_view last = text.substr(text.rfind('/') + 1);
  if (last == "." || last == ".." || last.empty()) {
    named_file result{resolved(std::string(text)), state::unknown};
    result.now = state_now(result.canonical.c_str());
    return result;
  }
  named_file result{joined_path(resolved(std::string(parent_of(text))), last),
                    state::unknown};
  result.now = state_now(result.canonical.c_str());
  if (follows && result.now == state::link) {
    std::string target = real_path(result.canonical);
    const bool is_there = !target.empty();
    result.canonical =
        is_there ? std::move(target) : target_of(result.canonical);
    result.now = is_there ? state_now(result.canonical.c_str()) : state::absent;
  }
  return result;
}

}  // namespace parallel_testing::launcher
