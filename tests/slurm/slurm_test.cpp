// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `parallel-testing run --on slurm` on a cluster of four nodes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "shell_tests.hpp"
#include "slurm_cluster.hpp"
#include "support/files.hpp"

namespace parallel_testing::slurm_test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using support::finished_process;
using testing::AllOf;
using testing::AnyOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

/// Ends the agent of the test, the parent of its ctest, when its log has the
/// test. Slurm ends that ctest in less time than the test then waits.
constexpr const char* kill_agent =
    "sleep 0.3; kill -9 $(cut -d' ' -f4 /proc/$PPID/stat); exec sleep 3";

class on_slurm : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (missing_for_cluster().empty()) {
      cluster_ = std::make_unique<slurm_cluster>(4);
    }
  }
  static void TearDownTestSuite() {
    cluster_.reset();
    // The tests of killed agents live on for this time.
    constexpr int lifetime_ms = 3000;
    ::poll(nullptr, 0, lifetime_ms);
  }

  void SetUp() override {
    if (!cluster_) {
      GTEST_SKIP() << missing_for_cluster();
    }
    const testing::TestInfo* own =
        testing::UnitTest::GetInstance()->current_test_info();
    tests_ = std::make_unique<shell_tests>(cluster_->path(own->name()));
  }
  void TearDown() override {
    if (cluster_) {
      EXPECT_THAT(cluster_->queue_at_rest(), IsEmpty());
    }
  }

  [[nodiscard]] std::vector<std::string> arguments(
      const std::vector<std::string>& more) const {
    std::vector<std::string> result{TESTED_TOOL, "run",   tests_->build(),
                                    "--on",      "slurm", "-j2"};
    result.insert(result.end(), more.begin(), more.end());
    return result;
  }
  [[nodiscard]] finished_process run(
      const std::vector<std::string>& more = {}) const {
    return cluster_->run(arguments(more));
  }
  [[nodiscard]] finished_process tool(std::vector<std::string> words) const {
    words.insert(words.begin(), TESTED_TOOL);
    return cluster_->run(std::move(words));
  }

  /// The last run as `report` reads it.
  [[nodiscard]] json report() const {
    const finished_process shown =
        tool({"report", tests_->build(), "--format", "json"});
    return json::parse(shown.output);
  }
  /// Name and decisive outcome of each test.
  [[nodiscard]] static std::map<std::string, std::string> outcomes_in(
      const json& result) {
    std::map<std::string, std::string> outcomes;
    for (const json& test : result.at("tests")) {
      outcomes[test.at("name")] = test.at("outcome");
    }
    return outcomes;
  }
  [[nodiscard]] static json test_in(const json& result,
                                    const std::string& name) {
    for (const json& test : result.at("tests")) {
      if (test.at("name") == name) {
        return test;
      }
    }
    return {};
  }
  [[nodiscard]] std::string only_log() const {
    for (const auto& entry :
         fs::directory_iterator(tests_->path("Testing/ParallelTesting/runs"))) {
      return (entry.path() / "events.ndjson").string();
    }
    return "";
  }

  static std::unique_ptr<slurm_cluster> cluster_;
  std::unique_ptr<shell_tests> tests_;
};

std::unique_ptr<slurm_cluster> on_slurm::cluster_;

TEST_F(on_slurm, C104_nodes_have_one_display_summary_log_report_and_exit_code) {
  tests_->add_many(16, "t", "sleep 0.1; echo printed by $0");
  tests_->add("fails", "echo what went wrong; exit 3");
  const std::string junit = tests_->path("r.xml");
  const finished_process ran = run({"--nodes", "4", "--output-junit", junit});
  EXPECT_EQ(ran.exit_code, 1) << ran.output;
  for (const char* node : {"[n1]", "[n2]", "[n3]", "[n4]"}) {
    EXPECT_THAT(ran.output, HasSubstr(node));
  }
  EXPECT_THAT(ran.output,
              AllOf(HasSubstr("FAILED  fails"), HasSubstr("what went wrong"),
                    HasSubstr("16 passed")));
  EXPECT_THAT(tests_->starts(), SizeIs(17));
  EXPECT_THAT(tests_->nodes_of("t"), ElementsAre("n1", "n2", "n3", "n4"));

  const std::string shown = support::read_file(junit);
  EXPECT_THAT(shown, AllOf(HasSubstr("tests=\"17\""), HasSubstr("name=\"t1\""),
                           HasSubstr("printed by")));
  EXPECT_EQ(outcomes_in(report()).size(), 17U);
  EXPECT_EQ(report().at("run").at("workers"), 8);
  const finished_process audit = tool({"audit", tests_->build()});
  EXPECT_EQ(audit.exit_code, 0) << audit.output;
  const finished_process page =
      tool({"report", tests_->build(), "--html", tests_->path("page.html")});
  EXPECT_EQ(page.exit_code, 0) << page.output;
}

TEST_F(on_slurm, C104_every_kind_of_end_is_as_on_one_machine) {
  tests_->add("passes", "echo fine");
  tests_->add("fails", "echo no; exit 7");
  tests_->add("crashes", "kill -SEGV $$");
  tests_->add("hangs", "exec sleep 30", {{"TIMEOUT", "1"}});
  tests_->add("skips", "exit 77", {{"SKIP_RETURN_CODE", "77"}});
  tests_->add("will_fail", "exit 1", {{"WILL_FAIL", "ON"}});
  tests_->add("prepares", ":", {{"FIXTURES_SETUP", "f"}});
  tests_->add("needs", ":", {{"FIXTURES_REQUIRED", "f"}});
  tests_->add("never", ":", {{"DISABLED", "ON"}});
  tests_->add("off", ":", {{"FIXTURES_REQUIRED", "broken"}});
  tests_->add("breaks", "exit 1", {{"FIXTURES_SETUP", "broken"}});
  const auto of = [&](const std::vector<std::string>& command) {
    std::map<std::string, std::vector<std::string>> facts;
    const finished_process ran = cluster_->run(command);
    EXPECT_EQ(ran.exit_code, 1);
    // salloc prints before it and after it.
    const std::size_t begin = ran.output.find("\n{") + 1;
    const std::size_t end = ran.output.find("\n}", begin) + 2;
    const json result = json::parse(ran.output.substr(begin, end - begin));
    for (const json& test : result.at("tests")) {
      const json& attempt = test.at("attempts").back();
      facts[test.at("name")] = {test.at("outcome"), attempt.at("message"),
                                attempt.at("output")};
    }
    return facts;
  };
  const auto here =
      of({TESTED_TOOL, "run", tests_->build(), "-j2", "--format", "json"});
  const auto there = of(arguments({"--nodes", "2", "--format", "json"}));
  EXPECT_THAT(here, SizeIs(11));
  EXPECT_EQ(there, here);
}

TEST_F(on_slurm, C104_an_interrupt_cancels_the_job_and_ends_its_tests) {
  tests_->add_many(8, "t", "exec sleep 60");
  support::child_process ran(cluster_->command(arguments({"--nodes", "2"})));
  for (int look = 0; tests_->starts().size() < 4 && look < 400; ++look) {
    ::poll(nullptr, 0, 25);
  }
  EXPECT_THAT(cluster_->queue(), SizeIs(1));
  for (int asked = 0; asked < 20; ++asked) {
    ran.signal(SIGUSR1);
    ::poll(nullptr, 0, 25);
  }
  ran.signal(SIGINT);
  const finished_process end = ran.wait();
  EXPECT_THAT(end.output,
              AllOf(HasSubstr("0 of 8 tests have ended"), HasSubstr("[n2] t")));
  EXPECT_EQ(end.exit_code, 128 + SIGINT) << end.output;
  EXPECT_THAT(cluster_->queue(), IsEmpty());
  EXPECT_THAT(tests_->starts(), SizeIs(4));
  EXPECT_THAT(end.output, HasSubstr("SIGINT: asking the running tests"));
}

TEST_F(on_slurm, C104_an_interrupt_while_waiting_takes_back_the_request) {
  tests_->add("t1", ":");
  support::child_process ran(cluster_->command(arguments({"--nodes", "9"})));
  for (int look = 0; cluster_->queue().empty() && look < 400; ++look) {
    ::poll(nullptr, 0, 25);
  }
  ran.signal(SIGINT);
  EXPECT_EQ(ran.wait().exit_code, 128 + SIGINT);
  EXPECT_THAT(cluster_->queue(), IsEmpty());
  EXPECT_EQ(only_log(), "");
}

TEST_F(on_slurm, C104_a_killed_run_leaves_no_job) {
  tests_->add_many(2, "t", "exec sleep 60");
  support::child_process ran(cluster_->command(arguments({"--nodes", "2"})));
  for (int look = 0; tests_->starts().size() < 2 && look < 400; ++look) {
    ::poll(nullptr, 0, 25);
  }
  ran.signal(SIGKILL);
  EXPECT_EQ(ran.wait().exit_code, 128 + SIGKILL);
  EXPECT_THAT(cluster_->queue_at_rest(), IsEmpty());
  EXPECT_THAT(cluster_->requests_at_rest(), IsEmpty());
}

TEST_F(on_slurm, C104_an_agent_ends_by_itself_when_its_run_is_gone) {
  // Started by hand, so that no part of Slurm ends it.
  tests_->add("t", "echo $$ >>pids; exec sleep 60");
  const std::string pids = tests_->path("pids");
  const auto ends_after = [&](const std::string& name,
                              const std::function<void(const fs::path&)>& how) {
    const fs::path run = tests_->path("Testing/ParallelTesting/runs/" + name);
    fs::create_directories(run / "work/claims/1");
    fs::create_directories(run / "nodes/n1");
    const json list{
        {"version", 1},
        {"run", name},
        {"start", 0},
        {"build", tests_->build()},
        {"nodes", {"n1"}},
        {"arguments", {"-j", "1", "--ctest", TESTED_CTEST}},
        {"needs_outputs", false},
        {"leaves_when_idle", false},
        {"units", {{{"id", "1.1"}, {"node", "n1"}, {"tests", {{1, "t"}}}}}},
        {"reserved", json::object()}};
    support::write_file((run / "work/list.json").string(), list.dump() + "\n");
    support::write_file((run / "work/pulse").string(), "1");
    for (const char* file :
         {"work/orders", "work/tests.json", "nodes/n1/report.ndjson"}) {
      support::write_file((run / file).string(), "");
    }
    support::write_file(pids, "");
    support::command agent =
        cluster_->command({TESTED_TOOL, "agent", run.string(), "n1"});
    agent.environment["PARALLEL_TESTING_NODE_SILENCE"] = "3";
    support::child_process started(agent);
    for (int look = 0; support::read_lines(pids).empty() && look < 400;
         ++look) {
      ::poll(nullptr, 0, 25);
    }
    how(run);
    for (int look = 0; !started.has_ended() && look < 400; ++look) {
      ::poll(nullptr, 0, 25);
    }
    const bool has_ended = started.has_ended();
    const std::vector<std::string> tests = support::read_lines(pids);
    return has_ended && tests.size() == 1 &&
           ::kill(std::stoi(tests[0]), 0) != 0;
  };
  EXPECT_TRUE(ends_after("ended", [](const fs::path& run) {
    support::write_file((run / "work/pulse").string(), "ended");
  }));
  EXPECT_TRUE(ends_after(
      "removed", [](const fs::path& run) { fs::remove_all(run / "work"); }));
  EXPECT_TRUE(ends_after("silent", [](const fs::path& /*run*/) {}));
}

TEST_F(on_slurm, C104_an_agent_that_is_not_needed_ends) {
  const fs::path directory = tests_->path("run");
  fs::create_directories(directory / "work");
  const auto ends_with = [&](const std::string& list,
                             const std::string& orders) {
    support::write_file((directory / "work/list.json").string(), list);
    support::write_file((directory / "work/orders").string(), orders);
    support::write_file((directory / "work/pulse").string(), "1");
    return tool({"agent", directory.string(), "n1", "1"}).exit_code;
  };
  const json of_a_later_start{{"version", 1},
                              {"run", "r"},
                              {"start", 2},
                              {"build", "/none"},
                              {"nodes", {"n1"}},
                              {"arguments", json::array()},
                              {"units", json::array()},
                              {"needs_outputs", false},
                              {"leaves_when_idle", false},
                              {"reserved", json::object()}};
  EXPECT_EQ(ends_with("", "over\n"), 0);
  EXPECT_EQ(ends_with("", "signal 2\n"), 0);
  EXPECT_EQ(ends_with(of_a_later_start.dump() + "\n", ""), 0);
  // Agents start while ctest lists the tests.
  tests_->add("t1", ":");
  EXPECT_EQ(run({"-R", "nothing"}).exit_code, 4);
  EXPECT_EQ(only_log(), "");
  support::write_file(tests_->path("CTestTestfile.cmake"), "no_command()\n");
  EXPECT_EQ(run().exit_code, 3);
  EXPECT_EQ(only_log(), "");
}

TEST_F(on_slurm, C104_an_array_ends_with_its_run_however_that_ends) {
  tests_->add_many(4, "t", "exec sleep 60");
  std::size_t begun = 0;
  for (const int number : {SIGKILL, SIGHUP}) {
    support::child_process ran(cluster_->command(
        {TESTED_TOOL, "run", tests_->build(), "--on", "slurm:array=2", "-j2"}));
    begun += 4;
    for (int look = 0; tests_->starts().size() < begun && look < 400; ++look) {
      ::poll(nullptr, 0, 25);
    }
    EXPECT_THAT(tests_->starts(), SizeIs(begun));
    ran.signal(number);
    EXPECT_EQ(ran.wait().exit_code, 128 + number);
    EXPECT_THAT(cluster_->queue_at_rest(), IsEmpty());
    EXPECT_THAT(cluster_->requests_at_rest(), IsEmpty());
  }
}

TEST_F(on_slurm, C104_an_array_is_cancelled_before_its_job_is_known) {
  tests_->add_many(2, "t", "exec sleep 60");
  support::child_process ran(cluster_->command(
      {TESTED_TOOL, "run", tests_->build(), "--on", "slurm:array=2", "-j2"}));
  const std::string runs = tests_->path("Testing/ParallelTesting/runs");
  for (int look = 0; !fs::exists(runs) && look < 400; ++look) {
    ::poll(nullptr, 0, 5);
  }
  ran.signal(SIGTERM);
  EXPECT_EQ(ran.wait().exit_code, 128 + SIGTERM);
  EXPECT_THAT(cluster_->queue_at_rest(), IsEmpty());
  EXPECT_THAT(cluster_->requests_at_rest(), IsEmpty());
}

TEST_F(on_slurm, C104_in_an_allocation_its_nodes_are_used) {
  tests_->add_many(4, "t", "echo $SLURM_JOB_ID >>jobs");
  std::vector<std::string> command = arguments({});
  command.insert(command.begin(), {"salloc", "-N3", "--exclusive"});
  const finished_process ran = cluster_->run(command);
  EXPECT_EQ(ran.exit_code, 0) << ran.output;
  EXPECT_THAT(ran.output, AllOf(HasSubstr("3 nodes of job"),
                                HasSubstr("Granted job allocation")));
  const std::vector<std::string> jobs =
      support::read_lines(tests_->path("jobs"));
  EXPECT_THAT(jobs, SizeIs(4));
  EXPECT_THAT(std::set<std::string>(jobs.begin(), jobs.end()), SizeIs(1));
}

TEST_F(on_slurm, C104_the_tasks_of_an_array_share_the_tests) {
  tests_->add_many(12, "t", "sleep 0.2; echo $SLURM_ARRAY_TASK_ID >>tasks");
  const finished_process ran = cluster_->run(
      {TESTED_TOOL, "run", tests_->build(), "--on", "slurm:array=3", "-j2"});
  EXPECT_EQ(ran.exit_code, 0) << ran.output;
  EXPECT_THAT(ran.output,
              AllOf(HasSubstr("3 tasks of job"), HasSubstr("12 passed")));
  EXPECT_THAT(support::read_lines(tests_->path("tasks")), SizeIs(12));
}

TEST_F(on_slurm, C104_an_idle_node_takes_tests_that_another_has_not_begun) {
  // By the times of earlier runs, n1 has little to do. It is the only node
  // whose tests are fast.
  for (int at = 1; at <= 24; ++at) {
    const std::string name = "t" + std::to_string(at);
    tests_->add(name, "test $SLURMD_NODENAME = n1 || sleep 1");
    tests_->set_time(name, 1);
  }
  const finished_process ran = run({"--nodes", "2"});
  EXPECT_EQ(ran.exit_code, 0) << ran.output;
  std::map<std::string, int> count;
  for (const std::string& line : tests_->starts()) {
    ++count[line.substr(line.find(' ') + 1)];
  }
  EXPECT_EQ(count["n1"] + count["n2"], 24);
  EXPECT_GT(count["n1"], count["n2"]);
}

TEST_F(on_slurm, C105_tests_of_a_killed_agent_run_elsewhere_and_it_is_said) {
  tests_->add_many(12, "t", "sleep 0.1");
  tests_->add("kills", "test -e killed && exit 0; touch killed; " +
                           std::string(kill_agent));
  const finished_process ran = run({"--nodes", "3"});
  EXPECT_EQ(ran.exit_code, 0) << ran.output;
  EXPECT_THAT(ran.output, AllOf(HasSubstr("its agent ended with status 137"),
                                HasSubstr("on another node")));
  const json result = report();
  const auto outcomes = outcomes_in(result);
  EXPECT_THAT(outcomes, SizeIs(13));
  for (const auto& [name, outcome] : outcomes) {
    EXPECT_EQ(outcome, "pass") << name;
    const json test = test_in(result, name);
    // Once, or no more often than the report says.
    EXPECT_LE(tests_->starts_of(name), test.at("attempts").size()) << name;
    EXPECT_GE(tests_->starts_of(name), 1) << name;
  }
  const json killed = test_in(result, "kills");
  ASSERT_THAT(killed.at("attempts"), SizeIs(2));
  EXPECT_EQ(killed.at("attempts").at(0).at("outcome"), "crash");
  EXPECT_THAT(killed.at("attempts").at(0).at("message").get<std::string>(),
              AllOf(HasSubstr("its node n"), HasSubstr("ended while it ran")));
  EXPECT_EQ(killed.at("flaky"), true);
}

TEST_F(on_slurm, C105_a_node_without_work_takes_that_of_one_that_ends_later) {
  tests_->add("kills", "test -e killed && exit 0; touch killed; " +
                           std::string(kill_agent));
  const finished_process ran = run({"--nodes", "2"});
  EXPECT_EQ(ran.exit_code, 0) << ran.output;
  // Its first agent had left.
  EXPECT_THAT(ran.output, AnyOf(HasSubstr("[n1.2]"), HasSubstr("[n2.2]")));
  EXPECT_THAT(
      outcomes_in(report()),
      ElementsAre(std::pair<const std::string, std::string>("kills", "pass")));
  EXPECT_EQ(tests_->starts_of("kills"), 2);
}

TEST_F(on_slurm, C105_tests_of_a_killed_ctest_run_elsewhere) {
  tests_->add_many(12, "t", "sleep 0.1");
  tests_->add("kills",
              "test -e killed && exit 0; touch killed; sleep 0.3; "
              "kill -9 $PPID; exec sleep 0.2");
  const finished_process ran = run({"--nodes", "2"});
  EXPECT_EQ(ran.exit_code, 0) << ran.output;
  EXPECT_THAT(ran.output, HasSubstr("its ctest was ended by SIGKILL"));
  const auto outcomes = outcomes_in(report());
  EXPECT_THAT(outcomes, SizeIs(13));
  for (const auto& [name, outcome] : outcomes) {
    EXPECT_EQ(outcome, "pass") << name << "\n" << ran.output;
  }
  EXPECT_EQ(test_in(report(), "kills").at("flaky"), true);
}

TEST_F(on_slurm, C105_a_test_that_fails_as_its_node_ends_runs_elsewhere) {
  // What ends a node may end its tests before it ends the agent.
  tests_->add("fails",
              "test -e failed && exit 0; touch failed; "
              "agent=$(cut -d' ' -f4 /proc/$PPID/stat); "
              "(sleep 0.2; kill -9 $agent) >/dev/null 2>&1 & exit 1");
  // The longest and the first of its ctest: it starts while others are left.
  tests_->set_time("fails", 5);
  tests_->add_many(12, "t", "sleep 0.2");
  for (int at = 1; at <= 12; ++at) {
    tests_->set_time("t" + std::to_string(at), 1);
  }
  const finished_process ran = run({"--nodes", "2"});
  EXPECT_EQ(ran.exit_code, 0) << ran.output;
  const json failed = test_in(report(), "fails");
  EXPECT_EQ(failed.at("flaky"), true) << ran.output;
  ASSERT_THAT(failed.at("attempts"), SizeIs(2));
  EXPECT_EQ(failed.at("attempts").at(0).at("outcome"), "fail");
  EXPECT_THAT(failed.at("attempts").at(0).at("message").get<std::string>(),
              HasSubstr("ended a moment later: its agent ended"));
}

TEST_F(on_slurm, C105_a_test_that_kills_two_nodes_never_counts_as_passed) {
  tests_->add_many(6, "t");
  tests_->add("kills", kill_agent);
  const finished_process ran = run({"--nodes", "3"});
  EXPECT_EQ(ran.exit_code, 1) << ran.output;
  EXPECT_EQ(tests_->starts_of("kills"), 2);
  auto outcomes = outcomes_in(report());
  EXPECT_EQ(outcomes["kills"], "crash");
  outcomes.erase("kills");
  for (const auto& [name, outcome] : outcomes) {
    EXPECT_EQ(outcome, "pass") << name;
  }
}

TEST_F(on_slurm, C105_an_agent_that_a_signal_ends_is_a_node_that_ends) {
  tests_->add_many(4, "t", "sleep 0.1");
  tests_->add("ends",
              "test -e ended && exit 0; touch ended; sleep 0.3; "
              "kill -TERM $(cut -d' ' -f4 /proc/$PPID/stat); "
              "exec sleep 3");
  const finished_process ran = run({"--nodes", "2"});
  EXPECT_EQ(ran.exit_code, 0) << ran.output;
  EXPECT_THAT(ran.output, HasSubstr("a signal ended its agent"));
  EXPECT_THAT(outcomes_in(report()), SizeIs(5));
}

TEST_F(on_slurm, C105_without_any_node_left_what_is_known_is_told_with_3) {
  tests_->add("t1", ":");
  tests_->set_time("t1", 100);
  tests_->add("kills", kill_agent);
  tests_->set_time("kills", 50);
  const finished_process ran = run({"--nodes", "1"});
  EXPECT_EQ(ran.exit_code, 3) << ran.output;
  EXPECT_THAT(ran.output, HasSubstr("no node is left"));
  EXPECT_EQ(outcomes_in(report()).at("kills"), "crash");
}

TEST_F(on_slurm, C106_tests_of_a_cluster_lock_run_on_one_node) {
  tests_->add_many(6, "free", "sleep 0.05");
  tests_->add_many(8, "locked", "sleep 0.05", {{"LABELS", "lock:x:cluster"}});
  const finished_process ran = run({"--nodes", "4"});
  EXPECT_EQ(ran.exit_code, 0) << ran.output;
  EXPECT_THAT(tests_->nodes_of("locked"), SizeIs(1));
  EXPECT_THAT(support::read_file(only_log()),
              AllOf(HasSubstr("cluster_lock"), HasSubstr("lock:x")));
  EXPECT_EQ(tool({"audit", tests_->build()}).exit_code, 0);
}

TEST_F(on_slurm, C106_the_records_prove_that_one_node_held_the_lock) {
  const std::string log = cluster_->path("events.ndjson");
  fs::remove_all(std::string(CLUSTER_BUILD) + "/Testing/ParallelTesting/runs");
  const finished_process ran =
      cluster_->run({TESTED_TOOL, "run", CLUSTER_BUILD, "--on", "slurm", "-j2",
                     "--nodes", "4"});
  EXPECT_EQ(ran.exit_code, 0) << ran.output;
  EXPECT_THAT(ran.output, testing::ContainsRegex("\\[n[1-4][.]gw[0-9]+\\]"));
  const finished_process audit = tool({"audit", CLUSTER_BUILD});
  EXPECT_EQ(audit.exit_code, 0) << audit.output;

  const json shown =
      json::parse(tool({"report", CLUSTER_BUILD, "--format", "json"}).output);
  std::map<std::string, std::set<std::string>> nodes;
  for (const json& test : shown.at("tests")) {
    const json& attempt = test.at("attempts").back();
    const std::string worker = attempt.at("worker");
    const std::string name = test.at("name");
    nodes[name.substr(0, name.find('.'))].insert(
        worker.substr(0, worker.find('.')));
  }
  EXPECT_THAT(nodes["locked"], SizeIs(1));
  EXPECT_THAT(nodes["wide"], SizeIs(1));
  EXPECT_THAT(nodes["local"], SizeIs(testing::Gt(1U)));

  // What the log would be if another node had held the lock.
  const std::string holder = *nodes["locked"].begin();
  const std::string other = holder == "n1" ? "n2" : "n1";
  std::string forged;
  bool is_moved = false;
  std::string run;
  for (const auto& entry : fs::directory_iterator(
           std::string(CLUSTER_BUILD) + "/Testing/ParallelTesting/runs")) {
    run = entry.path().string();
  }
  for (const std::string& line : support::read_lines(run + "/events.ndjson")) {
    json event = json::parse(line);
    if (!is_moved && event.at("event") == "lock_acquire" &&
        event.at("key") == "lock:x") {
      is_moved = true;
      event["worker"] = other + ".gw0";
    }
    forged += event.dump() + "\n";
  }
  EXPECT_TRUE(is_moved);
  support::write_file(log, forged);
  const finished_process found = tool({"audit", log});
  EXPECT_EQ(found.exit_code, 1) << found.output;
  EXPECT_THAT(found.output, HasSubstr("cluster lock lock:x"));
}

TEST_F(on_slurm, C106_a_licence_is_held_by_one_task_of_an_array) {
  tests_->add_many(4, "locked",
                   "scontrol show licenses -o >>licences; "
                   "echo $SLURM_ARRAY_TASK_ID >>tasks",
                   {{"LABELS", "lock:db:cluster"}});
  tests_->add_many(8, "free");
  const finished_process ran = cluster_->run(
      {TESTED_TOOL, "run", tests_->build(), "--on", "slurm:array=3", "-j2"});
  EXPECT_EQ(ran.exit_code, 0) << ran.output;
  EXPECT_THAT(support::read_lines(tests_->path("licences")),
              testing::Each(HasSubstr("LicenseName=db Total=1 Used=1")));
  EXPECT_THAT(support::read_lines(tests_->path("tasks")),
              AllOf(SizeIs(4), testing::Each("0")));
  EXPECT_THAT(support::read_file(only_log()), HasSubstr("\"licence\":\"db\""));
}

TEST_F(on_slurm, C106_the_licence_of_a_killed_task_is_requested_again) {
  tests_->add("locked",
              "echo $SLURM_ARRAY_TASK_ID >>tasks; test -e killed && exit 0; "
              "touch killed; " +
                  std::string(kill_agent),
              {{"LABELS", "lock:db:cluster"}});
  tests_->add_many(4, "free");
  const finished_process ran = cluster_->run(
      {TESTED_TOOL, "run", tests_->build(), "--on", "slurm:array=2", "-j2"});
  EXPECT_EQ(ran.exit_code, 0) << ran.output;
  EXPECT_THAT(ran.output, HasSubstr("[a0] its agent ended with status 137"));
  EXPECT_THAT(support::read_lines(tests_->path("tasks")),
              ElementsAre("0", "2"));
}

TEST_F(on_slurm, C106_a_licence_of_the_site_keeps_the_lock_among_all_jobs) {
  tests_->add("locked", "scontrol show licenses -o >licences",
              {{"LABELS", "database:db:cluster"}});
  const finished_process ran = run({"--nodes", "1"});
  EXPECT_EQ(ran.exit_code, 0) << ran.output;
  EXPECT_THAT(support::read_file(tests_->path("licences")),
              HasSubstr("LicenseName=db Total=1 Used=1"));
  std::vector<std::string> command = arguments({});
  command.insert(command.begin(), {"salloc", "-N1", "--exclusive"});
  const finished_process without = cluster_->run(command);
  EXPECT_EQ(without.exit_code, 3) << without.output;
  EXPECT_THAT(without.output, HasSubstr("salloc --licenses=db"));
}

TEST_F(on_slurm, a_test_may_start_a_step_on_several_nodes) {
  tests_->add("ranks",
              "srun -N2 -n2 --exact sh -c 'echo $SLURM_PROCID' >ranks");
  const finished_process ran = run({"--nodes", "2"});
  EXPECT_EQ(ran.exit_code, 0) << ran.output;
  EXPECT_THAT(support::read_lines(tests_->path("ranks")), SizeIs(2));
}

TEST_F(on_slurm, other_options_work_on_nodes) {
  tests_->add_many(4, "t");
  tests_->add("flaky", "test -e once || { touch once; exit 1; }");
  tests_->add("bad", "exit 1");
  const finished_process first =
      run({"--nodes", "2", "--retries", "1", "-E", "t4"});
  EXPECT_EQ(first.exit_code, 1) << first.output;
  const json result = report();
  EXPECT_THAT(outcomes_in(result), SizeIs(5));
  EXPECT_THAT(test_in(result, "flaky").at("attempts"), SizeIs(2));
  EXPECT_THAT(test_in(result, "bad").at("attempts"), SizeIs(2));
  const finished_process again = run({"--nodes", "2", "--last-failed"});
  EXPECT_EQ(again.exit_code, 1) << again.output;
  EXPECT_EQ(tests_->starts_of("t1"), 1);
  EXPECT_EQ(tests_->starts_of("bad"), 3);
  // Of the first run, only what the second one has not removed is left.
  int spent = 0;
  for (const auto& entry :
       fs::directory_iterator(tests_->path("Testing/ParallelTesting/runs"))) {
    EXPECT_FALSE(fs::exists(entry.path() / "work"));
    spent += fs::exists(entry.path() / "spent") ? 1 : 0;
  }
  EXPECT_EQ(spent, 1);
}

TEST_F(on_slurm, what_all_tests_print_is_shown_and_judged_together) {
  tests_->add_many(12, "broken", "echo no server on port 1234; exit 1");
  const finished_process ran =
      run({"--nodes", "2", "-V", "--stop-when-broken"});
  EXPECT_EQ(ran.exit_code, 1) << ran.output;
  EXPECT_THAT(ran.output,
              AllOf(HasSubstr("the first 10 tests all failed with: no server"),
                    testing::ContainsRegex(
                        "\\[n[12]\\] [0-9]+: no server on port 1234")));
}

/// What a run with rounds and what several nodes did, without times and places.
std::vector<std::string> facts_of(const json& result) {
  std::vector<std::string> facts;
  for (const json& test : result.at("tests")) {
    std::string fact = test.at("name").get<std::string>() + " " +
                       test.at("outcome").get<std::string>() + ":";
    for (const json& attempt : test.at("attempts")) {
      fact += " " + attempt.at("round").dump() +
              attempt.at("outcome").get<std::string>();
    }
    facts.push_back(fact);
  }
  std::sort(facts.begin(), facts.end());
  return facts;
}

/// The last lines of a run, without times.
std::string summary_in(const std::string& output) {
  const std::size_t at = output.rfind("\n\n");
  std::string text = output.substr(at == std::string::npos ? 0 : at);
  return text.substr(0, text.find(" in "));
}

/// `tests="7" failures="1"…` of a JUnit file, up to the times.
std::string counts_in(const std::string& junit) {
  const std::size_t at = junit.find(" tests=");
  return junit.substr(at, junit.find(" time=", at) - at);
}

TEST_F(on_slurm, C104_rounds_are_as_on_one_machine) {
  // `fails` fails in its second round, and `flaky` once in each.
  const std::string second = "echo x >>$0.n; test $(wc -l <$0.n) != 2";
  const std::string odd = "echo x >>$0.n; test $(($(wc -l <$0.n) % 2)) = 0";
  tests_->add_many(5, "t");
  tests_->add("fails", second);
  tests_->add("flaky", odd, {{"LABELS", "flaky:1"}});
  const auto both = [&](const std::vector<std::string>& more) {
    std::vector<std::string> here{TESTED_TOOL, "run", tests_->build(), "-j2"};
    here.insert(here.end(), more.begin(), more.end());
    std::vector<std::vector<std::string>> facts;
    const std::string junit = tests_->path("r.xml");
    for (std::vector<std::string> command : {here, arguments(more)}) {
      command.insert(command.end(), {"--output-junit", junit});
      for (const char* name : {"fails.sh.n", "flaky.sh.n"}) {
        fs::remove(tests_->path(name));
      }
      const finished_process ran = cluster_->run(command);
      facts.push_back(facts_of(report()));
      facts.back().push_back(std::to_string(ran.exit_code));
      facts.back().push_back(summary_in(ran.output));
      facts.back().push_back(counts_in(support::read_file(junit)));
    }
    EXPECT_EQ(facts[1], facts[0]);
    return facts[1];
  };
  EXPECT_THAT(both({"--repeat", "3"}),
              AllOf(Contains("fails fail: 1pass 2fail 3pass"),
                    Contains("flaky pass: 1fail 1pass 2fail 2pass 3fail 3pass"),
                    Contains("t1 pass: 1pass 2pass 3pass"), Contains("1")));
  EXPECT_THAT(both({"--until-fail"}),
              AllOf(Contains("fails fail: 1pass 2fail"),
                    Contains("t1 pass: 1pass 2pass"), Contains("1")));
}

TEST_F(on_slurm, C105_a_node_that_dies_in_a_later_round_loses_nothing) {
  tests_->add_many(8, "t", "sleep 0.05");
  tests_->add("kills", "echo x >>$0.n; test $(wc -l <$0.n) != 2 || { " +
                           std::string(kill_agent) + "; }");
  const finished_process ran = run({"--nodes", "3", "--repeat", "3"});
  EXPECT_EQ(ran.exit_code, 0) << ran.output;
  const std::vector<std::string> facts = facts_of(report());
  EXPECT_THAT(facts, AllOf(SizeIs(9),
                           Contains("kills pass: 1pass 2crash 2pass 3pass")));
  for (int at = 1; at <= 8; ++at) {
    EXPECT_GE(tests_->starts_of("t" + std::to_string(at)), 3);
  }
}

TEST_F(on_slurm, C104_a_preset_is_as_on_one_machine) {
  tests_->add("left_out", ":");
  tests_->add_many(4, "t", "test \"$OF_PRESET\" = yes");
  tests_->add("labelled", ":", {{"LABELS", "slow"}});
  tests_->add("flaky", "test -e $0.ran || { touch $0.ran; exit 1; }");
  tests_->add("bad", "echo why; exit 1");
  const std::string source = cluster_->path("source");
  fs::create_directories(source);
  support::write_file(source + "/CMakePresets.json", R"({
    "version": 6,
    "configurePresets": [{"name": "there", "generator": "Ninja",
                          "binaryDir": ")" + tests_->build() +
                                                         R"("}],
    "testPresets": [{
      "name": "some", "configurePreset": "there",
      "environment": {"OF_PRESET": "yes"},
      "output": {"outputOnFailure": true, "verbosity": "verbose"},
      "filter": {"exclude": {"name": "left", "label": "slow"}}}]})");
  const auto of = [&](const std::vector<std::string>& more) {
    support::command started = cluster_->command(
        {TESTED_TOOL, "run", "--preset", "some", "-j2", "--retries", "1"});
    started.arguments.insert(started.arguments.end(), more.begin(), more.end());
    started.directory = source;
    fs::remove(tests_->path("flaky.sh.ran"));
    const finished_process ran = support::run(started);
    EXPECT_EQ(ran.exit_code, 1) << ran.output;
    std::vector<std::string> facts = facts_of(report());
    facts.push_back(summary_in(ran.output));
    return facts;
  };
  const std::vector<std::string> slurm{"--on", "slurm", "--nodes", "2"};
  const auto here = of({});
  EXPECT_THAT(here, AllOf(SizeIs(7), Contains("flaky pass: 1fail 1pass"),
                          Contains("t1 pass: 1pass")));
  EXPECT_EQ(of(slurm), here);
  EXPECT_THAT(tests_->nodes_of("t"), Contains("n2"));
  std::vector<std::string> failed = slurm;
  failed.emplace_back("--last-failed");
  EXPECT_THAT(of(failed), AllOf(SizeIs(2), Contains("bad fail: 1fail 1fail")));
}

TEST_F(on_slurm, C103_an_archive_runs_on_nodes_as_its_build_tree_did) {
  tests_->add_many(8, "t");
  tests_->add("fails", "exit 3");
  const std::string archive = cluster_->path("tests.tar.zst");
  const std::string to = cluster_->path("unpacked");
  const finished_process made =
      tool({"archive", tests_->build(), "--to", archive});
  ASSERT_EQ(made.exit_code, 0) << made.output;
  const finished_process ran = tool({"run", "--archive", archive, "--to", to,
                                     "--on", "slurm", "--nodes", "4", "-j2"});
  EXPECT_EQ(ran.exit_code, 1) << ran.output;
  EXPECT_THAT(ran.output,
              AllOf(HasSubstr("[n"), HasSubstr("1 failed, 8 passed")));
  // Each wrote to the new place, once.
  EXPECT_THAT(tests_->starts(), IsEmpty());
  std::vector<std::string> started;
  for (const auto& each : fs::recursive_directory_iterator(to)) {
    if (each.path().filename() == "ran") {
      started = support::read_lines(each.path());
    }
  }
  EXPECT_THAT(started, SizeIs(9));
  EXPECT_FALSE(fs::exists(tests_->path("Testing/ParallelTesting/runs")));
}

TEST_F(on_slurm, what_cannot_be_is_refused_with_one_error) {
  tests_->add("t1", ":");
  const auto refused = [&](const std::vector<std::string>& more, int code,
                           const std::string& words) {
    const finished_process ran = run(more);
    EXPECT_EQ(ran.exit_code, code) << ran.output;
    EXPECT_THAT(ran.output, HasSubstr(words));
  };
  const finished_process unshared = cluster_->run(
      {TESTED_TOOL, "run", "--archive", "tests.tar.zst", "--on", "slurm"});
  EXPECT_EQ(unshared.exit_code, 2);
  EXPECT_THAT(unshared.output, HasSubstr("--archive requires --to DIR with"));
  refused({"--slurm", "-p nowhere"}, 3, "Slurm granted no allocation");
  refused({"-R", "nothing"}, 4, "no tests were found");
  support::command elsewhere =
      cluster_->command(arguments({"--ctest", TESTED_CTEST}));
  elsewhere.environment["PATH"] = "/nowhere";
  const finished_process without = support::run(elsewhere);
  EXPECT_EQ(without.exit_code, 3) << without.output;
  EXPECT_THAT(without.output, HasSubstr("requires 'salloc'"));
  EXPECT_THAT(tests_->starts(), IsEmpty());
}

TEST_F(on_slurm, a_log_that_was_not_joined_is_read_with_those_of_its_nodes) {
  tests_->add_many(6, "t");
  ASSERT_EQ(run({"--nodes", "2"}).exit_code, 0);
  // As if the run had been killed before it could join them.
  const fs::path log = only_log();
  std::string own;
  for (const std::string& line : support::read_lines(log.string())) {
    if (line.find("\"worker\":\"master\"") != std::string::npos) {
      own += line + "\n";
    }
  }
  support::write_file(log.string(), own);
  EXPECT_THAT(outcomes_in(report()), SizeIs(6));
  EXPECT_EQ(tool({"audit", tests_->build()}).exit_code, 0);
  const finished_process merged =
      tool({"merge", log.parent_path().string(), "--allow-missing", "--into",
            tests_->path("merged")});
  EXPECT_EQ(merged.exit_code, 0) << merged.output;
  EXPECT_THAT(support::read_file(tests_->path("merged/events.ndjson")),
              HasSubstr("\"worker\":\"n2.master\""));
}

}  // namespace
}  // namespace parallel_testing::slurm_test
