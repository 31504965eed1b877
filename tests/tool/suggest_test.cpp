// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How `suggest` watches the tests of build trees that have never heard of
// ParallelTesting. Their files are written here; nothing is compiled.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <parallel_testing/gtest.hpp>
#include <string>
#include <vector>

#include "observed/observation.hpp"
#include "support/files.hpp"
#include "support/process.hpp"

namespace parallel_testing::tool_test {
namespace {

namespace fs = std::filesystem;
using support::finished_process;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

/// A directory that tests may share: unlike the private directories of this
/// process, it is one of the machine.
class shared_folder {
 public:
  explicit shared_folder(const std::string& name)
      : path_(std::string(WATCHED_BUILD) + " " + name) {
    fs::create_directories(path_);
  }
  shared_folder(const shared_folder&) = delete;
  shared_folder& operator=(const shared_folder&) = delete;
  ~shared_folder() { fs::remove_all(path_); }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

class suggest_tree : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(build_);
    fs::create_directories(out_);
    fs::create_directories(state_);
    fs::permissions(state_, fs::perms::owner_all);
    std::ofstream(build_ / "CMakeCache.txt")
        << "CMAKE_CTEST_COMMAND:INTERNAL=" TESTED_CTEST "\n";
    std::ofstream(build_ / "CTestTestfile.cmake") << "";
  }

  /// A test that runs `script`, in which $out is a directory for its files.
  void add_test(const std::string& name, const std::string& script,
                const std::string& properties = "") {
    add("add_test([==[" + name + "]==] /bin/sh -c [==[out='" + out_.string() +
        "'; " + script + "]==])\n");
    if (!properties.empty()) {
      add("set_tests_properties([==[" + name + "]==] PROPERTIES " + properties +
          ")\n");
    }
  }
  void add(const std::string& code) {
    std::ofstream(build_ / "CTestTestfile.cmake", std::ios::app) << code;
  }

  [[nodiscard]] support::command command(
      const std::vector<std::string>& arguments) const {
    support::command started;
    started.arguments = {TESTED_TOOL, "suggest", build_.string()};
    started.arguments.insert(started.arguments.end(), arguments.begin(),
                             arguments.end());
    started.environment["PARALLEL_TESTING_STATE_DIR"] = state_.string();
    started.environment["TMPDIR"] = out_.string();
    return started;
  }
  [[nodiscard]] finished_process suggest(
      const std::vector<std::string>& arguments = {}) const {
    return support::run(command(arguments));
  }

  /// What the last call stored.
  [[nodiscard]] tools::observation stored() const {
    for (const auto& each : fs::recursive_directory_iterator(state_)) {
      if (each.path().filename() == "observation.json") {
        return tools::read_observation(each.path().parent_path().string());
      }
    }
    return {};
  }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> result;
    for (const tools::watched_test& each : stored().tests) {
      result.push_back(each.name);
    }
    return result;
  }
  [[nodiscard]] std::vector<std::string> log() const {
    return support::read_lines((out_ / "log").string());
  }

  /// Each file with its content and time.
  static std::map<std::string, std::string> content_of(const fs::path& tree) {
    std::map<std::string, std::string> result;
    for (const auto& each : fs::recursive_directory_iterator(tree)) {
      std::string& text = result[each.path().string()];
      text = std::to_string(each.last_write_time().time_since_epoch().count());
      if (each.is_regular_file()) {
        text += support::read_file(each.path().string());
      }
    }
    return result;
  }

  fs::path build_ = parallel_testing::temp_dir() / "build tree";
  fs::path out_ = parallel_testing::temp_dir() / "out";
  fs::path state_ = parallel_testing::temp_dir() / "state";
};

TEST_F(suggest_tree, C95_does_not_change) {
  add_test("a", "echo x >>$out/log");
  add_test("fails", "exit 1");
  fs::create_directories(build_ / "Testing/Temporary");
  std::ofstream(build_ / "Testing/Temporary/LastTest.log") << "mine";
  std::ofstream(build_ / "Testing/Temporary/CTestCostData.txt") << "a 1 9\n";
  std::ofstream(build_ / "DartConfiguration.tcl")
      << "SourceDirectory: " << build_.string()
      << "\nBuildDirectory: " << build_.string() << "\nTimeOut: 1500\n";
  const auto before = content_of(build_);
  const finished_process ended = suggest();
  EXPECT_EQ(ended.exit_code, 0) << ended.output;
  EXPECT_EQ(content_of(build_), before);
  EXPECT_THAT(log(), ElementsAre("x"));
  // Nor does anything stay in the root of temporary files.
  EXPECT_THAT(support::tree_of(out_.string()), ElementsAre("log"));
}

TEST_F(suggest_tree, runs_one_test_at_a_time_as_declared_and_fixtures_first) {
  add_test("long", "echo long >>$out/log", "COST 1");
  add_test("needs", "echo needs >>$out/log", "FIXTURES_REQUIRED f");
  add_test("costly", "echo costly >>$out/log", "COST 1000");
  add_test("set up", "echo set_up >>$out/log", "FIXTURES_SETUP f");
  const finished_process ended = suggest();
  EXPECT_EQ(ended.exit_code, 0) << ended.output;
  EXPECT_THAT(log(), ElementsAre("long", "set_up", "needs", "costly"));
  EXPECT_THAT(names(), ElementsAre("long", "set up", "needs", "costly"));
}

TEST_F(suggest_tree, has_names_and_arguments_with_every_character) {
  const std::string name = "o;dd [x] \"$y\" \\z";
  add("add_test([==[" + name +
      "]==] \"/bin/sh\" \"-c\" [==[printf '<%s>' "
      "\"$@\" >'" +
      out_.string() +
      "/args']==] \"sh\" \"\" \"a;b\" "
      "[==[q\"u$o\\t${e}]==] \"\")\n");
  const finished_process ended = suggest();
  EXPECT_EQ(ended.exit_code, 0) << ended.output;
  EXPECT_EQ(support::read_file((out_ / "args").string()),
            "<><a;b><q\"u$o\\t${e}><>");
  EXPECT_THAT(names(), ElementsAre(name));
  EXPECT_EQ(stored().tests.at(0).record.head.test, name);
}

TEST_F(suggest_tree, is_judged_by_the_properties_of_its_tests) {
  add_test("matches", "echo good; exit 1", "PASS_REGULAR_EXPRESSION good");
  add_test("will fail", "exit 1", "WILL_FAIL TRUE");
  add_test("skipped", "exit 7", "SKIP_RETURN_CODE 7");
  add_test("late", "exec sleep 60", "TIMEOUT 0.3");
  add_test("sees", "[ \"$WORD\" = one ] && [ \"$PWD\" = / ]",
           "ENVIRONMENT WORD=one WORKING_DIRECTORY /");
  add_test("disabled", "exit 1", "DISABLED TRUE");
  add("add_test(gone /nowhere/program)\n");
  add_test("crashes", "kill -SEGV $$");
  const finished_process ended = suggest();
  std::map<std::string, tools::verdict> ends;
  for (const tools::watched_test& each : stored().tests) {
    ends[each.name] = each.outcome;
  }
  using tools::verdict;
  EXPECT_EQ(ends, (std::map<std::string, verdict>{{"matches", verdict::pass},
                                                  {"will fail", verdict::pass},
                                                  {"skipped", verdict::skip},
                                                  {"late", verdict::timeout},
                                                  {"sees", verdict::pass},
                                                  {"disabled", verdict::skip},
                                                  {"gone", verdict::not_run},
                                                  {"crashes", verdict::crash}}))
      << ended.output;
  EXPECT_THAT(ended.output,
              AllOf(HasSubstr("late ran out of time while it was watched"),
                    HasSubstr("crashes crashed while it was watched"),
                    HasSubstr("gone was not run")));
}

TEST_F(suggest_tree, has_tests_of_programs_that_ctest_looks_for) {
  fs::create_directories(build_ / "sub");
  std::ofstream(build_ / "sub/script.sh")
      << "#!/bin/sh\necho \"$0\" >'" << out_.string() << "/log'\n";
  fs::permissions(build_ / "sub/script.sh", fs::perms::owner_all);
  add("add_test(relative ./script.sh)\nset_tests_properties(relative "
      "PROPERTIES WORKING_DIRECTORY [==[" +
      (build_ / "sub").string() + "]==])\nadd_test(on_path true)\n");
  const finished_process ended = suggest();
  EXPECT_EQ(ended.exit_code, 0) << ended.output;
  EXPECT_THAT(log(), ElementsAre((build_ / "sub/script.sh").string()));
  EXPECT_TRUE(stored().tests.at(1).was_watched());
}

TEST_F(suggest_tree, has_a_record_of_each_test_with_what_it_touched) {
  const shared_folder folder("shared by commands");
  add_test("writes", "echo x >'" + folder.path() + "/shared'");
  add_test("reads", "cat '" + folder.path() + "/shared'");
  const finished_process ended = suggest();
  EXPECT_EQ(ended.exit_code, 1) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("shared"));
  for (const tools::watched_test& each : stored().tests) {
    EXPECT_TRUE(each.record.is_complete()) << each.name;
    const auto& found = each.record.resources;
    EXPECT_TRUE(std::any_of(found.begin(), found.end(), [](const auto& one) {
      return one.what.canonical.ends_with("/shared");
    })) << each.name;
  }
}

TEST_F(suggest_tree, C95_has_the_tests_that_the_user_selects) {
  add_test("first", "echo first >>$out/log");
  add_test("second", "echo second >>$out/log", "LABELS unit");
  add_test("third", "echo third >>$out/log", "LABELS unit");
  ASSERT_EQ(suggest({"--", "-E", "first"}).exit_code, 0);
  EXPECT_THAT(names(), ElementsAre("second", "third"));
  ASSERT_EQ(suggest({"--", "-L", "unit", "-R", "third"}).exit_code, 0);
  EXPECT_THAT(names(), ElementsAre("third"));
  EXPECT_THAT(log(), ElementsAre("second", "third", "third"));
  const finished_process none = suggest({"--", "-R", "nothing"});
  EXPECT_EQ(none.exit_code, 4) << none.output;
  EXPECT_THAT(none.output, HasSubstr("has no such tests"));
}

TEST_F(suggest_tree, has_tests_of_another_configuration_that_are_not_run) {
  add("add_test(other NOT_AVAILABLE)\n");
  add_test("here", "echo here >>$out/log");
  const finished_process ended = suggest();
  EXPECT_EQ(ended.exit_code, 0) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("other was not run"));
  EXPECT_THAT(names(), UnorderedElementsAre("other", "here"));
  EXPECT_THAT(log(), ElementsAre("here"));
}

TEST_F(suggest_tree, has_failures_that_are_tried_alone_and_unwatched) {
  add_test("always", "exit 1");
  add_test("watched", "[ -z \"$PARALLEL_TESTING_OBSERVED\" ]");
  const finished_process ended = suggest();
  EXPECT_THAT(ended.output,
              AllOf(HasSubstr("always also fails alone and unwatched"),
                    HasSubstr("watched passes alone and unwatched")));
  const auto tests = stored().tests;
  EXPECT_EQ(tests.at(0).alone, tools::unwatched_end::fails);
  EXPECT_EQ(tests.at(1).alone, tools::unwatched_end::passes);
}

TEST_F(suggest_tree, with_jobs_has_one_test_at_once_in_each_directory) {
  for (const char* name : {"a", "b", "c", "d"}) {
    add_test(name, "mkdir busy && ls / >/dev/null && rmdir busy",
             "WORKING_DIRECTORY [==[" + out_.string() + "]==]");
  }
  const finished_process ended = suggest({"--jobs", "4"});
  EXPECT_THAT(ended.output, Not(HasSubstr("failed"))) << ended.output;
  EXPECT_EQ(stored().tests.size(), 4U);
}

TEST_F(suggest_tree, with_jobs_has_failures_that_are_watched_again_alone) {
  add_test("once", "[ -e $out/second ] || { touch $out/second; exit 1; }");
  add_test("other", "exit 0");
  const finished_process ended = suggest({"--jobs", "2"});
  EXPECT_THAT(ended.output, AllOf(HasSubstr("once failed while it was watched"),
                                  HasSubstr("watching 1 test again alone")));
  for (const tools::watched_test& each : stored().tests) {
    EXPECT_EQ(each.outcome, tools::verdict::pass) << each.name;
  }
}

TEST_F(suggest_tree, is_remembered_for_the_option_last) {
  const finished_process unknown = suggest({"--last"});
  EXPECT_EQ(unknown.exit_code, 3);
  EXPECT_THAT(unknown.output, HasSubstr("parallel-testing suggest <build>"));
  add_test("a", "echo x >>$out/log");
  const finished_process first = suggest();
  const finished_process again = suggest({"--last"});
  EXPECT_EQ(again.exit_code, first.exit_code);
  EXPECT_THAT(first.output, HasSubstr(again.output));
  EXPECT_THAT(log(), ElementsAre("x"));
}

TEST_F(suggest_tree, that_cannot_be_watched_runs_no_test) {
  add_test("a", "echo x >>$out/log");
  support::command refused = command({});
  refused.environment["PARALLEL_TESTING_OBSERVE_BY"] = "none";
  const finished_process ended = support::run(refused);
  EXPECT_EQ(ended.exit_code, 3) << ended.output;
  EXPECT_THAT(ended.output,
              AllOf(HasSubstr("cannot be watched"), HasSubstr("SYS_PTRACE")));
  EXPECT_THAT(log(), IsEmpty());
}

TEST_F(suggest_tree, that_is_watched_by_ptrace_is_told_once) {
  const shared_folder folder("ptrace");
  const std::string file = "'" + folder.path() + "/file'";
  add_test("a", "echo x >" + file);
  add_test("b", "echo y >" + file + "; cat " + file + " >>$out/log");
  support::command traced = command({});
  traced.environment["PARALLEL_TESTING_OBSERVE_BY"] = "ptrace_seccomp";
  const finished_process ended = support::run(traced);
  EXPECT_EQ(ended.exit_code, 1) << ended.output;
  const std::string message =
      "parallel-testing suggest: tests are watched by ptrace";
  const std::size_t at = ended.output.find(message);
  EXPECT_NE(at, std::string::npos) << ended.output;
  EXPECT_EQ(ended.output.rfind(message), at) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr(folder.path() + "/file"));
  EXPECT_THAT(log(), ElementsAre("y"));
}

TEST_F(suggest_tree, has_servers_of_fixtures_whose_records_are_complete) {
  add_test("start", "sleep 60 >/dev/null 2>&1 </dev/null & echo $! >$out/pid",
           "FIXTURES_SETUP server");
  add_test("use", "kill -0 $(cat $out/pid)", "FIXTURES_REQUIRED server");
  add_test("stop", "kill $(cat $out/pid)", "FIXTURES_CLEANUP server");
  const finished_process ended = suggest();
  const auto tests = stored().tests;
  ASSERT_EQ(tests.size(), 3U) << ended.output;
  EXPECT_EQ(tests[0].name, "start");
  ASSERT_TRUE(tests[0].record.is_complete());
  EXPECT_EQ(tests[0].record.last->survivors, 0);
}

TEST_F(suggest_tree, keeps_the_last_observation_when_it_is_interrupted) {
  add_test("a", "echo first >>$out/log");
  ASSERT_EQ(suggest().exit_code, 0);
  add_test("waits", "touch $out/waits; exec sleep 60");
  support::child_process running(command({}));
  while (!fs::exists(out_ / "waits")) ::sched_yield();
  running.signal(SIGINT);
  const finished_process ended = running.wait();
  EXPECT_EQ(ended.exit_code, 130) << ended.output;
  EXPECT_THAT(names(), ElementsAre("a"));
}

// With a retry that counts tests differently, the run would never end.
TEST_F(suggest_tree, has_numbers_without_excluded_tests_in_a_run_with_retries) {
  add_test("excluded", "exit 0");
  add_test("passes", "exit 0");
  add_test("second time",
           "[ -e $out/second ] || { touch $out/second; exit 1; }");
  support::command run;
  run.arguments = {TESTED_TOOL, "run", build_.string(), "--retries",
                   "2",         "-E",  "excluded"};
  run.environment["PARALLEL_TESTING_STATE_DIR"] = state_.string();
  const finished_process ended = support::run(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.output;
}

/// A build tree of a project with GoogleTest and Catch2.
class suggest_frameworks : public suggest_tree {
 protected:
  [[nodiscard]] finished_process watch(
      const shared_folder& folder, std::vector<std::string> arguments) const {
    support::command started = command(arguments);
    started.arguments.at(2) = WATCHED_BUILD;
    started.environment["WATCHED_FOLDER"] = folder.path();
    return support::run(started);
  }
};

TEST_F(suggest_frameworks, C95_discovered_by_cmake_are_watched_case_by_case) {
  const auto before = content_of(WATCHED_BUILD);
  const shared_folder folder("of discovered tests");
  const finished_process ended = watch(folder, {"--", "-R", "^(Orders|bills)"});
  EXPECT_EQ(ended.exit_code, 1) << ended.output;
  EXPECT_EQ(content_of(WATCHED_BUILD), before);
  EXPECT_THAT(ended.output, HasSubstr("orders.csv"));
  EXPECT_THAT(names(), testing::IsSupersetOf({"Orders.export_writes_a_file",
                                              "Orders.import_reads_it"}));
  for (const tools::watched_test& each : stored().tests) {
    if (each.outcome != tools::verdict::skip) {
      EXPECT_EQ(each.outcome, tools::verdict::pass) << each.name;
      EXPECT_TRUE(each.record.is_complete()) << each.name;
    }
  }
}

TEST_F(suggest_frameworks, that_ctest_runs_as_one_test_are_split_with_cases) {
  const shared_folder folder("of cases");
  const finished_process ended =
      watch(folder, {"--cases", "--", "-R", "^(all|whole)_"});
  EXPECT_EQ(ended.exit_code, 1) << ended.output;
  std::vector<std::string> expected{"all_orders/Orders.export_writes_a_file",
                                    "all_orders/Orders.import_reads_it",
                                    "all_orders/Few/OrderOf.counts/0",
                                    "all_orders/Few/OrderOf.counts/1",
                                    "all_notes/a note, [kept]",
                                    "all_notes/another note",
                                    "all_letters/sent/first",
                                    "all_letters/sent/second"};
  if (WATCHES_CATCH2) {
    // An argument of the other test may select cases.
    expected.insert(expected.end(),
                    {"all_bills", "whole_bills/a bill, [paid] \"twice\"",
                     "whole_bills/another bill"});
  }
  EXPECT_THAT(names(), testing::UnorderedElementsAreArray(expected));
  for (const tools::watched_test& each : stored().tests) {
    EXPECT_EQ(each.outcome, tools::verdict::pass) << each.name;
    EXPECT_TRUE(each.record.is_complete()) << each.name;
  }
  EXPECT_EQ(stored().tests.at(0).selection, "Orders.export_writes_a_file");
  EXPECT_EQ(stored().tests.at(0).ctest_name, "all_orders");
}

TEST_F(suggest_frameworks, that_share_something_have_a_marker_in_each_source) {
  const shared_folder folder("of sources");
  const finished_process ended =
      watch(folder, {"--cases", "--", "-R", "^all_(notes|letters)$"});
  EXPECT_EQ(ended.exit_code, 1) << ended.output;
  const std::string doctest = "TEST_CASE(<name> * pt::mark(pt::lock(";
  const std::string boost_test = "BOOST_AUTO_TEST_CASE(<name>, *pt::mark(pt::";
  EXPECT_THAT(ended.output, AllOf(HasSubstr("in the source: " + doctest),
                                  HasSubstr("in the source: " + boost_test)));
  EXPECT_THAT(watch(folder, {"--last", "--format", "json"}).output,
              AllOf(HasSubstr("\"text\": \"" + doctest),
                    HasSubstr("\"text\": \"" + boost_test)));
}

TEST_F(suggest_frameworks, that_we_register_have_their_markers_and_target) {
  support::command started = command({"--", "-R", "^launched.pass|^Grouped"});
  started.arguments.at(2) = OUTCOMES_BUILD;
  const finished_process ended = support::run(started);
  const tools::observation seen = tools::read_observation(
      tools::observation_directory(OUTCOMES_BUILD, true));
  ASSERT_EQ(seen.tests.size(), 2U) << ended.output;
  EXPECT_TRUE(seen.uses_module);
  EXPECT_EQ(seen.tests[0].target, "grouped_test");
  EXPECT_THAT(seen.tests[0].cases, testing::Contains("Grouped.Fails"));
  EXPECT_THAT(seen.tests[0].markers, testing::Contains("api"));
  EXPECT_EQ(seen.tests[1].name, "launched.pass");
  EXPECT_THAT(seen.tests[1].markers, testing::Contains("unit"));
  for (const tools::watched_test& each : seen.tests) {
    EXPECT_TRUE(each.record.is_complete()) << each.name;
  }
}

}  // namespace
}  // namespace parallel_testing::tool_test
