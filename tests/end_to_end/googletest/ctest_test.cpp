// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The ways people start ctest.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "history/queries.hpp"
#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

int most_present(const ctest_result& result) {
  int most = 0;
  for (const std::string& count : result.noted("present")) {
    most = std::max(most, std::stoi(count));
  }
  return most;
}

constexpr const char* free_and_plain = "(^plain|Free)";

class pool : public testing::TestWithParam<int> {};
TEST_P(pool, C66_no_more_tests_run_at_once_than_it_has_workers) {
  sandbox box(E2E_BUILD);
  box.set("PARALLEL_TESTING_JOBS", std::to_string(GetParam()));
  const ctest_result result = box.ctest({"-j64", "-R", free_and_plain});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.passed(), SizeIs(14));
  EXPECT_LE(most_present(result), GetParam());
}
INSTANTIATE_TEST_SUITE_P(of, pool, testing::Values(1, 2));

TEST(ctest, C66_a_pool_uses_all_its_workers) {
  sandbox box(E2E_BUILD);
  box.set("PARALLEL_TESTING_JOBS", "3");
  const ctest_result result = box.ctest({"-j64", "-R", "^Meets"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.passed(), SizeIs(3));
}

TEST(ctest, C66_auto_is_what_this_process_may_use) {
  cpu_set_t allowed;
  ASSERT_EQ(::sched_getaffinity(0, sizeof allowed, &allowed), 0);
  sandbox box(E2E_BUILD);
  box.set("PARALLEL_TESTING_JOBS", "auto");
  const ctest_result result = box.ctest({"-j64", "-R", free_and_plain});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_LE(most_present(result), CPU_COUNT(&allowed));
}

TEST(ctest, C66_auto_respects_the_affinity) {
  cpu_set_t before;
  ASSERT_EQ(::sched_getaffinity(0, sizeof before, &before), 0);
  cpu_set_t one;
  CPU_ZERO(&one);
  for (std::size_t cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (CPU_ISSET(cpu, &before) && CPU_COUNT(&one) == 0) CPU_SET(cpu, &one);
  }
  ASSERT_EQ(::sched_setaffinity(0, sizeof one, &one), 0);
  sandbox box(E2E_BUILD);
  box.set("PARALLEL_TESTING_JOBS", "auto");
  const ctest_result result = box.ctest({"-j64", "-R", free_and_plain});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_EQ(most_present(result), 1);
}

TEST(ctest, without_a_pool_the_level_of_ctest_holds) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j3", "-R", free_and_plain});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_LE(most_present(result), 3);
}

TEST(ctest, a_literal_j_auto_gets_one_warning) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j", "auto", "-R", "^Name.Plain$"});
  const std::string warning = "reads '-j auto' as '-j 1'";
  const std::size_t first = result.output.find(warning);
  const std::string version = TESTED_CMAKE_VERSION;
  if (version.rfind("3.2", 0) == 0 && version < "3.29") {
    ASSERT_NE(first, std::string::npos) << result.output;
    EXPECT_EQ(result.output.find(warning, first + 1), std::string::npos);
    EXPECT_EQ(what_went_wrong(result), "");
  } else {
    EXPECT_NE(result.exit_code, 0);
    EXPECT_EQ(first, std::string::npos);
  }
}

TEST(ctest, may_be_started_in_a_subdirectory) {
  sandbox box(E2E_BUILD "/elsewhere");
  const ctest_result result = box.ctest({"-j4"});
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(result.passed(), SizeIs(3));
  // The run belongs to the top of the build tree, like all others.
  EXPECT_THAT(result.events, testing::IsEmpty());
  sandbox top(E2E_BUILD);
  top.forget_run(box.last_run());
  EXPECT_TRUE(std::filesystem::exists(top.runs_directory() + "/" +
                                      box.last_run() + "/events.ndjson"));
}

TEST(ctest, C16_a_malformed_run_id_is_ignored_and_named) {
  sandbox box(E2E_BUILD);
  box.set("PARALLEL_TESTING_RUN_ID", "../up");
  const ctest_result result = box.ctest({"-R", "^All/Identity.IsNoted/0$"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.output, HasSubstr("PARALLEL_TESTING_RUN_ID='../up'"));
  ASSERT_THAT(result.noted("run"), SizeIs(1));
  EXPECT_THAT(result.noted("run")[0], testing::MatchesRegex("[0-9a-f]{32}"));
  box.forget_run(result.noted("run")[0]);
}

TEST(ctest, C40_needs_no_home_directory) {
  sandbox box(E2E_BUILD);
  box.unset("HOME");
  EXPECT_EQ(what_went_wrong(box.ctest({"-R", "^Temp\\."})), "");
}

/// Runs in mount name spaces of its own, as a user who may not write to /tmp.
TEST(ctest, needs_no_permission_to_write_to_tmp) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
  sandbox box(E2E_BUILD);
  box.unset("PARALLEL_TESTING_STATE_DIR");
  box.unset("PARALLEL_TESTING_TEMP_ROOT");
  const std::string script =
      "mount -t tmpfs -o mode=1777 none /var/tmp || exit 77; "
      "mkdir /var/tmp/b && cd '" E2E_BUILD
      "' && "
      "cp -R CTestTestfile.cmake parallel_testing suite* elsewhere /var/tmp/b "
      "&& chown -R 65534:65534 /var/tmp/b && "
      "mount -t tmpfs -o mode=0755 none /tmp || exit 77; "
      "cd / && exec setpriv --reuid 65534 --regid 65534 --clear-groups "
      "ctest --test-dir /var/tmp/b -j4 -V -R '^All/Survivor'";
  const finished_process result =
      box.run({"unshare", "--mount", "sh", "-c", script});
  if (result.exit_code == 77 || result.exit_code == 1) {
    GTEST_SKIP() << "no mount name spaces here: " << result.output;
  }
  EXPECT_THAT(result.output, AllOf(HasSubstr("100% tests passed"),
                                   HasSubstr("/var/tmp/pt-65534/")));
}

}  // namespace
}  // namespace parallel_testing::support
