// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adapters/case_ledger.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

case_ending run_case(case_ledger& ledger, const std::string& name,
                     verdict how = verdict::pass) {
  ledger.begin_case(name);
  return ledger.end_case(how, "");
}

TEST(case_ledger, a_case_without_trouble_keeps_its_outcome) {
  case_ledger ledger;
  ledger.begin_suite();
  EXPECT_EQ(run_case(ledger, "A.B").how, verdict::pass);
  EXPECT_EQ(run_case(ledger, "A.C", verdict::fail).how, verdict::fail);
}

TEST(case_ledger, what_is_no_verdict_of_a_framework_is_a_failure) {
  case_ledger ledger;
  for (const verdict how :
       {verdict::crash, verdict::timeout, verdict::leak, verdict::not_run}) {
    EXPECT_EQ(run_case(ledger, "A.B", how).how, verdict::fail);
  }
}

TEST(case_ledger, a_failure_in_a_case_is_its_own_and_the_first_text_counts) {
  case_ledger ledger;
  ledger.begin_suite();
  ledger.begin_case("A.B");
  EXPECT_THAT(ledger.note_failure("first"), IsEmpty());
  ledger.note_failure("second");
  const case_ending ending = ledger.end_case(verdict::fail, "");
  EXPECT_EQ(ending.message, "first");
  EXPECT_FALSE(ending.failed_around);
  EXPECT_EQ(run_case(ledger, "A.C").how, verdict::pass);
}

TEST(case_ledger, a_skip_after_a_failure_is_a_failure) {
  case_ledger ledger;
  ledger.begin_case("A.B");
  ledger.note_failure("broken");
  ledger.note_skip("no GPU");
  const case_ending ending = ledger.end_case(verdict::skip, "");
  EXPECT_EQ(ending.how, verdict::fail);
  EXPECT_EQ(ending.message, "broken");
}

TEST(case_ledger, C77_a_suite_set_up_that_failed_fails_every_case) {
  case_ledger ledger;
  ledger.begin_suite();
  ledger.note_failure("no server");
  for (const verdict how : {verdict::skip, verdict::pass}) {
    const case_ending ending = run_case(ledger, "A.B", how);
    EXPECT_EQ(ending.how, verdict::fail);
    EXPECT_EQ(ending.message, "no server");
    EXPECT_TRUE(ending.failed_around);
  }
  ledger.end_suite();
  ledger.begin_suite();
  EXPECT_EQ(run_case(ledger, "B.A").how, verdict::pass);
}

TEST(case_ledger, C77_a_skip_in_a_set_up_gives_its_reason) {
  case_ledger ledger;
  ledger.begin_suite();
  ledger.note_skip("no network");
  const case_ending ending = run_case(ledger, "A.B", verdict::skip);
  EXPECT_EQ(ending.how, verdict::skip);
  EXPECT_EQ(ending.message, "no network");
}

TEST(case_ledger, C77_a_suite_tear_down_that_failed_touches_its_cases) {
  case_ledger ledger;
  ledger.begin_suite();
  run_case(ledger, "A.A");
  ledger.end_suite();
  ledger.begin_suite();
  run_case(ledger, "B.A");
  run_case(ledger, "B.B");
  EXPECT_THAT(ledger.note_failure("in use"), ElementsAre("B.A", "B.B"));
}

TEST(case_ledger, C77_a_global_set_up_that_failed_fails_every_case) {
  case_ledger ledger;
  ledger.begin_round();
  ledger.note_failure("no database");
  ledger.begin_suite();
  EXPECT_EQ(run_case(ledger, "A.A").message, "no database");
  ledger.end_suite();
  ledger.begin_suite();
  EXPECT_EQ(run_case(ledger, "B.A").how, verdict::fail);
}

TEST(case_ledger, C77_a_global_tear_down_that_failed_touches_all_cases) {
  case_ledger ledger;
  ledger.begin_round();
  ledger.begin_suite();
  run_case(ledger, "A.A");
  ledger.end_suite();
  EXPECT_THAT(ledger.note_failure("in use"), ElementsAre("A.A"));
}

TEST(case_ledger, C77_what_never_began_ends_as_the_global_set_up_says) {
  case_ledger ledger;
  ledger.begin_round();
  EXPECT_EQ(ledger.ending_of_unbegun().how, verdict::pass);
  ledger.note_skip("no GPU");
  EXPECT_EQ(ledger.ending_of_unbegun().how, verdict::skip);
  EXPECT_EQ(ledger.ending_of_unbegun().message, "no GPU");
  ledger.note_failure("no driver");
  EXPECT_EQ(ledger.ending_of_unbegun().how, verdict::fail);
  EXPECT_EQ(ledger.ending_of_unbegun().message, "no driver");
}

TEST(case_ledger, a_new_round_begins_without_trouble) {
  case_ledger ledger;
  ledger.begin_round();
  ledger.note_failure("no database");
  ledger.begin_round();
  EXPECT_EQ(run_case(ledger, "A.A").how, verdict::pass);
}

}  // namespace
}  // namespace parallel_testing
