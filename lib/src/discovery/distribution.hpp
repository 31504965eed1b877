// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_DISTRIBUTION_HPP
#define PARALLEL_TESTING_SRC_DISTRIBUTION_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "markers/marker.hpp"

// Which cases of a program share a process: parallel_discover_tests(DIST …
// BATCH …) and parallel_mark_tests(DIST …). Pure.
namespace parallel_testing {

enum class distribution { load, loadscope, loadfile, loadgroup };

/// What CMake asks for, from the file that discovery hands to the program.
struct distribution_plan {
  struct mark {
    std::string glob;
    marker_list markers;
    std::string dist;  ///< "" leaves that of the target
  };

  distribution dist = distribution::load;
  std::size_t batch = 1;
  std::string source_directory;  ///< names of files are relative to it
  std::string build_directory;   ///< what a compiler's relative paths are to
  std::string units_file;        ///< where the lists of cases belong
  std::string prefix;            ///< of what CTest calls the tests
  std::string suffix;
  std::vector<mark> marks;
};

/// Throws error naming `path` and the line that is not understood.
distribution_plan parse_distribution_plan(std::string_view text,
                                          const std::string& path);

/// A case as discovery sees it.
struct listed_case {
  std::string name;            ///< what CTest would show
  std::string framework_name;  ///< unique in the program
  std::string selector;
  std::string scope;  ///< suite, class or tag; "" when it has none
  std::string file;
  int line = 0;
  marker_list markers;  ///< of the source
  bool disabled = false;
  std::size_t count = 1;  ///< cases of this name, which nothing tells apart
};

/// What becomes one CTest test.
struct test_unit {
  std::string name;
  std::vector<std::size_t> cases;  ///< indices, in the order of the program
  marker_list markers;
  bool is_single = true;  ///< registered as the case itself
};

/// Which cases a glob of parallel_mark_tests() names.
struct mark_matches {
  bool any = false;
  /// Those it names only as CTest shows them, or as the framework calls them.
  std::vector<std::size_t> by_shown_name;
  std::vector<std::size_t> by_framework_name;

  /// What the user meant is unknown: the number of one case may be the value
  /// of another.
  bool is_ambiguous() const {
    return !by_shown_name.empty() && !by_framework_name.empty();
  }
};

struct distributed_cases {
  std::vector<test_unit> units;     ///< in the order of their first cases
  std::vector<mark_matches> marks;  ///< as those of the plan
};

/// Every case is in exactly one unit; disabled ones are on their own. Names
/// of units differ from each other and from those of single cases.
distributed_cases distribute(const std::vector<listed_case>& cases,
                             const distribution_plan& plan);

/// The name of a unit of the cases in `file`: relative to the source
/// directory where it is inside, as the compiler wrote it otherwise.
std::string name_of_file(const std::string& file,
                         const distribution_plan& plan);

}  // namespace parallel_testing

#endif
