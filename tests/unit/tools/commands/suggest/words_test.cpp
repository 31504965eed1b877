// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forged_report.hpp"

namespace parallel_testing::suggest_command {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(group, is_named_after_the_suite_of_all_its_tests) {
  const forged suite = suite_with_findings();
  EXPECT_EQ(group_text(suite.of, {0, 1, 2}), "3 tests of Store");
  EXPECT_EQ(group_text(suite.of, {0, 5}), "2 tests");
  EXPECT_EQ(group_text(suite.of, {5}), "Net.Serves");
}

TEST(group, is_named_after_the_suite_and_not_the_program) {
  forged suite = suite_with_findings();
  suite.of.tests[0].name = "store_test/Store.Add";
  suite.of.tests[1].name = "other_test/Store.Add";
  EXPECT_EQ(group_text(suite.of, {0, 1}), "2 tests of Store");
  suite.of.tests[0].name = "all/one";
  suite.of.tests[1].name = "all/two";
  EXPECT_EQ(group_text(suite.of, {0, 1}), "2 tests");
}

TEST(names, end_with_the_number_of_the_others) {
  const forged suite = suite_with_findings();
  EXPECT_EQ(names_text(suite.of, {0}, 2), "Store.Add");
  EXPECT_EQ(names_text(suite.of, {0, 1}, 2), "Store.Add and Store.Clear");
  EXPECT_EQ(names_text(suite.of, {0, 1, 2}, 2),
            "Store.Add, Store.Clear and 1 more");
}

TEST(marker_in_sources, is_one_for_each_framework_of_the_tests) {
  forged suite = suite_with_findings();
  tools::suggestion port;
  port.marker = "port:8080";
  port.tests = {0, 1, 2, 3, 4};
  EXPECT_TRUE(markers_in_sources(suite.of, port).empty());
  const char* const frameworks[] = {"boost_test", "", "googletest",
                                    "boost_test", "catch2"};
  for (const std::size_t each : port.tests) {
    suite.of.tests[each].framework = frameworks[each];
  }
  std::vector<std::string> found;
  for (const source_marker& each : markers_in_sources(suite.of, port)) {
    found.push_back(each.framework + " " + each.text);
  }
  EXPECT_THAT(found,
              ElementsAre("boost_test BOOST_AUTO_TEST_CASE(<name>, "
                          "*pt::mark(pt::port(8080)))",
                          "googletest PARALLEL_TESTING_MARK(<suite>, <test>, "
                          "pt::port(8080));",
                          "catch2 TEST_CASE(<name>, \"[port:8080]\")"));
  port.marker = "";
  EXPECT_TRUE(markers_in_sources(suite.of, port).empty());
}

TEST(cause, names_tests_use_and_resource) {
  const forged suite = suite_with_findings();
  const auto text = [&](std::size_t at) {
    return cause_text(suite.of, suite.found.shared[at]);
  };
  EXPECT_EQ(text(0),
            "5 tests of Store write orders.db in the working directory");
  EXPECT_EQ(text(1), "2 tests of Net bind TCP port 8080");
  EXPECT_EQ(text(2), "2 tests of Clock set the clock");
  EXPECT_EQ(text(3), "2 tests of Cache create /tmp/cache.txt");
}

TEST(cause, names_the_database) {
  forged suite = suite_with_findings();
  tools::shared_resource& port = suite.found.shared[1];
  port.roles[0].uses = {observed::use::connect};
  port.what.port = 5432;
  port.database = "postgresql";
  EXPECT_EQ(cause_text(suite.of, port),
            "2 tests of Net connect to TCP port 5432 (postgresql)");
}

TEST(resource, of_other_directories_has_its_path) {
  forged suite = suite_with_findings();
  tools::shared_resource& file = suite.found.shared[0];
  file.name = "/b/tests";
  EXPECT_EQ(resource_text(suite.of, file), "the working directory");
  file.name = "/b/testsuite/x";
  EXPECT_EQ(resource_text(suite.of, file), "/b/testsuite/x");
}

TEST(remedy, is_written_as_in_cmake) {
  const forged suite = suite_with_findings();
  EXPECT_EQ(remedy_text(suite.plan.suggestions[0]),
            "WORKING_DIRECTORY PRIVATE VISIBLE_FILES data/prices.csv");
  EXPECT_EQ(remedy_text(suite.plan.suggestions[1]), "isolate:network");
}

TEST(remedies, of_a_resource_are_those_that_name_it) {
  const forged suite = suite_with_findings();
  EXPECT_THAT(remedies_for(suite.plan, 1), ElementsAre(1));
  EXPECT_THAT(remedies_for(suite.plan, 2), IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::suggest_command
