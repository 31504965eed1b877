// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How a proof is judged, and what ctest lists with the suggestions. A proof
// that runs tests is in tests/tool.
#include "commands/suggest/prove.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <parallel_testing/temp_dir.hpp>
#include <string>
#include <vector>

#include "commands/suggest/watch/scratch_tree.hpp"
#include "ctest/ctest_query.hpp"
#include "tools/remedies/forged_sharing.hpp"

namespace parallel_testing::suggest_command {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using tools::verdict;

proof_round ended(double seconds, verdict a, verdict b) {
  return {seconds, {{"A", a}, {"B", b}}};
}

class judge_test : public testing::Test {
 protected:
  proof judged(proof_round serial, std::vector<proof_round> rounds) {
    return judge(suite_.of, suite_.found, plan_, std::move(serial),
                 std::move(rounds));
  }

  tools::suite_with_findings suite_;
  std::size_t a_ = suite_.add("A");
  std::size_t b_ = suite_.add("B");
  tools::remedy_plan plan_;
  proof_round passed_ = ended(2, verdict::pass, verdict::pass);
};

TEST_F(judge_test, a_proof_holds_if_all_rounds_end_as_the_serial_run) {
  const proof result = judged(passed_, {passed_, passed_});
  EXPECT_TRUE(result.holds());
  EXPECT_EQ(text_of(result),
            "serially 2.0 s; with the suggestions, -j8 2.0 s 2.0 s\n"
            "2 tests ended in 2 random orders as in the serial run\n");
}

TEST_F(judge_test, nothing_is_proven_without_a_round) {
  EXPECT_FALSE(judged(passed_, {}).holds());
}

TEST_F(judge_test, a_test_that_ends_differently_is_named_with_the_reason) {
  const proof result = judged(
      passed_, {passed_, ended(1, verdict::pass, verdict::fail), passed_});
  EXPECT_FALSE(result.holds());
  ASSERT_EQ(result.unproven.size(), 1U);
  EXPECT_EQ(result.unproven[0].name, "B");
  EXPECT_EQ(result.unproven[0].rounds, 1U);
  EXPECT_EQ(result.unproven[0].example, verdict::fail);
  EXPECT_THAT(text_of(result),
              HasSubstr("1 of 2 tests ended differently:\n"
                        "  B: pass serially, fail in 1 of 3 rounds\n"
                        "    watching cannot see why"));
}

TEST_F(judge_test, a_test_that_does_not_run_ends_differently) {
  proof_round short_round = passed_;
  short_round.verdicts.erase("B");
  const proof result = judged(passed_, {short_round});
  ASSERT_EQ(result.unproven.size(), 1U);
  EXPECT_EQ(result.unproven[0].example, verdict::not_run);
}

TEST_F(judge_test, a_failing_test_is_named_and_proves_nothing_else) {
  const proof_round failing = ended(2, verdict::fail, verdict::pass);
  const proof result = judged(failing, {failing});
  EXPECT_TRUE(result.holds());
  EXPECT_THAT(text_of(result),
              HasSubstr("1 test does not pass in the serial run either: A\n"));
}

TEST_F(judge_test, C99_a_failure_in_quarantine_proves_as_a_pass) {
  run_command::finished_run over;
  over.result.tests.resize(1);
  tools::test_result& test = over.result.tests[0];
  test.name = "A";
  test.attempts.resize(1);
  test.attempts[0].outcome = verdict::fail;
  EXPECT_EQ(round_of(over).verdicts.at("A"), verdict::fail);
  test.quarantine = tools::launch_quarantine{"A", 1, 0, "", "", ""};
  EXPECT_EQ(round_of(over).verdicts.at("A"), verdict::pass);
}

TEST_F(judge_test, the_reason_is_what_is_known_about_the_test) {
  const proof_round bad = ended(1, verdict::pass, verdict::crash);
  suite_.share(tools::file_at("/data/x"), {a_, b_});
  suite_.found.shared[0].conflicts[0].rank = tools::strength::weak;
  EXPECT_THAT(judged(passed_, {bad}).unproven[0].why,
              HasSubstr("it may disturb others about /data/x: two tests "
                        "write /data/x"));
  plan_.unhelped = {0};
  EXPECT_EQ(judged(passed_, {bad}).unproven[0].why,
            "no suggestion helps about /data/x");
  suite_.found.uncertain = {b_};
  EXPECT_THAT(judged(passed_, {bad}).unproven[0].why,
              HasSubstr("it was not watched to its end"));
}

/// Two tests of a build tree, and one in a directory below it.
class proof_tree_test : public testing::Test {
 protected:
  void SetUp() override {
    write("CTestTestfile.cmake",
          "add_test(A /bin/echo a)\nadd_test([[B;$x \"]] /bin/echo b \"\")\n"
          "subdirs(sub)\n");
    write("sub/CTestTestfile.cmake", "add_test(C /bin/echo c)\n");
    suite_.of.build = build_.path().string();
    for (const std::string name : {"A", "B;$x \"", "C"}) {
      const std::size_t test = suite_.add(name);
      suite_.test(test).target = "";
      suite_.test(test).record.head.working_directory = suite_.of.build;
    }
  }

  void write(const std::string& name, const std::string& text) {
    const fs::path path = build_.path() / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }

  std::vector<tools::listed_test> listed() {
    const std::string folder = scratch_.path() + "/round";
    fs::create_directories(folder);
    const proof_tree files = proof_tree_of(
        suite_.of, suite_.found, suite_.choose(), "/bin/launcher", folder);
    std::ofstream(folder + "/suggestions.cmake") << files.suggestions;
    scratch_.set_script(files.script);
    return tools::query_tests(scratch_.path());
  }

  temp_dir build_{"b"};
  scratch_tree scratch_{build_.path().string(), CTEST_PROGRAM};
  tools::suite_with_findings suite_;
};

TEST_F(proof_tree_test, without_suggestions_all_tests_are_as_they_were) {
  const std::vector<tools::listed_test> tests = listed();
  ASSERT_EQ(tests.size(), 3U);
  EXPECT_EQ(tests[1].name, "B;$x \"");
  EXPECT_THAT(tests[1].command, ElementsAre("/bin/echo", "b", ""));
}

TEST_F(proof_tree_test, locks_and_private_directories_are_applied) {
  suite_.share_file(tools::file_at("/data/x"), {0, 2});
  observed::resource local = tools::local_file("y");
  local.canonical = suite_.of.build + "/y";
  suite_.share_file(local, {0, 1});
  const std::vector<tools::listed_test> tests = listed();
  EXPECT_THAT(tests.at(0).items("RESOURCE_LOCK"), ElementsAre("x"));
  EXPECT_THAT(tests.at(1).items("RESOURCE_LOCK"), IsEmpty());
  EXPECT_THAT(tests.at(2).items("RESOURCE_LOCK"), ElementsAre("x"));
  const std::string one = tests.at(0).items("WORKING_DIRECTORY").at(0);
  const std::string other = tests.at(1).items("WORKING_DIRECTORY").at(0);
  EXPECT_NE(one, other);
  EXPECT_THAT(one, HasSubstr(scratch_.path()));
  EXPECT_TRUE(fs::is_directory(one));
  EXPECT_FALSE(fs::exists(build_.path() / "parallel_testing_suggestions"));
}

TEST_F(proof_tree_test, isolated_tests_run_under_the_launcher) {
  suite_.of.build = "/elsewhere";
  suite_.share_file(tools::file_at("/tmp/x"), {0, 1});
  const tools::remedy_plan plan = suite_.choose();
  suite_.of.build = build_.path().string();
  ASSERT_EQ(plan.suggestions.at(0).marker, "isolate:tmp");
  const std::string folder = scratch_.path() + "/round";
  fs::create_directories(folder);
  const proof_tree files =
      proof_tree_of(suite_.of, suite_.found, plan, "/bin/cat", folder);
  std::ofstream(folder + "/suggestions.cmake") << files.suggestions;
  scratch_.set_script(files.script);
  const std::vector<tools::listed_test> tests =
      tools::query_tests(scratch_.path());
  EXPECT_THAT(tests.at(1).command,
              ElementsAre("/bin/cat", "--name=B;$x \"",
                          "--markers=leak:allow,isolate:tmp",
                          "--keep=" + suite_.of.build, "--keep=/work/source",
                          "--", "/bin/echo", "b", ""));
  EXPECT_THAT(tests.at(2).command, ElementsAre("/bin/echo", "c"));
  EXPECT_THAT(tests.at(0).items("RESOURCE_LOCK"), IsEmpty());
}

TEST_F(proof_tree_test, a_launched_test_gets_further_markers) {
  write("CTestTestfile.cmake",
        "set(_parallel_launcher /bin/cat)\n"
        "add_test(A /bin/cat --name=A --markers= --markers=slow -- /bin/echo "
        "--markers=x)\n"
        "add_test([[B;$x \"]] /bin/cat --name=B -- /bin/echo)\n");
  tools::remedy_plan plan;
  tools::suggestion isolated;
  isolated.kind = tools::remedy_kind::isolate_network;
  isolated.marker = "isolate:network";
  isolated.tests = {0, 1};
  plan.suggestions = {isolated};
  const std::string folder = scratch_.path() + "/round";
  fs::create_directories(folder);
  const proof_tree files =
      proof_tree_of(suite_.of, suite_.found, plan, "/bin/false", folder);
  std::ofstream(folder + "/suggestions.cmake") << files.suggestions;
  scratch_.set_script(files.script);
  const std::vector<tools::listed_test> tests =
      tools::query_tests(scratch_.path());
  const std::string keep = "--keep=" + suite_.of.build;
  EXPECT_THAT(
      tests.at(0).command,
      ElementsAre("/bin/cat", "--name=A",
                  "--markers=", "--markers=slow,isolate:network", keep,
                  "--keep=/work/source", "--", "/bin/echo", "--markers=x"));
  EXPECT_THAT(tests.at(1).command,
              ElementsAre("/bin/cat", "--name=B", "--markers=isolate:network",
                          keep, "--keep=/work/source", "--", "/bin/echo"));
}

}  // namespace
}  // namespace parallel_testing::suggest_command
