// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "markers/marker.hpp"

// Decides which cases of a program share a process:
// parallel_discover_tests(DIST … BATCH …) and parallel_mark_tests(DIST …).
// Pure.
namespace parallel_testing {

enum class distribution { load, loadscope, loadfile, loadgroup };

/// The start of the label that WORKING_DIRECTORY PRIVATE adds to a mark. Only
/// CMake knows which files the directory shows.
inline constexpr std::string_view private_mark = "=private";

/// The distribution that the CMake code requests, read from a file that
/// discovery passes to the program.
struct distribution_plan {
  struct mark {
    std::string glob;
    /// With a label that starts with private_mark for WORKING_DIRECTORY
    /// PRIVATE.
    marker_list markers;
    std::string dist;  ///< "" means that of the target
    bool isolated = false;
  };

  distribution dist = distribution::load;
  std::size_t batch = 1;
  /// Whether a batch is to take about half a second, as far as times are known.
  bool is_timed = false;
  /// Each case of a unit has its own process, forked from a common one.
  bool isolated = false;
  std::string source_directory;  ///< names of files are relative to it
  std::string build_directory;  ///< relative paths from the compiler start here
  std::string units_file;       ///< the file to write the lists of cases to
  std::string times_file;       ///< case_times.txt of the build tree
  std::string prefix;           ///< prefix of the names of tests in CTest
  std::string suffix;
  std::vector<mark> marks;
};

/// Throws error that names `path` and the invalid line.
distribution_plan parse_distribution_plan(std::string_view text,
                                          const std::string& path);

/// A case as discovery sees it.
struct listed_case {
  std::string name;            ///< the name that CTest would show
  std::string framework_name;  ///< unique in the program
  std::string selector;
  std::string scope;  ///< suite, class or tag; "" when it has none
  std::string file;
  int line = 0;
  marker_list markers;  ///< declared in the source
  bool disabled = false;
  std::size_t count = 1;  ///< indistinguishable cases with this name
  std::optional<std::int64_t> milliseconds{};  ///< in the last run
};

/// The cases that become one CTest test.
struct test_unit {
  std::string name;
  std::vector<std::size_t> cases;  ///< indices, in the order of the program
  marker_list markers;
  bool is_single = true;  ///< registered as the case itself
  bool is_isolated = false;
  /// A case without a private working directory, if others in the unit have
  /// one: they share a process, and so a directory.
  std::optional<std::size_t> unmarked;
};

/// The cases that a glob of parallel_mark_tests() matches.
struct mark_matches {
  bool any = false;
  /// Those that it matches only by the name that CTest shows, and only by the
  /// framework's name.
  std::vector<std::size_t> by_shown_name;
  std::vector<std::size_t> by_framework_name;

  /// Whether it is unclear which cases the user meant: the number of one case
  /// may be the value of another.
  [[nodiscard]] bool is_ambiguous() const {
    return !by_shown_name.empty() && !by_framework_name.empty();
  }
};

struct distributed_cases {
  std::vector<test_unit> units;     ///< in the order of their first cases
  std::vector<mark_matches> marks;  ///< in the order of the plan
};

/// Every case is in exactly one unit; each disabled case is alone in its unit.
/// The names of units differ from each other and from those of single cases.
distributed_cases distribute(const std::vector<listed_case>& cases,
                             const distribution_plan& plan);

/// The name of the unit of the cases in `file`: relative to the source
/// directory if the file is inside it, otherwise as the compiler wrote it.
std::string name_of_file(const std::string& file,
                         const distribution_plan& plan);

}  // namespace parallel_testing
