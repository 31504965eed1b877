// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "archive/ctest_files.hpp"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <set>
#include <system_error>

#include "archive/build_products.hpp"
#include "base/whole_file.hpp"
#include "discovered/cmake_calls.hpp"
#include "lib/src/base/text.hpp"

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;

constexpr const char* why_ctest = "read by ctest";
constexpr const char* why_times = "times of the tests";

std::string absolute_in(const std::string& path, const std::string& directory) {
  return (fs::path(directory) / path).lexically_normal().string();
}

/// A path in a CTest file, which may begin with the directory of the file.
std::string evaluated(std::string path, const std::string& directory) {
  for (const char* const name :
       {"${CMAKE_CURRENT_LIST_DIR}", "${CTEST_BINARY_DIRECTORY}"}) {
    const std::size_t at = path.find(name);
    if (at != std::string::npos) {
      path.replace(at, std::string(name).size(), directory);
    }
  }
  return absolute_in(path, directory);
}

bool is_cmake_file(const std::string& path) {
  return path.ends_with(".cmake") || path.ends_with(".ctest");
}

/// Reads the CTest files, from that of the build tree on.
class ctest_reader {
 public:
  explicit ctest_reader(tree_reader& into) : into_(&into) {}

  std::vector<moved_path> read() {
    const std::string& build = into_->places().build();
    for (const char* const name :
         {"CTestTestfile.cmake", "CTestCustom.cmake", "CTestCustom.ctest"}) {
      take(build + "/" + name);
    }
    while (!waiting_.empty()) {
      const std::string next = std::move(waiting_.front());
      waiting_.pop_front();
      read_file_of_ctest(next);
    }
    return std::move(moves_);
  }

 private:
  void take(const std::string& path) {
    if (seen_.insert(path).second) {
      waiting_.push_back(path);
    }
  }

  void read_file_of_ctest(const std::string& path) {
    std::error_code problem;
    if (!fs::is_regular_file(path, problem)) {
      return;
    }
    if (!into_->add_file(path, why_ctest, text_role::of_ctest)) {
      // CMake's own modules, in another place on another machine.
      const std::string place = "outside" + path;
      into_->add_outside_file(path, place, why_ctest);
      moves_.push_back({path, place});
      return;
    }
    const ctest_references found =
        references_in(read_file(path).value_or(""), parent_of(path));
    for (const std::string& each : found.directories) {
      take(each + "/CTestTestfile.cmake");
    }
    for (const std::string& each : found.includes) {
      take(each);
    }
    for (const std::string& each : found.values) {
      (void)into_->add_file(each, why_ctest, text_role::of_ctest);
    }
  }

  tree_reader* into_;
  std::deque<std::string> waiting_;
  std::set<std::string> seen_;
  std::vector<moved_path> moves_;
};

/// The files that a private working directory shows: `name TAB path`.
void add_visible_files(const std::string& list, tree_reader& into) {
  const std::string text = read_file(list).value_or("");
  for (const std::string& path :
       paths_below(text, into.places().roots(), path_ends::at_line)) {
    (void)into.add_path(path, "visible in a private directory");
  }
}

/// Whether ctest lists the cases of some program again when they are out of
/// date: DISCOVERY_MODE PRE_TEST.
bool lists_before_tests(const std::string& folder) {
  std::error_code problem;
  for (const fs::directory_entry& each :
       fs::directory_iterator(folder, problem)) {
    const std::string path = each.path().string();
    if (path.ends_with("_include.cmake") &&
        read_file(path).value_or("").find("_parallel_refresh_tests") !=
            std::string::npos) {
      return true;
    }
  }
  return false;
}

/// The files that ParallelTesting wrote, without scripts that only the build
/// runs.
void add_module_files(tree_reader& into) {
  const std::string folder = into.places().build() + "/parallel_testing";
  const std::string discovery = folder + "/module/discover/";
  const bool needs_discovery = lists_before_tests(folder);
  std::error_code problem;
  for (const fs::directory_entry& each :
       fs::recursive_directory_iterator(folder, problem)) {
    const std::string path = each.path().string();
    if (!each.is_regular_file(problem) ||
        (!needs_discovery && path.starts_with(discovery))) {
      continue;
    }
    (void)into.add_file(path, why_ctest, text_role::of_ctest);
    const std::string name = each.path().filename().string();
    if (name.ends_with("_visible_files.txt") ||
        name.find("_private_") != std::string::npos) {
      add_visible_files(path, into);
    }
  }
}

}  // namespace

ctest_references references_in(std::string_view text,
                               const std::string& directory) {
  ctest_references result;
  for (const cmake_call& call : parse_cmake_calls(text)) {
    if (call.name == "subdirs" || call.name == "add_subdirectory") {
      for (const std::string& each : call.arguments) {
        result.directories.push_back(evaluated(each, directory));
      }
    } else if (call.name == "include" && !call.arguments.empty()) {
      result.includes.push_back(evaluated(call.arguments.front(), directory));
    } else if (call.name == "if") {
      for (const std::string& each : call.arguments) {
        if (is_cmake_file(each)) {
          result.includes.push_back(evaluated(each, directory));
        }
      }
    } else if (call.name == "set" && call.arguments.size() > 1 &&
               call.arguments[1].starts_with('/')) {
      result.values.push_back(evaluated(call.arguments[1], directory));
    } else if (call.name.find("discover_tests") != std::string::npos) {
      // Of GoogleTest and Catch2, in the mode PRE_TEST.
      for (const std::string& each : call.arguments) {
        if (each.starts_with('/') && is_cmake_file(each)) {
          result.includes.push_back(each);
        }
      }
    }
  }
  return result;
}

std::vector<moved_path> add_ctest_files(tree_reader& into) {
  const std::string& build = into.places().build();
  std::vector<moved_path> moves = ctest_reader(into).read();
  add_module_files(into);
  for (const char* const name : {"CMakeCache.txt", "DartConfiguration.tcl"}) {
    (void)into.add_file(build + "/" + name, why_ctest, text_role::of_ctest);
  }
  for (const char* const name : {"Testing/Temporary/CTestCostData.txt",
                                 "Testing/ParallelTesting/times.txt",
                                 "Testing/ParallelTesting/history.ndjson"}) {
    (void)into.add_file(build + "/" + name, why_times, text_role::of_ctest);
  }
  return moves;
}

}  // namespace parallel_testing::tools
