// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/names/places.hpp"

#include "base/text.hpp"

namespace parallel_testing::launcher {

using observed::place;

namespace {

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() &&
         text.substr(text.size() - end.size()) == end;
}

}  // namespace

bool is_below(std::string_view path, std::string_view directory) {
  return !directory.empty() && directory != "/" &&
         starts_with(path, directory) &&
         (path.size() == directory.size() || path[directory.size()] == '/');
}

place place_of(std::string_view path, const known_places& known) {
  if (path.empty() || path.front() != '/') {
    return place::nowhere;
  }
  if (is_below(path, known.working)) {
    return place::working;
  }
  if (is_below(path, known.temp)) {
    return place::temp;
  }
  if (is_below(path, known.home)) {
    return place::home;
  }
  for (const std::string_view each :
       {"/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/nix",
        "/opt", "/proc", "/run", "/sbin", "/snap", "/sys", "/usr",
        "/var/lib"}) {
    if (is_below(path, each)) {
      return place::system;
    }
  }
  return place::elsewhere;
}

bool is_beside_the_point(std::string_view path) {
  if (starts_with(path, "/proc/")) {
    return !starts_with(path, "/proc/sys/");
  }
  if (starts_with(path, "/dev/")) {
    const std::string_view name = path.substr(5);
    for (const std::string_view each :
         {"null", "zero", "full", "random", "urandom", "tty", "console",
          "stdin", "stdout", "stderr", "ptmx"}) {
      if (name == each) {
        return true;
      }
    }
    return starts_with(name, "pts") || starts_with(name, "fd");
  }
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return ends_with(name, ".gcda") || ends_with(name, ".profraw") ||
         starts_with(name, "tsan.rodata.");
}

bool is_of_removed_file(std::string_view path) {
  return ends_with(path, " (deleted)");
}

}  // namespace parallel_testing::launcher
