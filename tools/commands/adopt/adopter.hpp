// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The steps of `adopt`: looks at a copy of the project, changes it, watches its
// tests, adds what `suggest` finds, proves the result, and takes back what did
// not help.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "adopt/report.hpp"
#include "cli/command.hpp"
#include "commands/adopt/options.hpp"
#include "commands/adopt/scratch_build.hpp"
#include "commands/adopt/workspace.hpp"
#include "commands/suggest/apply.hpp"
#include "observed/observation.hpp"

namespace parallel_testing::adopt_command {

/// The programs with tests that `failed` names and that did not fail before,
/// with the reason for which they stay as they were. Pure.
[[nodiscard]] std::map<std::string, std::string> worse_programs(
    const tools::survey& of, const tools::measured_suite& before,
    const std::map<std::string, std::string>& target_of_test,
    const std::vector<std::string>& failed, const char* how);

/// The text with `build` instead of the path of the scratch build tree. Pure.
[[nodiscard]] std::string with_build_for(const std::string& path,
                                         std::string text);

/// The text of a file of suggestions with `build` in its comments instead of
/// the path of the scratch build tree. Pure.
[[nodiscard]] std::string without_path_in_comments(const std::string& text,
                                                   const std::string& path);

class adopter {
 public:
  /// `source` is the absolute path of the sources of the user.
  adopter(const cli::invocation& given, const options& wanted,
          std::string source);

  /// Returns false if the project has no tests. Throws cli::failure.
  [[nodiscard]] bool run();

  [[nodiscard]] const tools::adoption_report& report() const { return report_; }
  [[nodiscard]] std::vector<tools::changed_file> changes() const;

 private:
  void look();
  void build_unchanged();
  void ask();
  void find_plan();
  [[nodiscard]] tools::package_source package_source() const;
  [[nodiscard]] bool is_changed() const;
  void change_nothing();
  /// Each returns false if it took something back.
  [[nodiscard]] bool build_changed();
  [[nodiscard]] bool prove();
  void take_back_what_does_not_build();
  [[nodiscard]] bool take_back(const std::map<std::string, std::string>& worse);
  [[nodiscard]] tools::observation watch() const;
  /// Adds the suggestions for an observation of all tests, without those that
  /// were taken back.
  void suggest(const tools::observation& seen,
               const std::vector<tools::listed_test>& all);
  /// Writes the suggestions and builds. Returns false if that fails.
  [[nodiscard]] bool use(suggest_command::suggestion_draft draft);
  /// Returns false if none of them failed.
  [[nodiscard]] bool take_back_suggestions(const tools::observation& seen);
  void take_back_all_suggestions(const std::string& reason);
  void write_changes() const;
  void note(const std::string& text) const;

  const cli::invocation& given_;
  const options& wanted_;
  std::string source_;
  workspace in_;
  scratch_build build_;
  std::string package_;
  tools::survey survey_;
  std::size_t test_count_ = 0;
  bool enables_testing_ = false;  ///< in the top directory
  tools::taken_back without_;
  std::string old_suggestions_;  ///< that the project had; "" for none
  std::string suggestions_;      ///< text of the file
  tools::remedy_plan used_;      ///< of the latest suggest()
  std::set<tools::refused_remedy> refused_{};  ///< tests failed with them
  std::set<std::string> useless_{};            ///< keys of other suggestions
  tools::adoption_report report_;
};

}  // namespace parallel_testing::adopt_command
