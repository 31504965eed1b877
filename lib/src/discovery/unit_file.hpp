// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Units: cases that share a process. Their lists are in one file next to the
// manifest. The command of a test refers to its list by offset and length, so
// that starting a test reads only that list.
namespace parallel_testing {

struct unit_case {
  std::string name;      ///< unique in the program
  std::string selector;  ///< the filter or spec that selects only this case
  std::string file;
  int line = 0;
  /// The name of the case as a separate CTest test, without prefix and suffix;
  /// "" when that is `name`.
  std::string shown_name = {};
};

enum class skips { are_fine, are_failures };

struct unit_record {
  std::string name;
  std::vector<unit_case> cases;
  skips skipped_cases = skips::are_fine;  ///< not written to the text
  std::string prefix = {};  ///< prefix of the names of tests in CTest
  std::string suffix = {};
  /// Each case runs in its own process, forked from a common one.
  bool is_isolated = false;
  /// The times of its cases determine later units.
  bool is_timed = false;
};

/// The name of the case as a separate CTest test, which all output for people
/// uses.
std::string shown_name_of(const unit_case& given, const unit_record& of);

std::string to_text(const unit_record& unit);

/// Throws error that contains `reference` when the text is not exactly one
/// unit.
unit_record parse_unit(std::string_view text, const std::string& reference);

/// "@<offset>+<length>", the position of a unit in its file. In a command it is
/// followed by "!" when skips are failures, and by ":<path of the file>".
std::string unit_position(std::size_t offset, std::size_t length);

/// The key under which times of a unit are recorded, instead of a selector.
std::string unit_key(const std::string& name);

/// Whether an argument refers to a unit.
bool is_unit_reference(std::string_view argument);

/// Reads the unit that is referred to. Throws error when the file does not
/// exist or does not match the reference, for example after a rebuild.
unit_record read_unit(const std::string& reference);

/// The GoogleTest filter that selects these cases and no others.
std::string googletest_filter(const std::vector<unit_case>& cases);

}  // namespace parallel_testing
