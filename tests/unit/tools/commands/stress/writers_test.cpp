// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/stress/writers.hpp"

#include <gtest/gtest.h>

#include "base/json.hpp"
#include "forged_runs.hpp"

namespace parallel_testing::stress_command {
namespace {

using tools::verdict;

stress_result forged() {
  stress_result result;
  result.runs = {forged_run(1, {{1, "Web.Answers", 1, 2},
                                {2, "Mail.Sends", 2, 3, verdict::crash}}),
                 forged_run(4, {{1, "Web.Answers", 1, 2, verdict::fail},
                                {2, "Mail.Sends", 1, 2, verdict::crash}})};
  result.runs[1].seed = 7;
  const comparison seen = compare(result.runs);
  result.failing = seen.failing;
  finding found;
  found.why = cause::beside;
  found.tests = {seen.unsteady.at(0)};
  found.others = {"Mail.Sends"};
  result.findings = {found};
  return result;
}

finding shared_resource() {
  finding found = forged().findings[0];
  found.why = cause::shared_resource;
  found.resource = "2 tests of Web bind TCP port 80";
  found.evidence = "Web.Answers and Web.Asks bind TCP port 80";
  found.tried = {{"isolate:network", "isolate:network", trial_result::fails},
                 {"lock:80", "lock:80", trial_result::helps},
                 {"port:80", "port:80", trial_result::not_tried}};
  return found;
}

TEST(stress_text, of_a_run_can_be_repeated) {
  const stress_result result = forged();
  EXPECT_EQ(text_of(result.runs[0]),
            "-j 1, as declared: 1 passed, 1 did not, in 0.00 s: Mail.Sends");
  EXPECT_EQ(text_of(result.runs[1]),
            "-j 4, --shuffle=7: 0 passed, 2 did not, in 0.00 s: Web.Answers, "
            "Mail.Sends");
}

TEST(stress_text, of_a_run_gives_the_number_of_further_failures) {
  const compared_run run = forged_run(1, {{1, "a", 1, 2, verdict::fail},
                                          {2, "b", 1, 2, verdict::fail},
                                          {3, "c", 1, 2, verdict::fail},
                                          {4, "d", 1, 2, verdict::fail}});
  EXPECT_TRUE(text_of(run).ends_with(": a, b, c and 1 more"));
}

TEST(stress_text, reports_what_fails_beside_what) {
  const stress_result result = forged();
  EXPECT_EQ(failing_text(result.failing.at(0), {}), R"(FAILING  Mail.Sends
    in every run
)");
  EXPECT_EQ(text_of(result.findings.at(0), records::none, {}),
            R"(UNSTEADY  Web.Answers
    fail 1 time, pass 1 time
    why Web.Answers failed
    fails while these run:
      Mail.Sends
    -> run `parallel-testing suggest`, which watches the tests and names what they share; until then, give all of them one `lock:name`
)");
  EXPECT_EQ(end_text(result), "2 runs: 1 unsteady, 1 always failing\n");
}

TEST(stress_text, reports_what_is_shared_and_which_remedy_helps) {
  EXPECT_EQ(text_of(shared_resource(), records::watched, {}),
            R"(UNSTEADY  Web.Answers
    fail 1 time, pass 1 time
    why Web.Answers failed
    2 tests of Web bind TCP port 80
    Web.Answers and Web.Asks bind TCP port 80
    with isolate:network some still fail
    with lock:80 they pass together
    port:80 could not be tried
    -> use lock:80, with which they passed together; `parallel-testing suggest` writes the lines
)");
}

TEST(stress_text, gives_the_numbers_of_tests_that_it_leaves_out) {
  finding found = forged().findings[0];
  found.tests.assign(12, found.tests[0]);
  found.others.assign(11, "x");
  const std::string text = text_of(found, records::none, {});
  EXPECT_NE(text.find("UNSTEADY  and 2 more; --format json lists all\n"),
            std::string::npos);
  EXPECT_NE(text.find("      and 1 more; --format json lists all\n"),
            std::string::npos);
}

TEST(stress_text, reports_that_it_was_stopped) {
  stress_result result = forged();
  result.how = stress_end::time_limit;
  EXPECT_EQ(end_text(result),
            "2 runs: 1 unsteady, 1 always failing\n"
            "stopped by the time limit; --time-limit 0 sets none\n");
  result.how = stress_end::interrupted;
  EXPECT_NE(end_text(result).find("interrupted; "), std::string::npos);
}

TEST(stress_text, of_a_diagnosis_is_one_line) {
  const diagnosis found{
      forged().findings[0].tests[0], cause::beside, {"a", "b", "c", "d"}};
  EXPECT_EQ(text_of(found),
            "'Web.Answers' fails while these run: a, b, c and 1 more");
}

TEST(stress_text, finds_the_reason_in_the_output) {
  finding found = forged().findings[0];
  found.tests[0].message = "Failed";
  found.tests[0].output =
      "[ RUN ] A.error\nfile: Failure\n\"database is locked\"\nmore\n";
  EXPECT_NE(
      text_of(found, records::none, {}).find("    \"database is locked\"\n"),
      std::string::npos);
}

TEST(stress_json, has_everything) {
  const auto root = nlohmann::json::parse(json_of(forged()));
  EXPECT_EQ(root.at("version"), 1);
  EXPECT_EQ(root.at("outcome"), "fail");
  EXPECT_EQ(root.at("end"), "complete");
  EXPECT_EQ(root.at("watched"), false);
  EXPECT_EQ(root.at("runs").at(1).at("seed"), 7);
  const auto& one = root.at("unsteady").at(0);
  EXPECT_EQ(one.at("name"), "Web.Answers");
  EXPECT_EQ(one.at("cause"), "beside");
  EXPECT_EQ(one.at("outcomes"), nlohmann::json({"pass", "fail"}));
  EXPECT_EQ(one.at("others"), nlohmann::json({"Mail.Sends"}));
  EXPECT_EQ(one.at("marker"), "");
  EXPECT_EQ(root.at("failing").at(0).at("name"), "Mail.Sends");
}

TEST(stress_json, has_causes_with_the_remedies_that_were_tried) {
  stress_result result = forged();
  result.findings = {shared_resource()};
  result.known = records::watched;
  result.how = stress_end::time_limit;
  const auto root = nlohmann::json::parse(json_of(result));
  EXPECT_EQ(root.at("end"), "time_limit");
  EXPECT_EQ(root.at("watched"), true);
  const auto& one = root.at("causes").at(0);
  EXPECT_EQ(one.at("cause"), "shared_resource");
  EXPECT_EQ(one.at("resource"), "2 tests of Web bind TCP port 80");
  EXPECT_EQ(one.at("tests"), nlohmann::json({"Web.Answers"}));
  EXPECT_EQ(one.at("tried").at(0).at("result"), "fails");
  EXPECT_EQ(one.at("tried").at(1).at("result"), "helps");
  EXPECT_EQ(one.at("tried").at(2).at("result"), "not_tried");
  EXPECT_EQ(one.at("marker"), "lock:80");
  EXPECT_EQ(root.at("unsteady").at(0).at("marker"), "lock:80");
}

}  // namespace
}  // namespace parallel_testing::stress_command
