// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "discovery/distribution.hpp"

namespace parallel_testing {

/// `text` as one CMake argument that CMake reads literally, whatever it
/// contains.
std::string cmake_argument(std::string_view text);

struct manifest_case {
  std::string name;            ///< the name that CTest shows
  std::string framework_name;  ///< unique in the program
  std::string selector;
  std::string file;
  int line = 0;
  std::string markers;
  bool disabled = false;
  bool is_unit = false;   ///< stands for several cases that share a process
  std::size_t count = 1;  ///< indistinguishable cases with this name
};

/// The text of a manifest: CMake code with one call per test case. Cases with
/// markers and problems are repeated at its end, in one argument of known
/// length, so that a reader of markers can skip all other cases.
class manifest {
 public:
  /// `version` is that of the framework, "" when unknown.
  explicit manifest(std::string_view framework, std::string_view version = "");

  /// A case whose name is already used gets its framework's name; two equal
  /// framework names are a problem.
  void add(manifest_case described);
  void problem(std::string_view file, int line, std::string_view text);

  /// Adds a case of the unit that add() adds next, so that its markers are also
  /// checked.
  void add_member(const manifest_case& described);
  /// The call of parallel_mark_tests() with this index, from 0, matched a case.
  void note_matched_mark(std::size_t index);
  /// It matched this case only by the name that CTest shows.
  void note_mark_by_shown_name(std::size_t index,
                               std::string_view framework_name);
  /// It matched one case, with this framework name, only by the name that CTest
  /// shows, and another case, with this shown name, only by its framework name.
  void note_ambiguous_mark(std::size_t index, std::string_view framework_name,
                           std::string_view shown_name);

  /// The complete text, including its end mark.
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

/// Adds each unit to the manifest: single cases directly, the others as a
/// reference into the units file. Returns the content of that file.
std::string add_units(const std::vector<listed_case>& cases,
                      const distributed_cases& distributed,
                      const distribution_plan& plan, manifest& into);

}  // namespace parallel_testing
