// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the program knows of test frameworks in addition to the table of the
// library: how their programs look, how people write markers for them, and how
// projects use them with CMake. One row for each. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/src/base/frameworks.hpp"

namespace parallel_testing::tools {

using framework = adapter::framework;

/// A library of a framework, as projects link it.
struct linked_library {
  std::string_view name;     ///< a target (`GTest::Main`) or a file without
                             ///< `lib` and its ending (`gtest_main`)
  std::string_view adapter;  ///< that replaces it, without `ParallelTesting::`
  bool has_main = false;
  bool has_mocks = false;
};

/// A keyword that the function has and parallel_discover_tests() has not.
struct other_keyword {
  std::string_view name;
  std::string_view becomes;  ///< "": it is left out with its value
  /// Why the call stays if the value is not one word that turns it off; "": it
  /// need not stay.
  std::string_view unless_off;
  /// Why the call stays if there are several values; "": it need not stay.
  std::string_view unless_single;
};

/// The options of a program for a report in a file. One that does not end with
/// `=` or `:` has its value in the next argument.
struct report_options {
  std::vector<std::string_view> reporter{};
  std::vector<std::string_view> file{};
  /// The keyword of parallel_discover_tests() for the directory of the files.
  std::string_view folder_keyword = "OUTPUT_DIR";
  /// That keyword also decides the names of the files.
  bool names_files = false;
};

struct framework_facts {
  framework kind;
  /// Texts or names of functions, of which each program with this framework
  /// contains one, but not each program with our library.
  std::vector<std::string_view> signs;
  /// The option with which a program lists its cases.
  std::string_view list_option;
  /// How a marker is written in a source: `start` {the marker} `end`.
  std::string_view marker_start;
  std::string_view marker_end;
  bool has_typed_markers;  ///< the marker is C++ and not a text
  /// The function of CMake that registers its cases; "" if there is none.
  std::string_view discover_function;
  std::vector<other_keyword> other_keywords;  ///< of this function
  /// The target that projects link may be missing: they use its headers alone.
  bool needs_no_library;
  std::vector<linked_library> libraries;
  report_options report;
};

/// In the order of adapter::framework.
[[nodiscard]] const std::vector<framework_facts>& all_framework_facts();
[[nodiscard]] const framework_facts& facts_of(framework kind);

/// The framework of this name in manifests; null if there is none.
[[nodiscard]] const framework_row* framework_named(std::string_view name);

/// The framework whose texts or symbols are in a program; null for none.
[[nodiscard]] const framework_row* framework_in(std::string_view program);

/// `GoogleTest, Catch2, doctest or Boost.Test`.
[[nodiscard]] std::string titles_of_frameworks(std::string_view before_last);

}  // namespace parallel_testing::tools
