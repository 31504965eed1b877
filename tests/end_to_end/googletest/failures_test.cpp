// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "support/files.hpp"
#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using testing::UnorderedElementsAre;

TEST(failures, C32_a_crash_fails_exactly_its_test_and_the_others_run) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j4", "-R", "(Crash|Survivor)\\."});
  EXPECT_EQ(what_was_shared(result), "");
  EXPECT_THAT(result.failed(), SizeIs(12));
  EXPECT_THAT(result.failed(), Each(HasSubstr("Crash.Somewhere/")));
  EXPECT_THAT(result.passed(), SizeIs(4));
  EXPECT_THAT(result.passed(), Each(HasSubstr("Survivor")));
}

TEST(failures, exit_0_in_the_middle_of_a_test_fails_and_says_so) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "Crash.Somewhere/.*Leave"});
  EXPECT_THAT(result.failed(), SizeIs(3));
  for (const junit_case& each : result.cases) {
    EXPECT_THAT(each.output, HasSubstr("in the middle of the test"));
  }
}

TEST(failures, C33_what_a_crashed_test_held_is_usable_by_the_next) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j1", "-R", "^Holder"});
  EXPECT_EQ(what_was_shared(result), "");
  EXPECT_THAT(result.failed(), ElementsAre("Holder.Dies"));
  EXPECT_THAT(result.passed(), ElementsAre("Holder.Follows"));
  EXPECT_EQ(result.noted("follower_worker"), result.noted("holder_worker"));
}

TEST(failures, C33_the_port_of_a_crashed_test_is_handed_out_again) {
  sandbox box(E2E_BUILD);
  const ctest_result died = box.ctest({"-R", "^PortHolder.Dies"});
  ASSERT_THAT(died.noted("port"), SizeIs(1));
  const std::string port = died.noted("port")[0];
  box.set("PARALLEL_TESTING_PORT_RANGE", port + "-" + port);
  const ctest_result next = box.ctest({"-R", "^PortHolder.Reclaims"});
  EXPECT_EQ(what_went_wrong(next), "");
  EXPECT_THAT(next.noted("port"), ElementsAre(port));
}

TEST(failures, C34_a_failing_teardown_fails_the_test) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j2", "-R", "^Bad(Suite)?TearDown"});
  EXPECT_THAT(result.failed(), UnorderedElementsAre("BadTearDown.Fails",
                                                    "BadSuiteTearDown.Fails"));
}

TEST(failures, an_exception_in_set_up_fails_the_test_with_its_message) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "^Throws.InSetUp"});
  EXPECT_THAT(result.failed(), ElementsAre("Throws.InSetUp"));
  EXPECT_THAT(result.cases.at(0).output, HasSubstr("no set-up today"));
}

TEST(failures, C38_an_unusable_state_directory_fails_each_test_with_its_name) {
  sandbox box(E2E_BUILD);
  write_file(box.path("file"), "");
  box.set("PARALLEL_TESTING_STATE_DIR", box.path("file"));
  const ctest_result result = box.ctest({"-j4", "-R", "Survivor"});
  EXPECT_THAT(result.failed(), SizeIs(4));
  for (const junit_case& each : result.cases) {
    EXPECT_THAT(each.output, AllOf(HasSubstr(box.path("file")),
                                   HasSubstr("PARALLEL_TESTING_STATE_DIR")));
  }
}

TEST(failures, C38_an_unusable_temp_root_fails_each_test_with_its_name) {
  sandbox box(E2E_BUILD);
  box.set("PARALLEL_TESTING_TEMP_ROOT", box.path("missing"));
  const ctest_result result = box.ctest({"-j4", "-R", "Survivor"});
  EXPECT_THAT(result.failed(), SizeIs(4));
  for (const junit_case& each : result.cases) {
    EXPECT_THAT(each.output, AllOf(HasSubstr(box.path("missing")),
                                   HasSubstr("PARALLEL_TESTING_TEMP_ROOT")));
  }
}

TEST(failures, C75_a_state_directory_that_is_a_link_is_refused) {
  sandbox box(E2E_BUILD);
  ASSERT_EQ(::mkdir(box.path("real").c_str(), 0700), 0);
  ASSERT_EQ(::symlink(box.path("real").c_str(), box.path("link").c_str()), 0);
  box.set("PARALLEL_TESTING_STATE_DIR", box.path("link"));
  const ctest_result result = box.ctest({"-R", "Survivor.Passes/0$"});
  ASSERT_THAT(result.failed(), SizeIs(1));
  EXPECT_THAT(result.cases[0].output,
              AllOf(HasSubstr("symbolic link"), HasSubstr(box.path("link"))));
}

TEST(failures, C48_a_temp_directory_that_is_a_link_is_refused) {
  sandbox box(E2E_BUILD);
  const std::string planted =
      box.path("t") + "/pt-" + std::to_string(::geteuid());
  ASSERT_EQ(::mkdir(box.path("real").c_str(), 0700), 0);
  ASSERT_EQ(::symlink(box.path("real").c_str(), planted.c_str()), 0);
  const ctest_result result = box.ctest({"-R", "Survivor.Passes/0$"});
  ASSERT_THAT(result.failed(), SizeIs(1));
  EXPECT_THAT(result.cases[0].output,
              AllOf(HasSubstr("symbolic link"), HasSubstr(planted)));
}

TEST(failures, C75_a_state_directory_that_others_can_write_to_is_refused) {
  sandbox box(E2E_BUILD);
  ASSERT_EQ(::mkdir(box.path("open").c_str(), 0700), 0);
  ASSERT_EQ(::chmod(box.path("open").c_str(), 0777), 0);
  box.set("PARALLEL_TESTING_STATE_DIR", box.path("open"));
  const ctest_result result = box.ctest({"-R", "Survivor.Passes/0$"});
  ASSERT_THAT(result.failed(), SizeIs(1));
  EXPECT_THAT(result.cases[0].output,
              AllOf(HasSubstr("0777"), HasSubstr(box.path("open"))));
}

TEST(failures, C75_directories_of_another_user_are_refused) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can make them";
  constexpr uid_t nobody = 65534;
  sandbox box(E2E_BUILD);
  const std::string planted = box.path("t") + "/pt-0";
  ASSERT_EQ(::mkdir(planted.c_str(), 0700), 0);
  ASSERT_EQ(::chown(planted.c_str(), nobody, nobody), 0);
  const ctest_result result = box.ctest({"-R", "Survivor.Passes/0$"});
  ASSERT_THAT(result.failed(), SizeIs(1));
  EXPECT_THAT(result.cases[0].output,
              AllOf(HasSubstr("belongs to user 65534"), HasSubstr(planted)));
}

}  // namespace
}  // namespace parallel_testing::support
