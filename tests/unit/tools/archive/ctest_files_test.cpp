// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "archive/ctest_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::tools {
namespace {

using testing::ElementsAre;

TEST(ctest_files, directories_and_includes_of_a_ctest_file_are_found) {
  const ctest_references found = references_in(R"(# Generated
include("parallel_testing/x_include.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/y.cmake")
add_test([=[a]=] "/b/a" "--x")
set_tests_properties([=[a]=] PROPERTIES  _BACKTRACE_TRIPLES "/s/CMakeLists.txt;3;add_test;/s/CMakeLists.txt;0;")
subdirs("lib")
subdirs("/other/sub")
)",
                                               "/b");
  EXPECT_THAT(found.directories, ElementsAre("/b/lib", "/other/sub"));
  EXPECT_THAT(found.includes,
              ElementsAre("/b/parallel_testing/x_include.cmake", "/b/y.cmake"));
}

TEST(ctest_files, the_files_of_googletest_and_resource_specs_are_found) {
  const ctest_references found = references_in(
      R"(if(EXISTS "/b/t[1]_tests.cmake")
  include("/b/t[1]_tests.cmake")
else()
  add_test(t_NOT_BUILT t_NOT_BUILT)
endif()
set(CTEST_RESOURCE_SPEC_FILE "/s/spec.json")
set(t_TESTS A.B)
)",
      "/b");
  EXPECT_THAT(found.includes,
              ElementsAre("/b/t[1]_tests.cmake", "/b/t[1]_tests.cmake"));
  EXPECT_THAT(found.values, ElementsAre("/s/spec.json"));
}

}  // namespace
}  // namespace parallel_testing::tools
