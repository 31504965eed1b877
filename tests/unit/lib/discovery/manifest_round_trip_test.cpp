// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// CMake itself reads what the manifest quotes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

#include "discovery/manifest.hpp"
#include "support/child_process.hpp"
#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

using testing::HasSubstr;

/// What CMake takes `text` for, as an argument of a command of the manifest.
std::string through_cmake(const unit::scratch& place, const std::string& text) {
  unit::write_to(place.path("read.cmake"),
                 "function(parallel_case name)\n"
                 "  file(WRITE \"" +
                     place.path("result") +
                     "\" \"${name}|${ARGC}\")\n"
                     "endfunction()\n"
                     "include(\"" +
                     place.path("manifest.cmake") + "\")\n");
  unit::write_to(place.path("manifest.cmake"),
                 "parallel_case(" + cmake_argument(text) + ")\n");
  unit::child_process cmake({CMAKE_PROGRAM, "-P", place.path("read.cmake")},
                            {});
  EXPECT_EQ(cmake.finish(), 0) << cmake.errors();
  EXPECT_EQ(cmake.errors(), "");
  return unit::content_of(place.path("result"));
}

class nasty_text : public testing::TestWithParam<const char*> {};

TEST_P(nasty_text, C03_reaches_cmake_unchanged) {
  const unit::scratch place;
  EXPECT_EQ(through_cmake(place, GetParam()), std::string(GetParam()) + "|1");
}

INSTANTIATE_TEST_SUITE_P(
    all, nasty_text,
    testing::Values("", " ", "plain", "two words", " blanks around ", "\n",
                    "\n\nbreaks in front", "break\nin\nthe middle", "at end\n",
                    "a;b;;c;", ";", "\"quoted\"", "'", "\\", "back\\slash\\",
                    "\\;", "\\\"", "\\n", "$", "${PATH}", "$ENV{PATH}", "@X@",
                    "$<1:x>", "#comment", "#[[x]]", "(x)", ")", "[", "]", "[[",
                    "]]", "[=[", "]=]", "]=", "x]", "x]=", "x]==", "]==]",
                    "]=]]==]]===]", "[=[x]=]", "a]=]b]==]c]", "tab\there",
                    "Über日本\U0001F600", "\xff\xfe", "\x01\x7f",
                    "%&*?!~`^|<>"));

TEST(manifest_round_trip, keeps_a_carriage_return) {
  const unit::scratch place;
  EXPECT_EQ(through_cmake(place, "a\rb"), "a\rb|1");
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
