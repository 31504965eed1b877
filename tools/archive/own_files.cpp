// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "archive/own_files.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <system_error>

#include "base/programs.hpp"
#include "base/whole_file.hpp"
#include "discovered/cmake_calls.hpp"
#include "lib/src/base/stopped_time.hpp"
#include "lib/src/stacks/preloading.hpp"

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;

constexpr const char* own_launcher = "parallel-testing-launcher";
constexpr const char* launcher_place = "tool/libexec/parallel-testing-launcher";

/// The launchers that the build tree names, one for each configuration.
std::vector<std::string> named_launchers(const std::string& build) {
  std::vector<std::string> result;
  std::error_code problem;
  for (const fs::directory_entry& each :
       fs::directory_iterator(build + "/parallel_testing", problem)) {
    const std::string name = each.path().filename().string();
    if (!name.starts_with("launcher") || !name.ends_with(".cmake")) {
      continue;
    }
    for (const cmake_call& call :
         parse_cmake_calls(read_file(each.path().string()).value_or(""))) {
      if (call.name == "_parallel_launcher_is" && !call.arguments.empty()) {
        result.push_back(call.arguments.front());
      }
    }
  }
  std::sort(result.begin(), result.end());
  return result;
}

/// A library that a machine with ctest has anyway, because ctest needs it, or
/// that no program can bring along.
bool comes_with_ctest(const std::string& name) {
  constexpr std::array known{"ld-linux",      "libarchive.so", "libc.so",
                             "libdl.so",      "libgcc_s",      "libm.so",
                             "libpthread.so", "librt.so",      "libstdc++"};
  return std::any_of(known.begin(), known.end(),
                     [&](const char* each) { return name.starts_with(each); });
}

/// The file that the dynamic linker has mapped for a library of this process;
/// "" if there is none.
std::string mapped_library(const std::string& name) {
  const std::string maps = read_file("/proc/self/maps").value_or("");
  for (std::size_t at = 0; at < maps.size();) {
    const std::size_t end = std::min(maps.find('\n', at), maps.size());
    const std::string line = maps.substr(at, end - at);
    at = end + 1;
    const std::size_t slash = line.find('/');
    if (slash == std::string::npos) {
      continue;
    }
    std::string path = line.substr(slash);
    const std::string file = fs::path(path).filename().string();
    if (file.starts_with(name)) {
      return path;
    }
  }
  return "";
}

void add_libraries_of(const std::string& program, tree_reader& into) {
  const auto elf = parse_elf(read_file(program).value_or(""));
  for (const std::string& name :
       elf ? elf->needed : std::vector<std::string>()) {
    const std::string path = comes_with_ctest(name) ? "" : mapped_library(name);
    if (!path.empty()) {
      into.add_outside_file(path, "tool/lib/parallel-testing/" + name,
                            "library of parallel-testing");
    }
  }
}

}  // namespace

std::vector<moved_path> add_own_files(tree_reader& into) {
  const std::string own = own_program();
  into.add_outside_file(own, "tool/bin/parallel-testing", "the program");
  add_libraries_of(own, into);
  std::vector<moved_path> moves;
  std::vector<std::string> launchers = named_launchers(into.places().build());
  for (const std::string& each : launchers) {
    moves.push_back({each, launcher_place});
  }
  const fs::path here = fs::path(own).parent_path();
  for (const char* const folder : {"../libexec", "../../lib/launcher", "."}) {
    launchers.push_back(
        (here / folder / own_launcher).lexically_normal().string());
  }
  const auto launcher =
      std::find_if(launchers.begin(), launchers.end(), is_program);
  if (launcher == launchers.end()) {
    return moves;
  }
  const std::string beside = parent_of(*launcher);
  for (const char* const name :
       {own_launcher, "parallel-testing-stacks",
        static_cast<const char*>(stacks::crash_library), clock_library}) {
    into.add_outside_file(beside + "/" + name,
                          std::string("tool/libexec/") + name, "the launcher");
  }
  return moves;
}

}  // namespace parallel_testing::tools
