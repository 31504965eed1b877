// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The results of parallel_discover_tests() and parallel_add_test() in the build
// tree: cases, units, and the origin of their markers.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parallel_testing::tools {

struct discovered_case {
  std::string name;                  ///< in the framework
  std::string selector;              ///< in the command of its test
  std::string place;                 ///< `file:line`
  std::vector<std::string> markers;  ///< written in the source
  std::string shown_name = {};       ///< in CTest, without prefix and suffix
  std::string name_in_unit = {};     ///< in reports, for a case of a unit
  std::size_t count = 1;             ///< of cases that nothing distinguishes
};

/// Cases that share a process: one test in CTest.
struct discovered_unit {
  std::string reference;  ///< `@0+344`: the place of the list of its cases
  std::vector<discovered_case> cases;
};

/// `parallel_mark_tests(<target> <glob> MARKERS <marker>...)`
struct discovered_mark {
  std::string glob;
  std::vector<std::string> markers;
  std::string file;
};

/// How to ask a program for its cases.
struct listing_facts {
  std::string framework;  ///< its name; empty: nothing discovered
  std::string framework_version;
  std::string directory;
  std::vector<std::string> arguments;        ///< DISCOVERY_EXTRA_ARGS
  std::string filter;                        ///< TEST_FILTER
  std::vector<std::string> spec;             ///< TEST_SPEC
  std::vector<std::string> library_folders;  ///< DL_PATHS
  int time_limit_s = 5;                      ///< DISCOVERY_TIMEOUT
  /// Variables of the program, and changes to variables, in the syntax of the
  /// properties ENVIRONMENT and ENVIRONMENT_MODIFICATION.
  std::vector<std::string> environment = {};
  std::vector<std::string> environment_changes = {};
  bool needs_emulator = false;
  /// Only cases that run if nothing selects any.
  bool only_default = false;
};

/// One call of parallel_discover_tests().
struct discovered_target {
  std::string call;
  std::string executable;
  bool has_adapter = true;
  listing_facts listing;
  std::vector<std::string> labels;   ///< declared for this target
  bool tags_are_markers = true;      ///< those of Catch2 that are whole markers
  std::string units_file;            ///< name of its list of units
  std::vector<std::string> markers;  ///< of the call
  std::vector<discovered_mark> marks;
  std::vector<discovered_case> cases;
  std::vector<discovered_unit> units;
  std::string options_file = {};  ///< path; new when its registration changed
};

/// A call of parallel_add_test() with markers.
struct added_test {
  std::string name;
  std::string file;
  std::vector<std::string> markers;
};

/// The contents of the generated files of a build tree.
struct discovery {
  std::vector<discovered_target> targets;  ///< in the order of their calls
  std::vector<added_test> added;
};

/// The contents of *_options.cmake, *_manifest.cmake and *_units.txt. Anything
/// unexpected in them is ignored. Pure.
struct target_files {
  std::string options;
  std::string manifest;
  std::string units;
};
[[nodiscard]] discovered_target parse_target(const target_files& files);

/// Parses the contents of added_tests.cmake. Pure.
[[nodiscard]] std::vector<added_test> parse_added_tests(
    const std::string& text);

/// Reads the files that ctest would read, for one of several configurations if
/// there are any. Skips targets that were removed, and build trees inside this
/// one.
[[nodiscard]] discovery read_discovery(const std::string& build,
                                       const std::string& configuration = "");

/// What an argument in the command of a test selects: without the flag of the
/// framework, and for a unit as unit_selector() returns it. Pure.
[[nodiscard]] std::string selector_in(std::string_view argument);

/// The selector of the cases of a unit, whatever the path of the file with its
/// list: the name of that file belongs to one target only. Pure.
[[nodiscard]] std::string unit_selector(const discovered_target& target,
                                        const discovered_unit& unit);

}  // namespace parallel_testing::tools
