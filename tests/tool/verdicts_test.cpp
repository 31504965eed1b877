// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One ending has one verdict: in every mode, in ctest, in its JUnit file, in
// the event log, in `run`, its JUnit file and `report`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <vector>

#include "history/timeline.hpp"
#include "support/files.hpp"
#include "support/sandbox.hpp"
#include "support/sanitized.hpp"
#include "tool_run.hpp"
#include "verdicts_build.hpp"

namespace parallel_testing::tool_test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// What happens to a case, apart from what the mode makes of it.
enum class ending {
  passes,
  skips,
  fails,   ///< by an assertion of its own
  around,  ///< by a set-up or tear-down
  breaks   ///< it does not come to its end, or its program ends badly
};

enum class colour { green, grey, red };

struct row {
  ending how;
  std::string text{};  ///< in what every reader says of it
};

using table = std::map<std::string, row>;

/// By suite: the case is `<suite>.It`.
const table googletest_endings = {
    {"Passes", {ending::passes}},
    {"Fails", {ending::fails, "the numbers"}},
    {"FailsFatally", {ending::fails, "for good"}},
    {"FailsAndGoesOn", {ending::fails, "first reason"}},
    {"Skips", {ending::skips, "no GPU here"}},
    {"SkipsWithoutReason", {ending::skips}},
    {"FailsThenSkips", {ending::fails, "failed before"}},
    {"Throws", {ending::fails, "thrown in the body"}},
    {"ThrowsNothingKnown", {ending::fails, "Unknown C++ exception"}},
    {"SkipsInSetUp", {ending::skips, "not on this machine"}},
    {"FailsInSetUp", {ending::fails, "no directory"}},
    {"FailsInTearDown", {ending::fails, "still open"}},
    {"ThrowsInConstructor", {ending::fails, "cannot be made"}},
    {"SuiteSetUpFails", {ending::around, "no server"}},
    {"SuiteSetUpFailsFatally", {ending::around, "no server at all"}},
    {"SuiteSetUpThrows", {ending::around, "no licence"}},
    {"SuiteSetUpSkips", {ending::passes}},
    {"SuiteTearDownFails", {ending::around, "server would not stop"}},
    {"SuiteTearDownThrows", {ending::around, "lost it"}},
    {"EnvironmentFails", {ending::around, "no database"}},
    {"EnvironmentFailsAndGoesOn", {ending::around, "half a database"}},
    {"EnvironmentSkips", {ending::skips, "no GPU in the machine"}},
    {"EnvironmentTearDownFails", {ending::around, "database in use"}},
    {"SuiteSetUpExits", {ending::breaks}},
    {"SuiteTearDownExits", {ending::breaks}},
    {"SuiteTearDownUnderscoreExits", {ending::breaks}},
    {"MainForksAndTearDownExits", {ending::breaks}},
    {"MainHidesDeathOfCopy", {ending::breaks}},
    {"StartsATestThatSkips", {ending::fails, "after the other test"}},
    {"EnvironmentTearDownExits", {ending::breaks}},
    {"PrintsSkippedAndFails", {ending::fails, "not skipped"}},
    {"PrintsSkippedLikeGoogleTestAndFails", {ending::fails, "not skipped"}},
    {"PrintsPassedAndFails", {ending::fails, "not passed"}},
    {"PrintsSkippedAndPasses", {ending::passes}},
    {"PrintsFailedAndPasses", {ending::passes}},
    {"PrintsOurSkipLineAndFails", {ending::fails, "not skipped"}},
    {"ExitsWithZero", {ending::breaks}},
    {"ExitsWithOne", {ending::breaks}},
    {"ExitsWithFour", {ending::breaks}},
    {"ExitsWithSeventySeven", {ending::breaks}},
    {"QuickExitsWithZero", {ending::breaks}},
    {"UnderscoreExitsWithZero", {ending::breaks}},
    {"CapitalExitsWithZero", {ending::breaks}},
    {"Executes", {ending::breaks}},
    {"ExecutesInADirectory", {ending::breaks}},
    {"ExecutesByName", {ending::breaks}},
    {"BecomesADaemon", {ending::breaks}},
    {"ExitsInAThread", {ending::breaks}},
    {"EndsItsMainThread", {ending::breaks}},
    {"ExitsByASystemCall", {ending::breaks}},
    {"ExecutesByASystemCall", {ending::breaks}},
    {"HandlesASignalByExiting", {ending::breaks}},
    {"SetUpQuickExits", {ending::breaks}},
    {"DestructorUnderscoreExits", {ending::breaks}},
    {"DestructorExecutes", {ending::breaks}},
    {"StaticObjectUnderscoreExits", {ending::breaks}},
    {"Aborts", {ending::breaks}},
    {"Crashes", {ending::breaks}},
    {"IsTerminated", {ending::breaks}},
    {"IsKilled", {ending::breaks}},
    {"LeavesWithThreeAfterwards", {ending::breaks}},
    {"LeavesWithSeventySevenAfterwards", {ending::breaks}},
    {"AbortsAfterwards", {ending::breaks}},
    {"FailsAndLeavesWithZero", {ending::fails, "hidden"}},
    {"SkipsAndLeavesWithThree", {ending::breaks}},
    {"LeavesWithZeroAfterwards", {ending::passes}},
    {"FailsAndLeavesWithZeroAtLast", {ending::fails, "hidden"}},
    {"SkipsAndLeavesWithThreeAtLast", {ending::breaks}},
    {"LeavesWithThreeAtLast", {ending::breaks}},
    {"FailsAndQuickExitsAtLast", {ending::fails, "hidden"}},
    {"SkipsAndQuickExitsAtLast", {ending::skips, "no GPU here"}},
    {"FailsAndExecutesAtLast", {ending::fails, "hidden"}},
    {"LeavesWithZeroAtLast", {ending::passes}},
    {"MainReturnsThree", {ending::breaks}},
    {"MainHidesFailure", {ending::fails, "main() does not care"}},
    {"MainDoesNotRun", {ending::breaks}},
    {"MainChecksAfterwards", {ending::around, "not as it should be"}},
    {"ForksAChildThatLeaves", {ending::passes}},
    {"StartsAProgram", {ending::passes}},
    {"DeathTestPasses", {ending::passes}},
    {"ExitTestPasses", {ending::passes}},
    {"DeathTestFails", {ending::fails, "failed to die"}},
    {"FailsToExecute", {ending::passes}},
};

const table googletest_endings_from_1_13 = [] {
  table result = googletest_endings;
  result.at("SuiteSetUpSkips") = {ending::skips, "no network"};
  return result;
}();

const table catch2_endings = {
    {"Passes", {ending::passes}},
    {"Passes without assertion", {ending::passes}},
    {"Fails", {ending::fails, "1 == 2"}},
    {"Fails four times", {ending::fails, "0 == 9"}},
    {"Fails with a message", {ending::fails, "for good"}},
    {"Throws", {ending::fails, "thrown in the body"}},
    {"Should fail and does", {ending::passes}},
    {"Should fail and does not", {ending::fails}},
    {"May fail and does", {ending::passes}},
    {"Fails in the second section", {ending::fails, "in two"}},
    {"Skips", {ending::skips, "no GPU here"}},
    {"Fails then skips", {ending::fails, "1 == 2"}},
    {"Skips and leaves with three", {ending::breaks}},
    {"Fixture throws", {ending::fails, "cannot be made"}},
    {"Exits with zero", {ending::breaks}},
    {"Exits with four", {ending::breaks}},
    {"Underscore exits with zero", {ending::breaks}},
    {"Quick exits with zero", {ending::breaks}},
    {"Exits by a system call", {ending::breaks}},
    {"Destructor exits", {ending::breaks}},
    {"Executes", {ending::breaks}},
    {"Aborts", {ending::breaks}},
    {"Is killed", {ending::breaks}},
    {"Leaves with four afterwards", {ending::breaks}},
    {"Fails and leaves with zero", {ending::fails, "1 == 2"}},
    {"Prints all skipped and fails", {ending::fails, "1 == 2"}},
    {"Main returns four", {ending::breaks}},
    {"Main hides failure", {ending::fails, "1 == 2"}},
    {"Main does not run", {ending::breaks}},
};

const table doctest_endings = {
    {"Passes", {ending::passes}},
    {"Passes without assertion", {ending::passes}},
    {"Fails", {ending::fails, "1 == 2"}},
    {"Fails four times", {ending::fails, "0 == 9"}},
    {"Fails with a message", {ending::fails, "for good"}},
    {"Fails in a thread", {ending::fails, "1 == 2"}},
    {"Throws", {ending::fails, "thrown in the body"}},
    {"Should fail and does", {ending::passes}},
    {"Should fail and does not", {ending::fails, "have failed"}},
    {"May fail and does", {ending::passes}},
    {"Fails twice as expected", {ending::passes}},
    {"Fails once of two expected", {ending::fails, "1 == 2"}},
    {"Fails in the second subcase", {ending::fails, "in two"}},
    {"Warns", {ending::passes}},
    {"Fixture throws", {ending::fails, "cannot be made"}},
    {"Exits with zero", {ending::breaks}},
    {"Exits with four", {ending::breaks}},
    {"Underscore exits with zero", {ending::breaks}},
    {"Quick exits with zero", {ending::breaks}},
    {"Exits by a system call", {ending::breaks}},
    {"Destructor exits", {ending::breaks}},
    {"Executes", {ending::breaks}},
    {"Aborts", {ending::breaks}},
    {"Is killed", {ending::breaks}},
    {"Crashes though it should fail", {ending::breaks}},
    {"Leaves with four afterwards", {ending::breaks}},
    {"Fails and leaves with zero", {ending::fails, "1 == 2"}},
    {"Prints success and fails", {ending::fails, "1 == 2"}},
    {"Main returns four", {ending::breaks}},
    {"Main hides failure", {ending::fails, "1 == 2"}},
    {"Main does not run", {ending::breaks}},
    {"Main filters it out", {ending::breaks}},
};

const table boost_test_endings = {
    {"passes", {ending::passes}},
    {"fails", {ending::fails, "[1 != 2]"}},
    {"fails_for_good", {ending::fails, "for good"}},
    {"throws", {ending::fails, "thrown in the body"}},
    {"fails_as_expected", {ending::passes}},
    {"fails_more_than_expected", {ending::fails, "one failure"}},
    {"skips", {ending::skips, "no GPU here"}},
    {"needs_passes", {ending::passes}},
    {"needs_fails", {ending::around}},
    {"warns", {ending::passes}},
    {"fixture_throws", {ending::fails, "cannot be made"}},
    {"set_up/it", {ending::around, "no server"}},
    {"tear_down/it", {ending::around, "server would not stop"}},
    {"data/_0", {ending::passes}},
    {"data/_1", {ending::fails, "[1 != 0]"}},
    {"exits_with_zero", {ending::breaks}},
    {"underscore_exits_with_zero", {ending::breaks}},
    {"quick_exits_with_zero", {ending::breaks}},
    {"exits_by_a_system_call", {ending::breaks}},
    {"executes", {ending::breaks}},
    {"aborts", {ending::breaks}},
    {"is_killed", {ending::breaks}},
    {"leaves_with_four_afterwards", {ending::breaks}},
    {"fails_and_leaves_with_zero", {ending::fails, "hidden"}},
    {"main_returns_four", {ending::breaks}},
    {"main_hides_failure", {ending::fails, "main() does not care"}},
    {"main_does_not_run", {ending::breaks}},
};

/// Endings of which a mode without adapter cannot know what the others do.
const std::vector<std::string> unproven_skips = {"EnvironmentSkips"};
const std::vector<std::string> unreported_failures = {"MainChecksAfterwards"};

/// What the main() of the project cannot know of in a process of several cases,
/// or what another case of the process hides.
const std::vector<std::string> not_in_units = {
    "MainChecksAfterwards",        "MainHidesDeathOfCopy",
    "StaticObjectUnderscoreExits", "Leaves with four afterwards",
    "Main returns four",           "Main does not run",
    "Skips and leaves with three", "leaves_with_four_afterwards",
    "main_returns_four",           "main_does_not_run"};

/// What the main() of the project recognises by its arguments, which do not
/// name one case of an isolated test of several.
const std::vector<std::string> not_in_isolated_units = {
    "StaticObjectUnderscoreExits", "Main returns four", "Main does not run",
    "main_returns_four", "main_does_not_run"};

/// A signal that nobody sees but the emulator that ends with 0.
const std::vector<std::string> unseen_by_the_deaf = {"AbortsAfterwards"};

/// Every text matches the SKIP_REGULAR_EXPRESSION of the user.
const std::vector<std::string> matches_of_users = {
    "PrintsFailedAndPasses", "May fail and does", "Should fail and does"};

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// It makes no difference when a property was set, or what an emulator makes of
/// the end of a program.
std::string plain_mode(const std::string& mode) {
  for (const std::string before : {"later_", "forked_"}) {
    if (mode.starts_with(before)) return mode.substr(before.size());
  }
  return mode == "deaf" ? "plain" : mode;
}

colour expected(const std::string& given_mode, const std::string& name,
                ending how) {
  const std::string mode = plain_mode(given_mode);
  if (how == ending::skips) {
    const bool is_red =
        mode == "strict" || (mode == "alone" && has(unproven_skips, name));
    return is_red ? colour::red : colour::grey;
  }
  if (mode == "will_fail") {
    return how == ending::fails ? colour::green : colour::red;
  }
  if (how != ending::passes) {
    const bool is_unseen = mode == "alone" && has(unreported_failures, name);
    return is_unseen ? colour::green : colour::red;
  }
  const bool is_match = mode == "reinterpreted" && has(matches_of_users, name);
  return is_match ? colour::grey : colour::green;
}

const char* to_text(colour given) {
  return given == colour::green  ? "green"
         : given == colour::grey ? "skipped"
                                 : "red";
}

colour colour_of(const std::string& outcome) {
  return outcome == "pass"   ? colour::green
         : outcome == "skip" ? colour::grey
                             : colour::red;
}

struct tried {
  std::string framework;  ///< the prefix of the tests
  std::string mode;
};

std::string name_of_case(const ::testing::TestParamInfo<tried>& info) {
  return info.param.framework + "_" + info.param.mode;
}

class verdicts : public testing::TestWithParam<tried> {
 protected:
  verdicts() {
    box_.set("PARALLEL_TESTING_RUN_ID", id_);
    box_.forget_run(id_);
    if (GetParam().mode == "later_will_fail") {
      // Then the scripts look at more properties, in another way.
      box_.set("PARALLEL_TESTING_TIMEOUT_MULTIPLIER", "2");
    }
    // Stacks of crashes take long; their places are the subject of C96.
    if (!has_plain_ctest()) box_.set("PARALLEL_TESTING_STACKS", "off");
  }

  [[nodiscard]] std::string prefix() const {
    return GetParam().framework + "." + GetParam().mode + ".";
  }
  [[nodiscard]] bool is_googletest() const {
    return GetParam().framework.starts_with("googletest");
  }
  [[nodiscard]] const table& endings() const {
    const std::string& name = GetParam().framework;
    return name == "googletest"   ? googletest_endings
           : is_googletest()      ? googletest_endings_from_1_13
           : name == "doctest"    ? doctest_endings
           : name == "boost_test" ? boost_test_endings
                                  : catch2_endings;
  }

  /// The ending that a case is, "" for a companion.
  [[nodiscard]] std::string ending_of(std::string name) const {
    if (name.starts_with(prefix())) name.erase(0, prefix().size());
    if (!is_googletest()) return name;
    const std::string it = ".It";
    return name.ends_with(it) ? name.substr(0, name.size() - it.size()) : "";
  }

  json run() {
    const std::string pattern = "^" + prefix();
    const auto ended = box_.run({TESTED_TOOL, "run", "--ctest", kept_ctest(),
                                 "-j2", "-R", pattern, "--output-junit",
                                 box_.path("ours.xml"), "--format", "json"});
    exit_code_ = ended.exit_code;
    return json_in(ended.output);
  }

  /// A ctest whose own JUnit file, which `run` reads and removes, is kept.
  [[nodiscard]] std::string kept_ctest() const {
    const std::string script = box_.path("ctest");
    const std::string written =
        box_.runs_directory() + "/" + id_ + "/ctest.xml";
    support::write_file(script, std::string("#!/bin/sh\n'") + TESTED_CTEST +
                                    "' \"$@\"\nstatus=$?\ntest ! -e '" +
                                    written + "' || cp '" + written + "' '" +
                                    box_.path("ctest.xml") +
                                    "'\nexit $status\n");
    std::filesystem::permissions(script, std::filesystem::perms::owner_all);
    return script;
  }

  json report() {
    const auto ended = box_.run(
        {TESTED_TOOL, "report", "--json", box_.runs_directory() + "/" + id_});
    return json_in(ended.output);
  }

  void check(const std::string& reader, const std::string& name, colour seen,
             const std::string& text) {
    const std::string ending = ending_of(name);
    if (ending.empty()) return;
    const auto known = endings().find(ending);
    if (known == endings().end()) {
      problems_ += reader + ": unknown ending " + ending + "\n";
      return;
    }
    if (has(endings_left_out(), ending)) return;
    if (GetParam().mode == "deaf" && has(unseen_by_the_deaf, ending)) return;
    const row& wanted = known->second;
    const colour right = expected(GetParam().mode, ending, wanted.how);
    if (seen != right) {
      problems_ += reader + ": " + name + " is " + to_text(seen) +
                   " instead of " + to_text(right) + "\n";
    }
    const bool must_tell = right != colour::green && !wanted.text.empty();
    if (must_tell && tells_reasons() &&
        text.find(wanted.text) == std::string::npos) {
      problems_ += reader + ": " + name + " does not have the text '" +
                   wanted.text + "' but '" + text + "'\n";
    }
    ++checked_[reader];
  }

  /// Reports of frameworks do not have the text of everything.
  [[nodiscard]] bool tells_reasons() const {
    return GetParam().mode != "alone";
  }

  void check_json(const std::string& reader, const json& result) {
    for (const json& test : result.at("tests")) {
      check(reader, test.at("name"), colour_of(test.at("outcome")),
            test.at("attempts").back().at("message"));
    }
  }

  void check_our_junit() {
    pugi::xml_document document;
    ASSERT_TRUE(document.load_file(box_.path("ours.xml").c_str()));
    for (const auto& found : document.select_nodes("//testcase")) {
      const pugi::xml_node node = found.node();
      const pugi::xml_node bad =
          node.child("failure") ? node.child("failure") : node.child("error");
      const pugi::xml_node skipped = node.child("skipped");
      const colour seen = bad       ? colour::red
                          : skipped ? colour::grey
                                    : colour::green;
      check("JUnit of run", node.attribute("name").value(), seen,
            (bad ? bad : skipped).attribute("message").value());
    }
  }

  /// CTest itself has tests; what is in a unit it does not know.
  void check_ctest(const std::string& reader,
                   const std::vector<support::junit_case>& cases) {
    colours_of_ctest_.clear();
    for (const support::junit_case& each : cases) {
      const colour seen = each.skipped    ? colour::grey
                          : each.passed() ? colour::green
                                          : colour::red;
      if (!has_units()) check(reader, each.name, seen, each.output);
      colours_of_ctest_[each.name] = seen;
    }
  }

  std::vector<support::junit_case> cases_of_plain_ctest() {
    return box_.ctest({"-j2", "-R", "^" + prefix()}).cases;
  }

  /// ctest is the same without `run`; so are the processes of the modes that
  /// are left out.
  [[nodiscard]] bool has_plain_ctest() const {
#ifdef ALL_COMBINATIONS
    return true;
#else
    const std::vector<std::string> modes = {"plain", "isolated", "alone"};
    return has(modes, GetParam().mode);
#endif
  }

  /// A unit is as red as its reddest case, and skipped when all cases are.
  void check_units(const std::string& reader, const json& result) {
    std::map<std::string, std::vector<colour>> units;
    for (const json& test : result.at("tests")) {
      const std::string unit = test.at("unit");
      if (!unit.empty()) {
        units[unit].push_back(colour_of(test.at("outcome")));
      }
    }
    EXPECT_EQ(units.empty(), !has_units());
    for (const auto& [name, cases] : units) {
      const auto count = [](const auto& colours, colour one) {
        return std::count(colours.begin(), colours.end(), one);
      };
      const bool is_grey = count(cases, colour::grey) == std::ssize(cases);
      const colour right = count(cases, colour::red) > 0 ? colour::red
                           : is_grey                     ? colour::grey
                                                         : colour::green;
      if (colours_of_ctest_.at(name) != right) {
        problems_ += reader + ": the unit " + name + " is " +
                     to_text(colours_of_ctest_.at(name)) + " instead of " +
                     to_text(right) + "\n";
      }
    }
  }

  [[nodiscard]] bool has_units() const {
    return shares_processes() || GetParam().mode == "unforkable";
  }

  /// Whether main() sees several cases at once.
  [[nodiscard]] bool shares_processes() const {
    const std::vector<std::string> modes = {"scope", "batch", "isolated"};
    return has(modes, GetParam().mode);
  }

  [[nodiscard]] std::vector<std::string> endings_left_out() const {
    if (shares_processes()) return not_in_units;
    if (has_units()) return not_in_isolated_units;
    return {};
  }

  support::sandbox box_{verdicts_build, std::string(verdicts_build) +
                                            "/modes/" + GetParam().framework +
                                            "." + GetParam().mode};
  std::string id_ = "verdicts_" + GetParam().framework + GetParam().mode +
                    std::to_string(::getpid());
  int exit_code_ = -1;
  std::string problems_;
  std::map<std::string, std::size_t> checked_;
  std::map<std::string, colour> colours_of_ctest_;
};

TEST_P(verdicts, C79_C87_one_ending_has_one_verdict_everywhere) {
  const json result = run();
  EXPECT_EQ(exit_code_, 1);
  check_json("run", result);
  check_json("report", report());
  check_our_junit();
  check_ctest("ctest of run", support::read_junit(box_.path("ctest.xml")));
  check_units("ctest of run", result);
  if (has_plain_ctest()) {
    check_ctest("ctest", cases_of_plain_ctest());
    check_units("ctest", result);
  }
  EXPECT_EQ(problems_, "");
  // Every reader has every ending, once.
  EXPECT_GT(checked_["run"], is_googletest() ? 50U : 15U);
  EXPECT_LE(checked_["run"], endings().size());
  EXPECT_EQ(checked_["report"], checked_["run"]);
  EXPECT_EQ(checked_["JUnit of run"], checked_["run"]);
  if (!has_units()) {
    EXPECT_EQ(checked_["ctest of run"], checked_["run"]);
    EXPECT_EQ(checked_["ctest"], has_plain_ctest() ? checked_["run"] : 0);
  }
}

/// The tests of a mode as `run` reports them.
json tests_of_run(support::sandbox& box, const std::string& framework,
                  const std::string& mode,
                  const std::vector<std::string>& options) {
  const std::string id =
      "results_" + framework + mode + std::to_string(::getpid());
  box.set("PARALLEL_TESTING_RUN_ID", id);
  box.forget_run(id);
  std::vector<std::string> command = {TESTED_TOOL,
                                      "run",
                                      "--ctest",
                                      TESTED_CTEST,
                                      "-j2",
                                      "-R",
                                      "^" + framework + "." + mode + ".",
                                      "--format",
                                      "json"};
  command.insert(command.end(), options.begin(), options.end());
  return json_in(box.run(command).output).at("tests");
}

/// What `run` reports of the cases of a mode, apart from times, processes and
/// what is meant to differ, and the verdicts in its JUnit file.
std::map<std::string, std::string> results_of(const std::string& framework,
                                              const std::string& mode) {
  const std::string prefix = framework + "." + mode + ".";
  support::sandbox box{verdicts_build, std::string(verdicts_build) + "/modes/" +
                                           framework + "." + mode};
  const table& endings =
      framework == "googletest" ? googletest_endings : catch2_endings;
  std::map<std::string, std::string> results;
  const json tests = tests_of_run(box, framework, mode,
                                  {"--output-junit", box.path("ours.xml")});
  for (const json& test : tests) {
    const std::string name =
        test.at("name").get<std::string>().substr(prefix.size());
    const std::string suite = name.substr(0, name.rfind('.'));
    const auto known = endings.find(framework == "googletest" ? suite : name);
    const bool breaks =
        known != endings.end() && known->second.how == ending::breaks;
    if (has(not_in_units, suite) || has(not_in_units, name)) continue;
    json same = {test.at("file"), test.at("line"), test.at("markers"),
                 test.at("labels"), test.at("flaky")};
    for (const json& attempt : test.at("attempts")) {
      // A process that breaks off without a word is known by the words of ctest
      // or by its exit code.
      same.push_back(breaks ? json(to_text(colour_of(attempt.at("outcome"))))
                            : attempt.at("outcome"));
      const std::string message = attempt.at("message");
      // Without a reason, the message is what ctest prints.
      const bool is_known = message != "Skipped" && message != "Failed";
      same.push_back(breaks || !is_known ? "" : message);
    }
    results[name] = same.dump();
  }
  pugi::xml_document document;
  EXPECT_TRUE(document.load_file(box.path("ours.xml").c_str()));
  for (const auto& found : document.select_nodes("//testcase")) {
    const std::string name = found.node().attribute("name").value();
    const auto one = results.find(name.substr(prefix.size()));
    if (one == results.end()) continue;
    const bool is_bad =
        found.node().child("failure") || found.node().child("error");
    one->second += is_bad                          ? " JUnit: bad"
                   : found.node().child("skipped") ? " JUnit: skipped"
                                                   : " JUnit: good";
  }
  return results;
}

bool is_tested(const std::string& framework) {
  const std::string all = " " + std::string(verdicts_frameworks) + " ";
  return all.find(" " + framework + " ") != std::string::npos;
}

TEST(verdicts_of_forked_cases, C101_are_those_of_a_process_each) {
  if (support::has_thread_sanitizer) {
    GTEST_SKIP() << "a program with ThreadSanitizer is not forked";
  }
  for (const std::string framework : {"googletest", "catch2"}) {
    if (!is_tested(framework)) continue;
    const auto alone = results_of(framework, "plain");
    EXPECT_GT(alone.size(), framework == "googletest" ? 140U : 20U);
    EXPECT_EQ(results_of(framework, "isolated"), alone);
  }
}

TEST(verdicts_of_forked_cases, C101_those_that_passed_are_not_retried) {
  if (support::has_thread_sanitizer) {
    GTEST_SKIP() << "a program with ThreadSanitizer is not forked";
  }
  for (const std::string framework : {"googletest", "catch2"}) {
    if (!is_tested(framework)) continue;
    support::sandbox box{
        verdicts_build,
        std::string(verdicts_build) + "/modes/" + framework + ".isolated"};
    std::map<std::string, std::set<std::size_t>> attempts;
    for (const json& test :
         tests_of_run(box, framework, "isolated", {"--retries", "1"})) {
      const bool is_case = !test.at("unit").get<std::string>().empty();
      if (!is_case) continue;
      const json& all = test.at("attempts");
      attempts[all.at(0).at("outcome")].insert(all.size());
    }
    EXPECT_EQ(attempts["pass"], std::set<std::size_t>{1}) << framework;
    EXPECT_EQ(attempts["fail"], std::set<std::size_t>{2}) << framework;
  }
}

TEST(verdicts_of_plain_ctest, C96_name_the_place_of_a_crash_in_any_mode) {
#ifndef HAS_STACKS
  GTEST_SKIP() << "parallel-testing-stacks is not built: libdw is not found";
#else
  if (!is_tested("googletest")) {
    GTEST_SKIP() << "Catch2 has handlers for these signals itself";
  }
  if (support::is_sanitized) {
    GTEST_SKIP() << "so have sanitizers, which print the place";
  }
  for (const std::string mode : {"plain", "batch", "isolated"}) {
    const std::string name = "googletest." + mode;
    support::sandbox box{verdicts_build,
                         std::string(verdicts_build) + "/modes/" + name};
    EXPECT_EQ(box.ctest({"-R", "^" + name + ".Crashes"}).failed().size(), 1U);
    const std::string recorded = support::read_file(
        box.runs_directory() + "/" + box.last_run() + "/stacks.ndjson");
    EXPECT_THAT(recorded, HasSubstr("\"test\":\"" + name + ".Crashes.It\""));
    EXPECT_THAT(recorded, HasSubstr("Crashes_It_Test::TestBody"));
  }
#endif
}

TEST(verdicts_of_commands, C78_what_the_launcher_finds_stays_a_failure) {
  support::sandbox box(verdicts_build);
  const support::ctest_result result = box.ctest({"-j2", "-R", "^command[.]"});
  EXPECT_EQ(result.passed(), std::vector<std::string>());
  EXPECT_EQ(result.skipped(), std::vector<std::string>());
  EXPECT_EQ(result.failed().size(), 21U);
}

TEST(verdicts_of_commands, what_a_command_makes_of_itself_counts) {
  support::sandbox box(verdicts_build);
  const support::ctest_result result = box.ctest({"-R", "^own[.]"});
  EXPECT_EQ(result.passed(),
            std::vector<std::string>{"own.fails_as_it_should"});
  EXPECT_EQ(result.skipped(), std::vector<std::string>{"own.skips"});
}

/// `unit: name outcome (message)` of each result, sorted.
std::vector<std::string> results_in(const json& result) {
  std::vector<std::string> lines;
  for (const json& test : result.at("tests")) {
    const json& last = test.at("attempts").back();
    const std::string message = last.at("message");
    lines.push_back(test.at("unit").get<std::string>() + ": " +
                    test.at("name").get<std::string>() + " " +
                    test.at("outcome").get<std::string>() +
                    (message.empty() ? "" : " (" + message + ")"));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

TEST(verdicts_of_commands, C79_cases_that_they_report_appear_everywhere) {
  support::sandbox box(verdicts_build);
  const std::string id = "output_" + std::to_string(::getpid());
  box.set("PARALLEL_TESTING_RUN_ID", id);
  box.forget_run(id);
  const auto ended =
      box.run({TESTED_TOOL, "run", "--ctest", TESTED_CTEST, "-j2", "-R",
               "^output[.](passes|fails|junit_in_a_file)", "--output-junit",
               box.path("ours.xml"), "--format", "json"});
  EXPECT_EQ(ended.exit_code, 1);
  const std::vector<std::string> expected = {
      "output.fails: one pass",
      "output.fails: two fail (why)",
      "output.junit_in_a_file: one pass",
      "output.junit_in_a_file: two fail (why)",
      "output.passes: one pass",
      "output.passes: two skip (no net)"};
  EXPECT_EQ(results_in(json_in(ended.output)), expected);
  pugi::xml_document document;
  ASSERT_TRUE(document.load_file(box.path("ours.xml").c_str()));
  EXPECT_EQ(document.select_nodes("//testcase").size(), 6U);
  EXPECT_EQ(document.select_nodes("//testcase[@name='two']/failure").size(),
            2U);
  EXPECT_EQ(document.select_nodes("//testcase[@name='two']/skipped").size(),
            1U);
}

TEST(verdicts_of_commands, C79_the_cases_that_they_report_decide) {
  support::sandbox box(verdicts_build);
  const support::ctest_result result = box.ctest({"-j2", "-R", "^output[.]"});
  EXPECT_EQ(result.passed(), (std::vector<std::string>{"output.junit_printed",
                                                       "output.passes"}));
  EXPECT_EQ(result.skipped(), std::vector<std::string>{"output.skips"});
  EXPECT_EQ(result.failed().size(), 8U);
  EXPECT_THAT(result.at("output.fails").output, HasSubstr("not ok 2 - two"));
}

/// Whether only ALL_COMBINATIONS have the mode. When a property was set, and
/// what an emulator makes of an end, does not depend on the framework:
/// GoogleTest has one property in each of these modes, and Catch2 beside it the
/// other one.
bool is_left_out(const std::string& framework, const std::string& mode) {
#ifdef ALL_COMBINATIONS
  static_cast<void>(framework);
  static_cast<void>(mode);
  return false;
#else
  const std::vector<std::string> of_googletest = {"later_will_fail",
                                                  "forked_reinterpreted"};
  const std::vector<std::string> of_catch2 = {"later_reinterpreted",
                                              "forked_will_fail"};
  if (framework == "googletest") return has(of_catch2, mode);
  return framework == "catch2" && is_tested("googletest") &&
         has(of_googletest, mode);
#endif
}

std::vector<tried> all_modes() {
  std::vector<tried> result;
  for (const char* const framework :
       {"googletest", "googletest_like_1_17", "catch2", "catch2_like_3_4",
        "doctest", "boost_test"}) {
    if (!is_tested(framework)) continue;
    const bool has_suites =
        std::string_view(framework).starts_with("googletest");
    for (const char* const mode :
         {"plain", "launched", "scope", "batch", "isolated", "unforkable",
          "will_fail", "reinterpreted", "later_will_fail",
          "later_reinterpreted", "strict", "alone", "forked_will_fail",
          "forked_reinterpreted", "deaf"}) {
      // How another version ends is known in these; what properties make of
      // an end does not depend on the version.
      const bool is_another_version =
          std::string_view(framework).find("like") != std::string_view::npos;
      const std::vector<std::string> by_version = {
          "plain", "isolated", "unforkable", "alone",
#ifdef ALL_COMBINATIONS
          "scope", "launched", "batch",      "reinterpreted",
#endif
      };
      if (is_another_version && !has(by_version, mode)) continue;
      if (is_left_out(framework, mode)) continue;
      const bool is_catch2_or_googletest =
          has_suites || std::string_view(framework).starts_with("catch2");
      const std::vector<std::string> few = {"plain", "isolated", "unforkable",
                                            "will_fail", "alone"};
      if (!is_catch2_or_googletest && !has(few, mode)) continue;
      // Then no program is forked, and one with a second thread waits a second
      // for it when it ends.
      if (support::has_thread_sanitizer && mode == std::string("unforkable")) {
        continue;
      }
      // Without suites, nothing is in scope of anything.
      if (!has_suites && mode == std::string("scope")) continue;
      result.push_back({framework, mode});
    }
  }
  return result;
}

INSTANTIATE_TEST_SUITE_P(all, verdicts, testing::ValuesIn(all_modes()),
                         name_of_case);

}  // namespace
}  // namespace parallel_testing::tool_test
