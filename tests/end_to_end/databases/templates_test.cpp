// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parallel_testing/names.hpp>

#include "outside_server.hpp"

namespace parallel_testing::support {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

struct templates : testing::Test {
  sandbox_with_server box;

  void SetUp() override {
    box.set("E2E_TEMPLATE", unique_resource_name());
    // One later run with other inputs is enough to end a template.
    box.set("PARALLEL_TESTING_TEMP_RETENTION", "1");
  }

  ctest_result run_with(const std::string& inputs) {
    box.set("E2E_INPUTS", inputs);
    ctest_result result = box.ctest({"-j8", "-R", "^All/Template"});
    EXPECT_EQ(what_went_wrong(result), "");
    EXPECT_THAT(result.noted("template"), SizeIs(8));
    return result;
  }

  static bool exists(const std::string& database) {
    return postgresql::connection().value(
               "SELECT count(*) FROM pg_database WHERE datname = '" + database +
               "'") == "1";
  }

  static void drop(const std::string& database) {
    postgresql::connection().execute("DROP DATABASE IF EXISTS " + database);
  }
};

TEST_F(templates, C59_are_reused_by_the_next_run_until_their_inputs_change) {
  const ctest_result first = run_with("v1");
  EXPECT_THAT(first.noted("built"), ElementsAre("v1"));
  const std::string name = first.noted("template")[0];
  const ctest_result second = run_with("v1");
  EXPECT_THAT(second.noted("built"), IsEmpty());
  EXPECT_THAT(second.noted("template"), Each(name));
  const ctest_result changed = run_with("v2");
  EXPECT_THAT(changed.noted("built"), ElementsAre("v2"));
  EXPECT_THAT(changed.noted("template"), Each(testing::Ne(name)));
  drop(name);
  drop(changed.noted("template")[0]);
}

TEST_F(templates, C59_that_no_inputs_match_any_more_are_dropped) {
  const std::string old = run_with("v1").noted("template")[0];
  const std::string next = run_with("v2").noted("template")[0];
  const ctest_result last = run_with("v2");
  EXPECT_THAT(last.noted("built"), IsEmpty());
  EXPECT_FALSE(exists(old));
  EXPECT_TRUE(exists(next));
  drop(next);
}

}  // namespace
}  // namespace parallel_testing::support
