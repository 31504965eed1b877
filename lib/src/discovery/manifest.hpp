// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_MANIFEST_HPP
#define PARALLEL_TESTING_SRC_MANIFEST_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "discovery/distribution.hpp"

namespace parallel_testing {

/// `text` as one CMake argument that is taken literally, whatever it holds.
std::string cmake_argument(std::string_view text);

struct manifest_case {
  std::string name;            ///< what CTest shows
  std::string framework_name;  ///< unique in the program
  std::string selector;
  std::string file;
  int line = 0;
  std::string markers;
  bool disabled = false;
  bool is_unit = false;   ///< several cases that share a process
  std::size_t count = 1;  ///< cases of this name, which nothing tells apart
};

/// The text of a manifest: CMake code with one call per test case. What has
/// markers or is a problem is repeated at its end, in one argument of known
/// length, so that its reader need not run through cases that have none.
class manifest {
 public:
  /// `version` of the framework, "" when it is not known.
  explicit manifest(std::string_view framework, std::string_view version = "");

  /// A name that was used already gives way to the framework's; two equal
  /// framework names are a problem.
  void add(manifest_case described);
  void problem(std::string_view file, int line, std::string_view text);

  /// A case of the unit that is added next: its markers are checked, too.
  void add_member(const manifest_case& described);
  /// parallel_mark_tests() number `index`, from 0, found a case.
  void note_matched_mark(std::size_t index);
  /// It found this case by the name that CTest shows alone.
  void note_mark_by_shown_name(std::size_t index,
                               std::string_view framework_name);
  /// It found one case by the name that CTest shows, whose name in the
  /// framework is given, and another, whose shown name is given, by what the
  /// framework calls it.
  void note_ambiguous_mark(std::size_t index, std::string_view framework_name,
                           std::string_view shown_name);

  /// The whole text, complete with its end mark.
  std::string finished() const;

 private:
  void name_marked_file(const manifest_case& described);
  void repeat_marked(const manifest_case& described);
  void note_namesakes(const manifest_case& described);

  std::string text_;
  std::string file_;
  std::string marked_;
  std::string marked_file_;
  std::unordered_set<std::string> used_;
  std::string names_;
  std::size_t count_ = 0;
};

/// Adds each unit to the manifest: single cases as they are, the others with
/// a reference into the text that is returned, the content of the units file.
std::string add_units(const std::vector<listed_case>& cases,
                      const distributed_cases& distributed,
                      const distribution_plan& plan, manifest& into);

}  // namespace parallel_testing

#endif
