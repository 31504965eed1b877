// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Signals, the clock, and the name of the host.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/tools/sharing/forged_observation.hpp"

namespace parallel_testing::tools {
namespace {

using observed::resource_kind;
using observed::state;
using observed::use;
using testing::ElementsAre;
using testing::IsEmpty;

forged_test& sets(forged_test&& test, resource_kind kind, const char* name) {
  return test.named(kind, name, {{use::set, state::unknown}});
}

TEST(conclude_machine, C93_two_tests_that_set_the_clock_or_the_name_collide) {
  forged_suite suite;
  sets(suite.test("A"), resource_kind::clock, "clock");
  sets(suite.test("B"), resource_kind::clock, "clock");
  sets(suite.test("C"), resource_kind::host_name, "host name");
  sets(suite.test("D"), resource_kind::host_name, "host name");
  EXPECT_THAT(suite.pairs(), ElementsAre("A B strong collision clock",
                                         "C D strong collision host name"));
  EXPECT_EQ(conclude(suite.of).shared.at(0).kind, category::global_state);
}

TEST(conclude_machine, C93_name_of_a_namespace_of_the_test_is_its_own) {
  forged_suite suite;
  for (const char* name : {"A", "B"}) {
    sets(suite.test(name), resource_kind::host_name, "host name");
    suite.of.tests.back().record.resources[0].what.seen_by =
        observed::scope::own_namespace;
  }
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

forged_test& kills(forged_test&& test, const char* program, const char* id,
                   observed::chance meeting = observed::chance::meets) {
  test.named(resource_kind::process, program, {{use::kill, state::unknown}});
  test->record.resources.back().what.as_used = id;
  test->record.resources.back().what.meeting = meeting;
  return test;
}

TEST(conclude_machine, C93_signals_to_one_process_collide) {
  forged_suite suite;
  kills(suite.test("A"), "process:/bin/server", "712");
  kills(suite.test("B"), "process:/bin/server", "712");
  EXPECT_THAT(suite.pairs(),
              ElementsAre("A B strong collision process:/bin/server"));
  const sharing found = conclude(suite.of);
  EXPECT_EQ(found.shared.at(0).kind, category::other);
  EXPECT_EQ(found.shared.at(0).conflicts.at(0).evidence,
            "A sends a signal to /bin/server; so does B");
}

TEST(conclude_machine,
     C93_signals_to_two_processes_of_a_program_do_not_collide) {
  forged_suite suite;
  kills(suite.test("A"), "process:/bin/server", "712");
  kills(suite.test("B"), "process:/bin/server", "713");
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

TEST(conclude_machine, C93_signal_to_a_process_of_another_test_collides) {
  forged_suite suite;
  suite.test("A").file("/tmp/x", reads);
  suite.of.tests[0].record.resources[0].touches[0].pid = 712;
  suite.test("B").file("/tmp/x", reads);
  suite.of.tests[1].record.resources[0].touches[0].pid = 800;
  kills(suite.test("C"), "process:/bin/server", "712");
  EXPECT_THAT(suite.pairs(),
              ElementsAre("A C strong collision process:/bin/server"));
}

TEST(conclude_machine, C93_signals_to_own_and_to_no_processes_do_not_collide) {
  forged_suite suite;
  for (const char* name : {"A", "B"}) {
    kills(suite.test(name), "process:own", "", observed::chance::kernel);
    kills(suite.test(std::string(name) + "2"), "process:none", "712");
  }
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

TEST(conclude_machine, C93_signal_to_all_processes_collides_with_all_tests) {
  forged_suite suite;
  suite.test("A").file("/tmp/a", reads);
  kills(suite.test("B"), "process:all", "");
  suite.test("C").file("/tmp/c", reads);
  EXPECT_THAT(suite.pairs(), ElementsAre("A B strong collision process:all",
                                         "B C strong collision process:all"));
}

}  // namespace
}  // namespace parallel_testing::tools
