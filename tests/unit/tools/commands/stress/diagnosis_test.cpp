// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/stress/diagnosis.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::stress_command {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

diagnosis diagnosed(const std::string& name, cause why,
                    const std::vector<std::string>& others = {}) {
  diagnosis found;
  found.test.test.name = found.test.name = name;
  found.why = why;
  found.others = others;
  return found;
}

finding finding_with(cause why) {
  finding found;
  found.why = why;
  found.tests.resize(1);
  return found;
}

TEST(group, joins_tests_that_fail_beside_the_same_test) {
  const auto found = group({diagnosed("a", cause::beside, {"x"}),
                            diagnosed("b", cause::beside, {"y"}),
                            diagnosed("c", cause::beside, {"z", "x"})});
  ASSERT_THAT(found, SizeIs(2));
  ASSERT_THAT(found[0].tests, SizeIs(2));
  EXPECT_EQ(found[0].tests[1].name, "c");
  EXPECT_THAT(found[0].others, ElementsAre("x", "z"));
  EXPECT_THAT(found[1].others, ElementsAre("y"));
}

TEST(group, joins_tests_that_disturb_each_other) {
  EXPECT_THAT(group({diagnosed("a", cause::beside, {"b"}),
                     diagnosed("b", cause::beside, {"c"}),
                     diagnosed("c", cause::beside, {"a"})}),
              SizeIs(1));
}

TEST(group, joins_tests_under_load_whatever_ran_beside_them) {
  EXPECT_THAT(group({diagnosed("a", cause::under_load, {"x"}),
                     diagnosed("b", cause::under_load, {"y"})}),
              SizeIs(1));
}

TEST(group, keeps_different_causes_apart) {
  EXPECT_THAT(group({diagnosed("a", cause::beside, {"x"}),
                     diagnosed("b", cause::before, {"x"})}),
              SizeIs(2));
}

TEST(advice, never_takes_a_name_from_the_text_of_an_error) {
  finding found = finding_with(cause::beside);
  found.others = {"Mail.Sends"};
  found.tests[0].message = "unittest.cpp:1448: bind: Address already in use";
  found.tests[0].output = "cannot open '/tmp/TEST_PREFIX': File exists";
  for (const records known : {records::none, records::watched}) {
    EXPECT_THAT(advice_for(found, known).marker, IsEmpty());
    EXPECT_THAT(advice_for(found, known).text,
                AllOf(Not(HasSubstr("1448")), Not(HasSubstr("TEST_PREFIX")),
                      Not(HasSubstr("Mail"))));
  }
}

TEST(advice, refers_to_suggest_while_no_test_was_watched) {
  EXPECT_THAT(advice_for(finding_with(cause::beside), records::none).text,
              HasSubstr("run `parallel-testing suggest`"));
  EXPECT_THAT(advice_for(finding_with(cause::beside), records::watched).text,
              HasSubstr("saw nothing that they share"));
}

TEST(advice, is_the_remedy_that_was_seen_to_help) {
  finding found = finding_with(cause::shared_resource);
  found.tried = {{"isolate:tmp", "isolate:tmp", trial_result::fails},
                 {"lock:db", "lock:db", trial_result::helps}};
  EXPECT_EQ(advice_for(found, records::watched).marker, "lock:db");
  EXPECT_THAT(advice_for(found, records::watched).text,
              HasSubstr("use lock:db, with which they passed together"));
}

TEST(advice, is_a_remedy_that_could_not_be_tried_and_then_says_so) {
  finding found = finding_with(cause::shared_resource);
  found.tried = {{"isolate:ipc", "isolate:ipc", trial_result::not_tried}};
  EXPECT_EQ(advice_for(found, records::watched).marker, "isolate:ipc");
  EXPECT_THAT(advice_for(found, records::watched).text,
              HasSubstr("which could not be tried here"));
}

TEST(advice, names_no_remedy_that_was_seen_to_fail) {
  finding found = finding_with(cause::shared_resource);
  found.tried = {{"isolate:tmp", "isolate:tmp", trial_result::fails}};
  EXPECT_THAT(advice_for(found, records::watched).marker, IsEmpty());
  EXPECT_THAT(advice_for(found, records::watched).text,
              HasSubstr("no remedy was seen to help"));
}

TEST(advice, for_timeouts_is_about_time) {
  finding found = finding_with(cause::under_load);
  EXPECT_EQ(advice_for(found, records::watched).marker, "no_parallel");
  found.tests[0].outcomes = {tools::verdict::pass, tools::verdict::timeout};
  EXPECT_THAT(advice_for(found, records::watched).marker, IsEmpty());
  EXPECT_THAT(advice_for(found, records::watched).text, HasSubstr("timeout:n"));
}

TEST(advice, is_given_for_each_cause) {
  const auto text_for = [](cause why) {
    return advice_for(finding_with(why), records::none).text;
  };
  EXPECT_THAT(text_for(cause::by_itself), HasSubstr("mark it `flaky:2`"));
  EXPECT_THAT(text_for(cause::before), HasSubstr("leave something behind"));
  EXPECT_THAT(text_for(cause::missing_before),
              HasSubstr("register them as a fixture"));
  EXPECT_THAT(text_for(cause::kept_state),
              HasSubstr("wrote outside a temp_dir is still there"));
  EXPECT_THAT(text_for(cause::not_repeated), HasSubstr("or more rounds"));
  EXPECT_THAT(text_for(cause::not_investigated),
              HasSubstr("run `parallel-testing stress` for this test"));
}

}  // namespace
}  // namespace parallel_testing::stress_command
