// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sharing/uses/never_shared.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "lib/src/base/text.hpp"

namespace parallel_testing::tools::sharing_rules {

namespace {

using observed::resource_kind;

bool has_ending(std::string_view text, std::string_view ending) {
  return text.size() >= ending.size() &&
         text.substr(text.size() - ending.size()) == ending;
}

/// Devices that many processes use at once, and the descriptors of the process.
bool is_common_device(std::string_view path) {
  constexpr std::string_view devices = "/dev/";
  if (!starts_with(path, devices)) {
    return false;
  }
  const std::string_view name = path.substr(devices.size());
  constexpr std::array names{"null",    "zero",   "full",      "random",
                             "urandom", "tty",    "console",   "ptmx",
                             "stdin",   "stdout", "stderr",    "log",
                             "fuse",    "kvm",    "nvidiactl", "net/tun"};
  constexpr std::array families{"pts", "fd", "dri", "std", "nvidia"};
  return std::any_of(names.begin(), names.end(),
                     [&](const char* each) { return name == each; }) ||
         std::any_of(families.begin(), families.end(),
                     [&](const char* each) { return starts_with(name, each); });
}

/// Each process has its own; /proc/sys belongs to the machine.
bool is_of_a_process(std::string_view path) {
  return is_within(path, "/proc") && !is_within(path, "/proc/sys");
}

/// Counters, which their runtimes merge, and caches, which are replaced as a
/// whole by what would be the same.
bool is_made_by_a_runtime(std::string_view path) {
  constexpr std::array endings{".gcda", ".profraw", ".pyc"};
  constexpr std::string_view cache = "/__pycache__";
  return has_ending(path, cache) ||
         path.find("/__pycache__/") != std::string_view::npos ||
         std::any_of(endings.begin(), endings.end(),
                     [&](const char* each) { return has_ending(path, each); });
}

/// "pt-<uid>" in a directory for temporary files: state, and the private
/// directories of workers, which a later test of the worker uses again.
bool is_in_state_directory(std::string_view path, std::string_view temp) {
  constexpr std::string_view start = "/pt-";
  for (std::size_t at = path.find(start); at != std::string_view::npos;
       at = path.find(start, at + 1)) {
    const std::string_view root = path.substr(0, at);
    const std::string_view rest = path.substr(at + start.size());
    const std::string_view user = rest.substr(0, rest.find('/'));
    // TMPDIR of a test may be in there itself.
    const bool is_root = root == "/tmp" || root == "/var/tmp" || root == temp ||
                         starts_with(temp, path.substr(0, at + start.size()));
    if (is_root && whole_number(user, 0xffffffffU)) {
      return true;
    }
  }
  return false;
}

/// A build tree may be in the directory of a test that makes it.
bool is_of_parallel_testing(std::string_view path, std::string_view build,
                            std::string_view temp) {
  const bool is_in_build_tree_in_there = !build.empty() &&
                                         is_within(path, build) &&
                                         is_in_state_directory(build, temp);
  return !is_in_build_tree_in_there && is_in_state_directory(path, temp);
}

bool is_of_ctest(std::string_view path, std::string_view build) {
  constexpr std::string_view folder = "/Testing";
  return !build.empty() && is_within(path, build) &&
         is_within(path.substr(build.size()), folder);
}

/// What parallel_discover_tests() writes for the program of a test.
bool is_of_registration(std::string_view path, const watched_test& of,
                        std::string_view build) {
  constexpr std::string_view folder = "/parallel_testing";
  const std::string_view directory = path.substr(0, path.rfind('/'));
  return (!build.empty() && is_within(path, build) &&
          has_ending(directory, folder)) ||
         path == of.executable + ".markers" ||
         path == of.executable + ".case_markers";
}

bool is_port_lock(std::string_view name) {
  return starts_with(name, "unix:@parallel-testing-port-");
}

}  // namespace

bool is_within(std::string_view path, std::string_view directory) {
  if (!directory.empty() && directory.back() == '/') {
    directory.remove_suffix(1);
  }
  return starts_with(path, directory) &&
         (path.size() == directory.size() || path[directory.size()] == '/');
}

bool is_never_shared(const observed::resource& what, const watched_test& of,
                     std::string_view build) {
  if (what.seen_by == observed::scope::own_namespace) {
    return true;
  }
  const std::string& directory = of.record.head.working_directory;
  if (of.has_private_directory && !directory.empty() &&
      is_within(what.canonical, directory)) {
    return true;
  }
  const std::string& name = what.canonical;
  if (name.empty() || name.front() != '/') {
    return name.empty() || is_port_lock(name);
  }
  return is_common_device(name) || is_of_a_process(name) ||
         is_made_by_a_runtime(name) || is_of_ctest(name, build) ||
         is_of_registration(name, of, build) ||
         is_of_parallel_testing(name, build, of.record.head.tmpdir);
}

}  // namespace parallel_testing::tools::sharing_rules
