// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_UNIT_FILE_HPP
#define PARALLEL_TESTING_SRC_UNIT_FILE_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Units, the cases that share a process: their lists lie in one file beside
// the manifest, and the command of a test refers to its own by place, so that
// starting one reads only that.
namespace parallel_testing {

struct unit_case {
  std::string name;      ///< unique in the program
  std::string selector;  ///< the filter or spec of the case alone
  std::string file;
  int line = 0;
  /// What CTest would call the case alone, without prefix and suffix; "" when
  /// that is its name.
  std::string shown_name = {};
};

enum class skips { are_fine, are_failures };

struct unit_record {
  std::string name;
  std::vector<unit_case> cases;
  skips skipped_cases = skips::are_fine;  ///< not part of the text
  std::string prefix = {};                ///< of what CTest calls the tests
  std::string suffix = {};
};

/// What CTest would call the case if it were a test of its own: its name in all
/// that people read.
std::string shown_name_of(const unit_case& given, const unit_record& of);

std::string to_text(const unit_record& unit);

/// Throws error, with `reference` in it, when the text is not of one unit.
unit_record parse_unit(std::string_view text, const std::string& reference);

/// "@<offset>+<length>" names the unit within its file. In a command it is
/// followed by "!" when skips are failures, and by ":<path of the file>".
std::string unit_place(std::size_t offset, std::size_t length);

/// What times of a unit are noted under, in the place of a selector.
std::string unit_key(const std::string& name);

/// Whether an argument refers to a unit.
bool is_unit_reference(std::string_view argument);

/// Reads the unit that is referred to. Throws error when the file is not
/// there or does not fit the reference, as after another build.
unit_record read_unit(const std::string& reference);

/// The GoogleTest filter that selects these cases and no others.
std::string googletest_filter(const std::vector<unit_case>& cases);

}  // namespace parallel_testing

#endif
