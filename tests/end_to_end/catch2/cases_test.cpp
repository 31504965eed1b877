// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Runs against the project built with Catch2 2 and with Catch2 3.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "support/build_tree.hpp"
#include "support/files.hpp"
#include "support/overlaps.hpp"
#include "support/sandbox.hpp"
#include "tested_build.hpp"

namespace parallel_testing::support {
namespace {

using testing::AnyOf;
using testing::Contains;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

const char* const odd_names[] = {
    "plain",
    "with, comma",
    "[brackets] in front",
    "one [bracket",
    "one ]bracket",
    "\"quoted\" and 'ticked'",
    ("gr\xC3\xBC\xC3\x9F"
     "e \xE2\x82\xAC"),
    "a;b",
    "ends in ]=]",
    "$HOME ${x} $<y> # (paren",
    "back\\slash\\",
    "star * in the middle",
    "*star first",
    "star last*",
    "~tilde",
    "-dash",
    "--list-tests",
    "case",
    "CASE",
    "case and more",
    "*",
    "] and [",
    "~ and tilde",
    "~~tilde",
    "split; join",
    "100 % of @x@",
    "odd tags",
    "Scenario: an order is placed",
    "hidden",
    "marked",
};

/// Those have their own tests.
bool is_of_other_framework(const std::string& name) {
  return name.rfind("doctest.", 0) == 0 || name.rfind("boost.", 0) == 0 ||
         name.rfind("alone.", 0) == 0;
}

std::string who_it_was(const std::string& output) {
  const std::string opening = "I am <";
  const std::size_t start = output.find(opening);
  if (start == std::string::npos) return "nobody";
  if (output.find(opening, start + 1) != std::string::npos) return "several";
  const std::size_t name = start + opening.size();
  return output.substr(name, output.find(">\n", name) - name);
}

TEST(catch2, C01_every_listed_case_becomes_exactly_one_test) {
  sandbox box(tested_build);
  std::vector<std::string> names;
  std::vector<std::string> commands;
  for (const registered_test& test :
       registered_tests(tested_build, box.environment())) {
    // The other executables are registered several times.
    if (test.name.rfind("free.", 0) == 0) continue;
    if (test.name.rfind("visible.", 0) == 0) continue;
    if (is_of_other_framework(test.name)) continue;
    names.push_back(test.name);
    commands.push_back(test.command.at(1));
  }
  const std::size_t count = names.size();
  EXPECT_THAT(names, IsSupersetOf(odd_names));
  for (std::vector<std::string>* each : {&names, &commands}) {
    std::sort(each->begin(), each->end());
    each->erase(std::unique(each->begin(), each->end()), each->end());
    EXPECT_EQ(each->size(), count);
  }
}

TEST(catch2, C03_each_test_runs_exactly_itself) {
  sandbox box(tested_build);
  const ctest_result result = box.ctest(
      {"-j4", "-E", "^(result|tear|crash|keeps|loses|doctest|boost|alone)"});
  EXPECT_EQ(what_went_wrong(result), "");
  for (const char* name : odd_names) {
    EXPECT_EQ(who_it_was(result.at(name).output), name);
  }
}

TEST(catch2, C81_cases_of_one_name_are_told_apart_by_tags_and_fixtures) {
  sandbox box(tested_build);
  const ctest_result result = box.ctest({"-j4", "-R", "^(same|plain)"});
  EXPECT_EQ(what_went_wrong(result), "");
  std::vector<std::string> cases_of_log;
  for (const tools::test_case& each : result.history().cases) {
    cases_of_log.push_back(each.test);
  }
  for (const junit_case& each : result.cases) {
    EXPECT_EQ(who_it_was(each.output), each.name);
    EXPECT_THAT(cases_of_log, Contains(each.name).Times(1));
  }
  EXPECT_THAT(result.cases.size(), AnyOf(1U, 6U));
  EXPECT_EQ(cases_of_log.size(), result.cases.size());
}

TEST(catch2, C83_a_tag_is_one_whatever_it_holds) {
  sandbox box(tested_build);
  const ctest_result result = box.ctest({"-R", "^odd tags"});
  EXPECT_EQ(what_went_wrong(result), "");
  const tools::timeline history = result.history();
  ASSERT_THAT(history.cases, SizeIs(1));
  EXPECT_THAT(history.cases[0].tags,
              UnorderedElementsAre("50%3B", "no;serial", "tl;dr"));
  EXPECT_THAT(history.cases[0].markers, IsEmpty());
}

/// Keys of the locks that tests asked for.
std::vector<std::string> locks_held(const tools::timeline& history) {
  std::vector<std::string> keys;
  for (const tools::hold& each : history.holds) {
    if (each.resource.kind == tools::held_kind::lock) {
      keys.push_back(each.resource.name);
    }
  }
  return keys;
}

TEST(catch2, C83_a_tag_is_a_marker_when_it_is_one_in_full) {
  sandbox box(tested_build);
  const ctest_result result = box.ctest({"-R", "^(one )?free tag"});
  EXPECT_EQ(what_went_wrong(result), "");
  const tools::timeline history = result.history();
  ASSERT_THAT(history.cases, SizeIs(2));
  for (const tools::test_case& each : history.cases) {
    if (each.test == "free tags") {
      EXPECT_THAT(each.markers, IsEmpty());
      EXPECT_THAT(each.tags,
                  UnorderedElementsAre("Parser::parse", "file::size()",
                                       "issue:123", "lock::acquire", "leak"));
    } else {
      EXPECT_THAT(each.markers, UnorderedElementsAre("lock:real", "slow"));
      EXPECT_THAT(each.tags, ElementsAre("lock::acquire"));
    }
  }
  EXPECT_THAT(locks_held(history), ElementsAre("lock:real"));
}

TEST(catch2, C83_tags_that_are_no_markers_take_no_locks) {
  sandbox box(tested_build);
  const ctest_result result = box.ctest({"-j4", "-R", "^free[.]"});
  EXPECT_EQ(what_went_wrong(result), "");
  std::vector<std::string> names;
  for (const junit_case& each : result.cases) names.push_back(each.name);
  EXPECT_THAT(names, UnorderedElementsAre("free.one", "free.two", "free.three",
                                          "free.four", "free.scope.lock:held",
                                          "free.batch.one", "free.batch.two",
                                          "free.batch.three..four (2)"));
  const tools::timeline history = result.history();
  EXPECT_THAT(history.cases, SizeIs(12));
  for (const tools::test_case& each : history.cases) {
    EXPECT_THAT(each.markers, IsEmpty()) << each.test;
    EXPECT_THAT(each.tags, Contains("lock:held")) << each.test;
  }
  EXPECT_THAT(locks_held(history), IsEmpty());
}

TEST(catch2, titles_of_three_hundred_bytes_work) {
  sandbox box(tested_build);
  const ctest_result result = box.ctest({"-R", "^a title of more"});
  EXPECT_EQ(what_went_wrong(result), "");
  ASSERT_THAT(result.cases, SizeIs(1));
  EXPECT_GE(result.cases[0].name.size(), 300U);
  EXPECT_EQ(who_it_was(result.cases[0].output), "long");
}

TEST(catch2, C08_outcomes_are_told_apart) {
  sandbox box(tested_build);
  const ctest_result result = box.ctest({"-R", "^result"});
  EXPECT_THAT(result.passed(), ElementsAre("result passes"));
  EXPECT_THAT(result.failed(), ElementsAre("result fails"));
  for (const std::string& name : result.skipped()) {
    EXPECT_EQ(name, "result skips");
  }
  EXPECT_EQ(result.skipped().size() + 2, result.cases.size());
}

TEST(catch2, C20_tags_lock_and_C19_no_parallel_is_alone) {
  sandbox box(tested_build);
  const ctest_result result =
      box.ctest({"-j8", "-R", "^(alpha|beta|quiet|free)"});
  EXPECT_EQ(what_went_wrong(result), "");
  const tools::timeline history = result.history();
  EXPECT_FALSE(support::overlapped(history, "alpha one", "alpha two"));
  EXPECT_FALSE(support::overlapped(history, "alpha and beta", "beta one"));
  for (const tools::test_case& each : history.cases) {
    if (each.test == "quiet") continue;
    EXPECT_FALSE(support::overlapped(history, "quiet", each.test)) << each.test;
  }
}

TEST(catch2, C20_tags_hold_kernel_locks_between_two_runs) {
  sandbox box(tested_build);
  running_ctest first = box.start_ctest({"-j4", "-R", "^(alpha|beta)"});
  running_ctest second = box.start_ctest({"-j4", "-R", "^(alpha|beta)"});
  EXPECT_EQ(what_went_wrong({first.wait(), second.wait()}), "");
}

TEST(catch2, C29_every_level_and_order_gives_the_same_results) {
  sandbox box(tested_build);
  const ctest_result serial = box.ctest({"-j1"});
  const ctest_result wide = box.ctest({"-j16", "--schedule-random"});
  EXPECT_EQ(what_was_shared(serial), "");
  EXPECT_EQ(what_was_shared(wide), "");
  EXPECT_EQ(wide.passed(), serial.passed());
  EXPECT_EQ(wide.failed(), serial.failed());
}

TEST(catch2, C32_a_crash_fails_exactly_its_test) {
  sandbox box(tested_build);
  const ctest_result result = box.ctest({"-j4", "-R", "^(crash|plain)"});
  EXPECT_EQ(what_was_shared(result), "");
  EXPECT_THAT(result.failed(), ElementsAre("crash by abort", "crash by leaving",
                                           "crash by signal"));
  EXPECT_THAT(result.passed(), ElementsAre("plain"));
}

TEST(catch2, C34_a_failing_teardown_fails_the_test) {
  sandbox box(tested_build);
  const ctest_result result = box.ctest({"-R", "^tear-down fails"});
  EXPECT_THAT(result.failed(), ElementsAre("tear-down fails"));
}

TEST(catch2, C45_a_failed_case_keeps_its_directories_and_a_passed_one_not) {
  sandbox box(tested_build);
  const ctest_result kept = box.ctest({"-R", "^keeps its directory"});
  EXPECT_THAT(kept.failed(), SizeIs(1));
  ASSERT_THAT(kept.noted("dir"), Not(IsEmpty()));
  for (const std::string& path : kept.noted("dir")) {
    EXPECT_TRUE(std::filesystem::exists(path)) << path;
  }
  const ctest_result lost = box.ctest({"-R", "^loses its directory"});
  ASSERT_THAT(lost.noted("dir"), SizeIs(1));
  EXPECT_FALSE(std::filesystem::exists(lost.noted("dir")[0]));
}

TEST(catch2, C09_a_binary_started_by_hand_is_master) {
  sandbox box(tested_build);
  (void)box.run({"./suite", "keeps its directory"});
  for (const note& each : read_notes(box.path("run.notes"))) {
    if (each.key == "worker") {
      EXPECT_EQ(each.value, "master");
    }
  }
}

TEST(catch2, what_a_case_writes_to_a_visible_file_stays_in_it) {
  sandbox box(tested_build);
  const ctest_result result = box.ctest({"-V", "-R", "^visible"});
  EXPECT_THAT(result.failed(), IsEmpty()) << result.output;
  EXPECT_THAT(result.noted("wrote"), SizeIs(4));
  EXPECT_THAT(result.output,
              HasSubstr("/word.txt', which VISIBLE_FILES lists; the original "
                        "is unchanged"));
}

TEST(catch2, source_locations_point_at_the_tests) {
  for (const registered_test& test :
       registered_tests(tested_build, clean_environment())) {
    if (test.name != "with, comma") continue;
    EXPECT_THAT(test.file, EndsWith("/cases.cpp"));
    const auto lines = read_lines(test.file);
    EXPECT_EQ(lines.at(static_cast<std::size_t>(test.line) - 1),
              "TEST_CASE(\"with, comma\") {");
  }
}

}  // namespace
}  // namespace parallel_testing::support
