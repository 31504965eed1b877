// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What parallel_add_coverage() recorded about a build tree.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "commands/coverage/data/table.hpp"
#include "lib/src/discovery/source_files.hpp"

namespace parallel_testing::coverage_command {

enum class compiler { gcc, clang };

/// The percentage of the lines below a directory that must be covered.
struct limit {
  std::string directory;  ///< relative to the root; empty: all lines
  double percent = 0;
};

/// One of the TARGETS.
struct measured_target {
  std::string name;
  std::string base;                ///< base directory of its relative paths
  std::vector<std::string> files;  ///< sources that it compiles
  std::vector<std::string> objects;
  /// Extensions of sources that compilers for other languages than C and C++
  /// compile.
  std::set<std::string> foreign_extensions;
};

struct project {
  compiler made_by = compiler::gcc;
  std::string compiler_version;  ///< "12.2.0"
  std::string compiler_path;
  std::string output;  ///< directory for the reports
  selection reported;
  std::vector<limit> limits;
  std::set<std::string> formats;     ///< term, html, xml, json, lcov
  std::vector<std::string> objects;  ///< of all targets
  std::vector<measured_target> targets;
  source_files sources;
  bool with_branches = false;
  bool per_test = false;
  bool is_data_only = false;  ///< the data are kept, and nothing is reported
};

/// Parses `90` or `lib=90`. Throws cli::failure.
[[nodiscard]] limit parse_limit(const std::string& text);

/// Throws cli::failure for an unknown format.
void add_format(project& into, const std::string& format);

/// The source file of the target from which CMake compiled the object. If none
/// fits, the relative path in the name of the object. Pure.
[[nodiscard]] std::string source_of(const std::string& object,
                                    const measured_target& target);

/// Loads the parallel_add_coverage() call `name` of the build tree; if `name`
/// is empty, the only one. `configuration` is empty unless the tree has
/// several. Throws cli::failure.
[[nodiscard]] project load_project(const std::string& build,
                                   const std::string& name,
                                   const std::string& configuration);

}  // namespace parallel_testing::coverage_command
