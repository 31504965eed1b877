// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What calls of parallel_discover_tests() and parallel_add_test() left in the
// build tree: cases, units and who marked them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parallel_testing::tools {

struct discovered_case {
  std::string name;                  // the framework's
  std::string selector;              // as the command of its test has it
  std::string place;                 // `file:line`
  std::vector<std::string> markers;  // of the source
  std::string shown_name = {};       // CTest's, without prefix and suffix
  std::string name_in_unit = {};     // of a case of one, in reports
  std::size_t count = 1;             // cases that nothing distinguishes
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

/// How a program is asked for its cases.
struct listing_facts {
  std::string framework;  // googletest, catch2; empty: nothing was discovered
  std::string framework_version;
  std::string directory;
  std::vector<std::string> arguments;        // DISCOVERY_EXTRA_ARGS
  std::string filter;                        // TEST_FILTER
  std::vector<std::string> spec;             // TEST_SPEC
  std::vector<std::string> library_folders;  // DL_PATHS
  int time_limit_s = 5;                      // DISCOVERY_TIMEOUT
  bool needs_emulator = false;
};

/// One call of parallel_discover_tests().
struct discovered_target {
  std::string call;
  std::string executable;
  listing_facts listing;
  std::vector<std::string> labels;   // declared for it
  bool tags_are_markers = true;      // those of Catch2 that are so in full
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

/// What the generated files of a build tree hold.
struct discovery {
  std::vector<discovered_target> targets;  // in the order of their calls
  std::vector<added_test> added;
};

/// The contents of *_options.cmake, *_manifest.cmake and *_units.txt. What they
/// should not have is left out. Pure.
struct target_files {
  std::string options;
  std::string manifest;
  std::string units;
};
[[nodiscard]] discovered_target parse_target(const target_files& files);

/// The content of added_tests.cmake. Pure.
[[nodiscard]] std::vector<added_test> parse_added_tests(
    const std::string& text);

/// Reads what ctest would read, for one of several configurations if there are
/// any: no removed targets, and no build trees inside this one.
[[nodiscard]] discovery read_discovery(const std::string& build,
                                       const std::string& configuration = "");

/// What an argument of a test's command selects: without the framework's flag,
/// and a unit as unit_selector() has it. Pure.
[[nodiscard]] std::string selector_in(std::string_view argument);

/// What selects the cases of a unit, whatever the path of its list is: the name
/// of the file belongs to one target only. Pure.
[[nodiscard]] std::string unit_selector(const discovered_target& target,
                                        const discovered_unit& unit);

}  // namespace parallel_testing::tools
