// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Configures and builds the copy of a project.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "adopt/file_api.hpp"
#include "adopt/trace.hpp"
#include "commands/adopt/options.hpp"
#include "commands/adopt/workspace.hpp"

namespace parallel_testing::adopt_command {

/// The settings in a CMakeCache.txt that a build tree elsewhere can have, as
/// code for `cmake -C`: those that a user may set, without paths in `build`.
/// Pure.
[[nodiscard]] std::string initial_cache_of(const std::string& cache,
                                           const std::string& build);

/// The end of a log, from the first line that names an error. Pure.
[[nodiscard]] std::string relevant_end(const std::string& log);

/// Whether only directories below the top of a build tree have tests for ctest,
/// because `enable_testing()` is called there. Those of dependencies do not
/// count.
[[nodiscard]] bool has_tests_below_only(const std::string& build);

/// Whether ninja does not accept the rules of the project, which other
/// generators do: two targets with one file, for example. Pure.
[[nodiscard]] bool is_refused_by_ninja(const std::string& log);

class scratch_build {
 public:
  scratch_build(const workspace& in, const options& wanted, std::ostream& err);

  /// Configures the build tree with the package in `package`; "" for none.
  /// Throws cli::failure, with the end of the log.
  void configure(const std::string& package);

  /// Makes configure() call enable_testing() in the top directory until there
  /// is a package, because then the changed sources call it. Returns false if
  /// nothing needs that, or if the user sets CMAKE_PROJECT_INCLUDE.
  [[nodiscard]] bool enable_testing();

  /// Builds everything, or these targets. Returns false if that fails.
  [[nodiscard]] bool build(const std::vector<std::string>& targets = {});

  /// After a failed build(): leaves Ninja, which this class has chosen, if that
  /// is the reason. The caller then configures again. Returns false otherwise.
  [[nodiscard]] bool leave_ninja();

  /// Throws cli::failure with the end of the log of build().
  [[noreturn]] void fail_to_build() const;

  /// Of the latest configure().
  [[nodiscard]] tools::project_facts facts() const;
  [[nodiscard]] std::vector<tools::traced_call> trace() const;

 private:
  const workspace& in_;
  const options& wanted_;
  std::ostream& err_;
  std::vector<std::string> settings_;
  bool has_chosen_ninja_ = false;
  bool enables_testing_ = false;
};

}  // namespace parallel_testing::adopt_command
