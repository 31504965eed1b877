// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The shapes of edits. Each keeps the old call for a build without
// ParallelTesting, and the formatting and comments around it. Pure.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adopt/cmake_source.hpp"
#include "adopt/patch.hpp"
#include "adopt/trace.hpp"

namespace parallel_testing::tools {

/// Whether the call is the only code on its lines, so that lines can be put
/// around it.
[[nodiscard]] bool is_alone(const cmake_source& source,
                            const source_call& call);

/// The text of a call that this program wrote, with the line ends and the
/// indentation of the first branch of guarded().
[[nodiscard]] std::string placed(const cmake_source& source,
                                 const source_call& call,
                                 std::string_view text);

/// A condition for the executions of one call for which the old call stays: an
/// argument has one of these values. Nothing if the argument is always the
/// same, or if there are too many values, or odd ones. No condition, "", for no
/// values.
[[nodiscard]] std::optional<std::string> condition_for(
    const source_argument& argument, const std::vector<std::string>& values);

/// Puts the call into the last branch of
/// `if(COMMAND parallel_discover_tests) … else() … endif()`, and `lines` into
/// the first: results of the other functions. `except` is a result of
/// condition_for(). Requires is_alone().
[[nodiscard]] text_edit guarded(const cmake_source& source,
                                const source_call& call,
                                const std::vector<std::string>& lines,
                                const std::string& except = "");

/// Puts `if(NOT COMMAND parallel_discover_tests) … endif()` around the call.
/// Requires is_alone().
[[nodiscard]] text_edit left_to_others(const cmake_source& source,
                                       const source_call& call,
                                       const std::string& except = "");

/// The call with another name.
[[nodiscard]] std::string renamed(const cmake_source& source,
                                  const source_call& call,
                                  std::string_view name);

/// The call of target_link_libraries() with the adapter instead of the
/// libraries of the framework; nothing if it names none of them literally.
[[nodiscard]] std::optional<std::string> relinked(const cmake_source& source,
                                                  const source_call& call);

/// The call of a function that registers cases as one of
/// parallel_discover_tests(). `problem` gets the reason if its keywords do not
/// allow that.
[[nodiscard]] std::string as_discover_tests(const cmake_source& source,
                                            const source_call& call,
                                            std::string& problem);

/// The parts of add_test(), as they are written.
struct added_command {
  std::string name;
  std::string program;
  std::vector<std::string> arguments{};
  std::string working_directory{};  ///< "" if there is none
  bool has_configurations = false;
  bool expands_lists = false;
};
/// Nothing for a call that has them in a variable, or no command.
[[nodiscard]] std::optional<added_command> parts_of_add_test(
    const source_call& call);

/// The call of add_test() as one of parallel_add_test() with these markers;
/// nothing for a call that has its parts in a variable.
[[nodiscard]] std::optional<std::string> marked(
    const cmake_source& source, const source_call& call,
    const std::set<std::string>& markers);

/// What parallel_discover_tests() gets, as text of arguments.
struct discover_call {
  std::string target;
  std::vector<std::string> extra_arguments{};
  std::string working_directory{};
  std::string prefix{};
  std::string suffix{};
  std::vector<std::string> reports{};     ///< "OUTPUT_DIR reports"
  std::vector<std::string> properties{};  ///< "TIMEOUT 30"
  bool lists_with_arguments = false;      ///< the listing needs them also
  bool is_in_other_directory = false;
};
[[nodiscard]] std::string text_of(const discover_call& call);

/// The target of a call that registers the cases of a program: after TARGET, or
/// the first argument. Null, or "", if there is none.
[[nodiscard]] const source_argument* scanned_target(const source_call& call);
[[nodiscard]] std::string scanned_target(const traced_call& call);

/// What replaces a call of gtest_add_tests(). Nothing, and the reason, if
/// nothing does.
[[nodiscard]] std::optional<discover_call> parts_of_gtest_add_tests(
    const source_call& call, std::string& problem);

/// `TEST_PREFIX` for a test of this name: `orders.` for `orders`.
[[nodiscard]] std::string prefix_of(const std::string& name);

/// How the project gets ParallelTesting.
struct package_source {
  std::string repository{};  ///< of FetchContent; "" for find_package()
  std::string tag{};
  /// Also for a project none of whose lines change: it may get suggestions.
  bool is_always_written = false;
  /// The top directory does not call enable_testing(), so ctest would find no
  /// test in the build directory.
  bool enables_testing = false;
};
/// The block after project(); nothing if the file has no such call outside of
/// all blocks.
[[nodiscard]] std::optional<text_edit> package_block(
    const cmake_source& source, const package_source& from);

/// The lines at the end of the file that include the suggestions.
[[nodiscard]] text_edit suggestions_block(const cmake_source& source,
                                          std::string_view file);

}  // namespace parallel_testing::tools
