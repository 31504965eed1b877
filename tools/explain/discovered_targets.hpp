// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What calls of parallel_discover_tests() and parallel_add_test() left in the
// build tree: cases, units and who marked them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parallel_testing::explain_command {

struct discovered_case {
  std::string name;                  // the framework's
  std::string selector;              // as the command of its test has it
  std::string place;                 // `file:line`
  std::vector<std::string> markers;  // of the source
};

/// Cases that share a process: one test of CTest's.
struct discovered_unit {
  std::string reference;  // `@0+344`: where the list of its cases is
  std::vector<discovered_case> cases;
};

/// `parallel_mark_tests(<target> <glob> MARKERS <marker>...)`
struct discovered_mark {
  std::string glob;
  std::vector<std::string> markers;
  std::string file;
};

/// One call of parallel_discover_tests().
struct known_target {
  std::string call;
  std::string executable;
  std::string units_file;            // name of its list of units
  std::vector<std::string> markers;  // of the call
  std::vector<discovered_mark> marks;
  std::vector<discovered_case> cases;
  std::vector<discovered_unit> units;
};

/// One call of parallel_add_test() with markers.
struct added_test {
  std::string name;
  std::string file;
  std::vector<std::string> markers;
};

/// What generated files say of a build tree.
struct discovery {
  std::vector<known_target> targets;  // in the order of their paths
  std::vector<added_test> added;
};

/// What one call of parallel_discover_tests() left.
struct discovered_target {
  std::string options;       // content of *_options.cmake
  std::string manifest;      // content of *_manifest.cmake
  std::string units{};       // content of *_units.txt
  std::string units_file{};  // its name
};

/// All of a build tree, in the order of their paths.
[[nodiscard]] std::vector<discovered_target> discovered_targets(
    const std::string& build);

/// What they should not have is left out. Pure.
[[nodiscard]] known_target parse_target(const discovered_target& files);

/// The content of added_tests.cmake. Pure.
[[nodiscard]] std::vector<added_test> parse_added_tests(
    const std::string& text);

[[nodiscard]] discovery read_discovery(const std::string& build);

}  // namespace parallel_testing::explain_command
