// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/stress/writers.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

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
  const observations seen = compare(result.runs);
  result.failing = seen.failing;
  result.unsteady = {{seen.unsteady.at(0), cause::beside, {"Mail.Sends"}}};
  return result;
}

TEST(stress_text, of_a_run_can_be_repeated) {
  const stress_result result = forged();
  EXPECT_EQ(text_of(result.runs[0]),
            "-j 1, as declared: 1 passed, 1 did not, in 0.00 s");
  EXPECT_EQ(text_of(result.runs[1]),
            "-j 4, --shuffle=7: 0 passed, 2 did not, in 0.00 s");
}

TEST(stress_text, reports_what_to_do) {
  EXPECT_EQ(text_of(forged(), {}), R"(FAILING  Mail.Sends
    in every run
UNSTEADY  Web.Answers
    fail 1 time, pass 1 time
    why Web.Answers failed
    fails while these run:
      Mail.Sends
    -> mark it and the other test with `lock:Mail`; better still, let each test work in its own temp_dir
2 runs: 1 unsteady, 1 always failing
)");
}

TEST(stress_text, finds_the_reason_in_the_output) {
  stress_result result = forged();
  result.unsteady[0].test.message = "Failed";
  result.unsteady[0].test.output =
      "[ RUN ] A.error\nfile: Failure\n\"database is locked\"\nmore\n";
  EXPECT_NE(text_of(result, {}).find("    \"database is locked\"\n"),
            std::string::npos);
  EXPECT_EQ(advice_for(result.unsteady[0]).marker, "database:shared");
}

TEST(stress_json, has_everything) {
  const auto root = nlohmann::json::parse(json_of(forged()));
  EXPECT_EQ(root.at("version"), 1);
  EXPECT_EQ(root.at("outcome"), "fail");
  EXPECT_EQ(root.at("runs").at(1).at("seed"), 7);
  const auto& one = root.at("unsteady").at(0);
  EXPECT_EQ(one.at("name"), "Web.Answers");
  EXPECT_EQ(one.at("cause"), "beside");
  EXPECT_EQ(one.at("outcomes"), nlohmann::json({"pass", "fail"}));
  EXPECT_EQ(one.at("others"), nlohmann::json({"Mail.Sends"}));
  EXPECT_EQ(one.at("marker"), "lock:Mail");
  EXPECT_EQ(root.at("failing").at(0).at("name"), "Mail.Sends");
}

}  // namespace
}  // namespace parallel_testing::stress_command
