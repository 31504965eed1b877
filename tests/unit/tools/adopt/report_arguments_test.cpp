// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adopt/report_arguments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// The keywords, `|`, and the arguments that are left.
std::vector<std::string> taken(framework of,
                               std::vector<std::string> arguments) {
  std::vector<std::string> result = take_report_arguments(of, arguments);
  result.emplace_back("|");
  result.insert(result.end(), arguments.begin(), arguments.end());
  return result;
}

TEST(report_arguments, become_one_file_for_each_case) {
  EXPECT_THAT(
      taken(framework::doctest,
            {"--reporters=console,junit", "-d", "--out=${test}.xml"}),
      ElementsAre("REPORTER console,junit", "OUTPUT_DIR .",
                  "OUTPUT_PREFIX ${test}.", "OUTPUT_SUFFIX .xml", "|", "-d"));
  EXPECT_THAT(taken(framework::catch2, {"-r", "junit", "-o", "out/all.xml"}),
              ElementsAre("REPORTER junit", "OUTPUT_DIR out",
                          "OUTPUT_PREFIX all.", "OUTPUT_SUFFIX .xml", "|"));
  EXPECT_THAT(
      taken(framework::boost_test,
            {"--log_level=all", "--log_format=JUNIT",
             "\"--log_sink=${CMAKE_BINARY_DIR}/my logs/${name.of.test}\""}),
      ElementsAre(
          "REPORTER JUNIT", "OUTPUT_DIR \"${CMAKE_BINARY_DIR}/my logs\"",
          "OUTPUT_PREFIX \"${name.of.test}.\"", "|", "--log_level=all"));
}

TEST(report_arguments, of_googletest_become_a_directory) {
  EXPECT_THAT(taken(framework::googletest, {"--gtest_output=xml:out/a.xml"}),
              ElementsAre("XML_OUTPUT_DIR out", "|"));
  EXPECT_THAT(taken(framework::googletest, {"--gtest_output=xml:out/"}),
              ElementsAre("XML_OUTPUT_DIR out", "|"));
  EXPECT_THAT(taken(framework::googletest, {"--gtest_output=xml:a.xml", "x"}),
              ElementsAre("XML_OUTPUT_DIR .", "|", "x"));
}

TEST(report_arguments, without_a_file_stay) {
  EXPECT_THAT(taken(framework::doctest, {"--reporters=xml", "--out="}),
              ElementsAre("|", "--reporters=xml", "--out="));
  EXPECT_THAT(taken(framework::catch2, {"--out"}), ElementsAre("|", "--out"));
  EXPECT_THAT(taken(framework::googletest, {"--gtest_output=json:a"}),
              ElementsAre("|", "--gtest_output=json:a"));
  std::vector<std::string> none;
  EXPECT_THAT(take_report_arguments(framework::doctest, none), IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::tools
