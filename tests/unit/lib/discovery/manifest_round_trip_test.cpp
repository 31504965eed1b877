// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// CMake itself reads what the manifest quotes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <parallel_testing/once.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "discovery/manifest.hpp"
#include "support/child_process.hpp"
#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

using testing::HasSubstr;

/// Has one CMake read each of the texts as an argument of a command of a
/// manifest. Returns what CMake takes it for and how many arguments it is, in a
/// file for each, as one text.
std::string through_cmake(const std::vector<std::string>& texts) {
  const unit::scratch place;
  std::string script =
      "function(parallel_case name)\n"
      "  file(APPEND \"${result}\" \"${name}|${ARGC}\")\n"
      "endfunction()\n";
  for (std::size_t at = 0; at < texts.size(); ++at) {
    const std::string number = std::to_string(at);
    unit::write_to(place.path(number + ".cmake"),
                   "parallel_case(" + cmake_argument(texts[at]) + ")\n");
    script += "set(result \"" + place.path(number + ".result") +
              "\")\n"
              "include(\"" +
              place.path(number + ".cmake") + "\")\n";
  }
  unit::write_to(place.path("read.cmake"), script);
  unit::child_process cmake({CMAKE_PROGRAM, "-P", place.path("read.cmake")},
                            {});
  const int exit_code = cmake.finish();
  std::string results =
      "ended with " + std::to_string(exit_code) + ":" + cmake.errors();
  for (std::size_t at = 0; at < texts.size(); ++at) {
    results += '\0';
    results += unit::content_of(place.path(std::to_string(at) + ".result"));
  }
  return results;
}

const std::vector<std::string> nasty_texts = {
    "",
    " ",
    "plain",
    "two words",
    " blanks around ",
    "\n",
    "\n\nbreaks in front",
    "break\nin\nthe middle",
    "at end\n",
    "a;b;;c;",
    ";",
    "\"quoted\"",
    "'",
    "\\",
    "back\\slash\\",
    "\\;",
    "\\\"",
    "\\n",
    "$",
    "${PATH}",
    "$ENV{PATH}",
    "@X@",
    "$<1:x>",
    "#comment",
    "#[[x]]",
    "(x)",
    ")",
    "[",
    "]",
    "[[",
    "]]",
    "[=[",
    "]=]",
    "]=",
    "x]",
    "x]=",
    "x]==",
    "]==]",
    "]=]]==]]===]",
    "[=[x]=]",
    "a]=]b]==]c]",
    "tab\there",
    "Über日本\U0001F600",
    "\xff\xfe",
    "\x01\x7f",
    "%&*?!~`^|<>",
};

class nasty_text : public testing::TestWithParam<std::string> {};

TEST_P(nasty_text, C03_reaches_cmake_unchanged) {
  const auto at = std::find(nasty_texts.begin(), nasty_texts.end(), GetParam());
  std::istringstream results(
      once_per_run("nasty texts", [] { return through_cmake(nasty_texts); }));
  std::string result;
  std::getline(results, result, '\0');
  EXPECT_EQ(result, "ended with 0:");
  for (auto each = nasty_texts.begin(); each <= at; ++each) {
    std::getline(results, result, '\0');
  }
  EXPECT_EQ(result, GetParam() + "|1");
}

INSTANTIATE_TEST_SUITE_P(all, nasty_text, testing::ValuesIn(nasty_texts));

TEST(manifest_round_trip, keeps_a_carriage_return) {
  EXPECT_EQ(through_cmake({"a\rb"}), std::string("ended with 0:\0a\rb|1", 19));
}

TEST(manifest_round_trip, C01_of_a_whole_manifest_runs_without_a_word) {
  const unit::scratch place;
  manifest written("catch2");
  for (const char* name : {"]=]", "\nbreak", "a;b", "$x\\", "\"", "#"}) {
    manifest_case one;
    one.name = one.framework_name = one.selector = name;
    one.file = "/a;b ]=] c.cpp";
    one.markers = "slow;lock:x";
    written.add(one);
  }
  written.problem("/f", 3, "text ]==] with\nbreaks");
  unit::write_to(place.path("manifest.cmake"), written.finished());
  unit::write_to(place.path("read.cmake"), R"cmake(
    foreach(call IN ITEMS manifest file case problem names marked_case)
      cmake_language(EVAL CODE "function(parallel_${call})
        set_property(GLOBAL APPEND PROPERTY calls ${call})
      endfunction()")
    endforeach()
    function(parallel_marked code)
      cmake_language(EVAL CODE "${code}")
    endfunction()
    function(parallel_manifest_end cases)
      get_property(calls GLOBAL PROPERTY calls)
      message("${cases}: ${calls}")
    endfunction()
    include("${CMAKE_CURRENT_LIST_DIR}/manifest.cmake")
  )cmake");
  unit::child_process cmake({CMAKE_PROGRAM, "-P", place.path("read.cmake")},
                            {});
  EXPECT_EQ(cmake.finish(), 0);
  EXPECT_EQ(cmake.errors(),
            "6: manifest;file;case;case;case;case;case;case;problem;names;"
            "file;marked_case;marked_case;marked_case;marked_case;"
            "marked_case;marked_case;problem\n");
}

}  // namespace
}  // namespace parallel_testing
