// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "archive/moved_paths.hpp"

#include <algorithm>
#include <cctype>

#include "lib/src/base/text.hpp"

namespace parallel_testing::tools {
namespace {

/// Of a name, so that a path does not end before it.
bool continues_name(char each) {
  return std::isalnum(static_cast<unsigned char>(each)) != 0 || each == '_' ||
         each == '-' || each == '+' || each == '~' ||
         static_cast<unsigned char>(each) >= 0x80;
}

bool is_in_path(char each) {
  return continues_name(each) || each == '/' || each == '.';
}

/// Whether a path can begin at `at`, rather than only the rest of one.
bool begins_path(std::string_view text, std::size_t at) {
  std::size_t start = at;
  while (start > 0 && is_in_path(text[start - 1])) {
    --start;
  }
  const std::string_view before = text.substr(start, at - start);
  const bool is_url = before == "//" && start > 0 && text[start - 1] == ':';
  const bool is_option =
      before.starts_with('-') && before.find('/') == std::string_view::npos;
  return before.empty() || is_url || is_option;
}

/// Whether the path that has `size` characters from `at` on is a whole name.
bool ends_name(std::string_view text, std::size_t end) {
  if (end >= text.size()) {
    return true;
  }
  const bool is_suffix =
      text[end] == '.' && end + 1 < text.size() &&
      (continues_name(text[end + 1]) || text[end + 1] == '.');
  return !continues_name(text[end]) && !is_suffix;
}

/// The next place from `at` on where `directory` is or begins a path.
std::size_t find_directory(std::string_view text, std::string_view directory,
                           std::size_t at) {
  while (true) {
    at = text.find(directory, at);
    if (at == std::string_view::npos ||
        (begins_path(text, at) && ends_name(text, at + directory.size()))) {
      return at;
    }
    ++at;
  }
}

bool ends_path(char each, path_ends ends) {
  constexpr std::string_view separators = " \"'`;:,<>|()[]{}\\=";
  return std::iscntrl(static_cast<unsigned char>(each)) != 0 ||
         (ends == path_ends::at_separator &&
          separators.find(each) != std::string_view::npos);
}

}  // namespace

std::string move_paths(std::string_view text,
                       const std::vector<moved_path>& moves) {
  std::vector<std::size_t> next(moves.size(), 0);
  for (std::size_t at = 0; at < moves.size(); ++at) {
    next[at] = find_directory(text, moves[at].from, 0);
  }
  std::string result;
  std::size_t done = 0;
  while (true) {
    std::size_t best = moves.size();
    for (std::size_t at = 0; at < moves.size(); ++at) {
      if (next[at] != std::string_view::npos && next[at] < done) {
        next[at] = find_directory(text, moves[at].from, done);
      }
      const bool is_better =
          next[at] != std::string_view::npos &&
          (best == moves.size() || next[at] < next[best] ||
           (next[at] == next[best] &&
            moves[at].from.size() > moves[best].from.size()));
      best = is_better ? at : best;
    }
    if (best == moves.size()) {
      return result.append(text.substr(done));
    }
    result.append(text.substr(done, next[best] - done)).append(moves[best].to);
    done = next[best] + moves[best].from.size();
  }
}

bool has_paths_below(std::string_view text,
                     const std::vector<std::string>& directories) {
  return std::any_of(
      directories.begin(), directories.end(), [&](const std::string& each) {
        return find_directory(text, each, 0) != std::string_view::npos;
      });
}

std::vector<std::string> paths_below(
    std::string_view text, const std::vector<std::string>& directories,
    path_ends ends) {
  std::vector<std::string> result;
  for (const std::string& each : directories) {
    for (std::size_t at = find_directory(text, each, 0);
         at != std::string_view::npos;) {
      std::size_t end = at + each.size();
      while (end < text.size() && !ends_path(text[end], ends)) {
        ++end;
      }
      result.emplace_back(text.substr(at, end - at));
      at = find_directory(text, each, end);
    }
  }
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

std::size_t patch_paths(std::string& program, std::size_t first,
                        std::size_t size, const moved_path& move) {
  if (move.to.size() > move.from.size() || move.from == move.to) {
    return 0;
  }
  const std::size_t end = std::min(program.size(), first + size);
  std::size_t count = 0;
  const std::string filled =
      move.to + std::string(move.from.size() - move.to.size(), '/');
  for (std::size_t at = first;; at += filled.size()) {
    at =
        find_directory(std::string_view(program).substr(0, end), move.from, at);
    if (at == std::string_view::npos) {
      return count;
    }
    program.replace(at, filled.size(), filled);
    ++count;
  }
}

std::string parent_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

bool is_below(std::string_view path, std::string_view directory) {
  return starts_with(path, directory) &&
         (path.size() == directory.size() || path[directory.size()] == '/' ||
          directory.empty());
}

std::string common_directory(const std::string& one, const std::string& other) {
  std::string result = one;
  while (!is_below(other, result)) {
    result = parent_of(result);
  }
  return result;
}

}  // namespace parallel_testing::tools
