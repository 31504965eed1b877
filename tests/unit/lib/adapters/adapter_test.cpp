// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "support/child_process.hpp"
#include "support/scratch.hpp"

namespace parallel_testing::unit {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

struct adapters : testing::Test {
  scratch place;

  child_process start(std::vector<std::string> arguments,
                      const environment& variables) const {
    arguments.insert(arguments.begin(), {RUNTIME_PROBE, "adapter"});
    return child_process(arguments, variables);
  }

  std::string events() const {
    return content_of(place.path("runs/run1/events.ndjson"));
  }

  std::vector<std::string> event_names() const {
    std::vector<std::string> names;
    std::istringstream text(events());
    const std::string start = "\"event\":\"";
    for (std::string line; std::getline(text, line);) {
      const std::size_t found = line.find(start);
      if (found == std::string::npos) continue;
      const std::size_t name = found + start.size();
      names.push_back(line.substr(name, line.find('"', name) - name));
    }
    return names;
  }
};

struct spare_directories : adapters {
  /// The directory of the worker's next test, "" if there is none.
  std::string spare() const {
    for (const auto& each :
         fs::recursive_directory_iterator(place.temp_root())) {
      if (each.path().filename() == ".spare-gw0") return each.path().string();
    }
    return "";
  }
};

TEST_F(spare_directories, are_untouched_ones_of_tests_without_processes) {
  child_process first = start({"--gtest_filter=A.*"}, place.under_ctest());
  const std::string directory = first.ask("environment TMPDIR");
  EXPECT_EQ(spare(), "");
  first.ask("begin_case A.B");
  first.ask("end_case passed");
  EXPECT_EQ(first.finish(), 0);
  EXPECT_FALSE(fs::exists(directory));
  ASSERT_NE(spare(), "");
  EXPECT_TRUE(fs::is_empty(spare()));
  child_process second = start({"--gtest_filter=A.*"}, place.under_ctest());
  EXPECT_TRUE(fs::is_empty(second.ask("environment TMPDIR")));
  EXPECT_EQ(spare(), "");
  second.ask("begin_case A.C");
  EXPECT_EQ(second.ask("fork worker"), "gw0 0 parallel");
  second.ask("end_case passed");
  EXPECT_EQ(second.finish(), 0);
  EXPECT_EQ(spare(), "");
}

TEST_F(adapters, C06_listing_makes_nothing) {
  for (const char* argument :
       {"--gtest_list_tests", "--help", "--gtest_internal_run_death_test=x"}) {
    EXPECT_EQ(start({argument}, place.under_ctest()).finish(), 0);
    EXPECT_FALSE(fs::exists(place.state())) << argument;
    EXPECT_TRUE(fs::is_empty(place.temp_root())) << argument;
  }
}

TEST_F(adapters, isolate_a_test_that_runs_although_help_was_asked_for) {
  child_process program =
      start({"--gtest_filter=A.B", "--help"}, place.under_ctest());
  EXPECT_EQ(program.ask("begin_case A.B lock:x"), "done");
  EXPECT_EQ(program.ask("environment PARALLEL_TESTING_WORKER"), "gw0");
  EXPECT_THAT(program.ask("environment PARALLEL_TESTING_HELD_LOCKS"),
              HasSubstr("lock:x="));
}

TEST_F(adapters, C32_fail_a_program_that_ends_before_its_test) {
  child_process program = start({"--gtest_filter=A.B"}, place.under_ctest());
  EXPECT_EQ(program.finish(), -SIGABRT);
  EXPECT_THAT(program.errors(),
              HasSubstr("before the test framework ran 'A.B'; call "));
  child_process failing = start({"--gtest_filter=A.B"}, place.under_ctest());
  failing.send("exit 77");
  EXPECT_EQ(failing.finish(), end_by_exit(77));
  EXPECT_EQ(start({"--gtest_filter=A.B"}, place.by_hand()).finish(), 0);
}

TEST_F(adapters, C32_fail_a_program_that_ends_quickly_in_its_test) {
  child_process program = start({"--gtest_filter=A.B"}, place.under_ctest());
  program.ask("begin_case A.B");
  program.send("quick_exit 0");
  EXPECT_EQ(program.finish(), -SIGABRT);
  EXPECT_THAT(program.errors(), HasSubstr("in the middle of the test 'A.B'"));
}

TEST_F(adapters, C06_writing_a_manifest_makes_nothing_else) {
  environment variables = place.under_ctest();
  variables["PARALLEL_TESTING_MANIFEST"] = place.path("manifest");
  child_process program = start({}, variables);
  EXPECT_EQ(program.ask("begin_case A.B lock:x"), "done");
  EXPECT_EQ(program.finish(), 0);
  EXPECT_FALSE(fs::exists(place.state()));
}

TEST_F(adapters, log_a_test_from_start_to_end) {
  child_process test = start({"--gtest_filter=A.B"}, place.under_ctest());
  test.ask("take_program_locks A.B lock:x");
  test.ask("begin_case A.B lock:x;slow");
  test.ask("end_case skipped");
  EXPECT_EQ(test.finish(), 0);
  EXPECT_THAT(event_names(),
              ElementsAre("process_start", "directory_create", "lock_acquire",
                          "case_start", "case_finish", "directory_remove",
                          "lock_release", "process_finish"));
  EXPECT_THAT(
      events(),
      testing::AllOf(
          HasSubstr(",\"test\":\"A.B\",\"worker_count\":4,\"index_in_run\":0,"
                    "\"selector\":\"A.B\",\"ctest_test\":\"\","
                    "\"command\":["),
          HasSubstr(",\"test\":\"A.B\",\"file\":\"/src/probe_test.cpp\","
                    "\"line\":7,\"markers\":[\"lock:x\",\"slow\"]}"),
          HasSubstr(",\"test\":\"A.B\",\"outcome\":\"skip\",\"duration_ns\":"),
          HasSubstr(",\"message\":\"why\"}")));
}

TEST_F(adapters, C71_leave_the_start_of_a_killed_test_in_the_log) {
  child_process test = start({"--gtest_filter=A.B"}, place.under_ctest());
  test.ask("begin_case A.B");
  test.kill();
  EXPECT_THAT(event_names(),
              ElementsAre("process_start", "directory_create", "case_start"));
}

TEST_F(adapters, C03_end_a_process_that_would_not_run_its_case_alone) {
  for (const int selected : {0, 2}) {
    child_process test = start({"--gtest_filter=A.B"}, place.under_ctest());
    test.send("expect_one_case " + std::to_string(selected));
    EXPECT_EQ(test.wait(), 1);
    EXPECT_THAT(test.errors(),
                HasSubstr("this process was started for the single test "
                          "'A.B', but " +
                          std::to_string(selected) + " tests are selected"));
  }
}

TEST_F(adapters, C82_name_the_variable_by_which_a_framework_selects_others) {
  environment variables = place.under_ctest();
  variables["GTEST_TOTAL_SHARDS"] = "2";
  child_process test = start({"--gtest_filter=A.B"}, variables);
  test.send("expect_one_case 0");
  EXPECT_EQ(test.wait(), 1);
  EXPECT_THAT(
      test.errors(),
      HasSubstr("0 tests are selected; the environment variable "
                "GTEST_TOTAL_SHARDS selects some of the cases of the program: "
                "remove it from the property ENVIRONMENT of the test"));
}

TEST_F(adapters, let_people_select_what_they_like) {
  child_process by_hand = start({"--gtest_filter=A.B"}, place.by_hand());
  EXPECT_EQ(by_hand.ask("expect_one_case 2"), "done");
  child_process several = start({"--gtest_filter=A.*"}, place.under_ctest());
  EXPECT_EQ(several.ask("expect_one_case 2"), "done");
}

TEST_F(adapters, C38_end_a_test_whose_locks_cannot_be_taken) {
  child_process test = start({}, place.under_ctest());
  ASSERT_EQ(test.ask("worker"), "gw0 0 parallel");
  test.ask("run_out_of_files");
  test.send("begin_case A.B lock:x");
  EXPECT_EQ(test.wait(), 1);
  EXPECT_THAT(test.errors(),
              testing::AllOf(HasSubstr(place.state() + "/locks/lock_x-"),
                             HasSubstr(std::strerror(EMFILE))));
}

TEST_F(adapters, C72_unique_names_on_a_full_disk_are_an_error) {
  child_process test = start({}, place.under_ctest());
  ASSERT_EQ(test.ask("limit_file_size 0"), "done");
  EXPECT_THAT(
      test.ask("unique_names 1"),
      testing::AllOf(testing::StartsWith("error: cannot write '" +
                                         place.state() + "/sequences/gw0'"),
                     HasSubstr("File too large")));
}

TEST_F(adapters, forked_children_say_nothing_about_tests) {
  child_process test = start({}, place.under_ctest());
  test.ask("begin_case A.B");
  EXPECT_EQ(test.ask("fork end_case failed"), "done");
  EXPECT_EQ(test.ask("fork begin_case A.C lock:x"), "done");
  test.ask("end_case passed");
  EXPECT_EQ(test.finish(), 0);
  EXPECT_THAT(event_names(),
              ElementsAre("process_start", "directory_create", "case_start",
                          "case_finish", "directory_remove", "process_finish"));
}

TEST_F(adapters, C86_a_program_may_run_its_test_in_a_child) {
  child_process test = start({"--gtest_filter=A.B"}, place.under_ctest());
  EXPECT_EQ(test.ask("fork expect_one_case 1 ; begin_case A.B lock:x ; "
                     "end_case passed"),
            "done");
  EXPECT_EQ(test.finish(), 0) << test.errors();
  EXPECT_THAT(event_names(),
              ElementsAre("process_start", "directory_create", "lock_acquire",
                          "case_start", "case_finish", "lock_release",
                          "directory_remove", "process_finish"));
}

TEST_F(adapters, C86_a_child_that_crashes_in_the_test_fails_its_parent) {
  for (const char* end : {"abort", "exit 0", "quick_exit 0"}) {
    child_process test = start({"--gtest_filter=A.B"}, place.under_ctest());
    EXPECT_EQ(test.ask(std::string("fork begin_case A.B ; ") + end), "");
    EXPECT_EQ(test.finish(), -SIGABRT) << end;
    EXPECT_THAT(test.errors(), HasSubstr("in the middle of the test 'A.B'"))
        << end;
  }
}

TEST_F(adapters, C86_what_fails_in_a_child_keeps_the_files_of_the_test) {
  child_process test = start({"--gtest_filter=A.B"}, place.under_ctest());
  const std::string directory = test.ask("environment TMPDIR");
  test.ask("fork begin_case A.B ; fail ; end_case failed");
  EXPECT_EQ(test.finish(), 1);
  EXPECT_TRUE(fs::exists(directory));
}

TEST_F(adapters, C86_a_child_without_the_test_does_not_stand_for_it) {
  child_process test = start({"--gtest_filter=A.B"}, place.under_ctest());
  test.ask("fork worker");
  EXPECT_EQ(test.finish(), -SIGABRT);
  EXPECT_THAT(test.errors(), HasSubstr("before the test framework ran 'A.B'"));
}

TEST_F(adapters, C86_what_was_forked_after_the_framework_is_not_the_test) {
  child_process test = start({"--gtest_filter=A.B"}, place.under_ctest());
  test.ask("expect_one_case 1");
  EXPECT_EQ(test.ask("fork fail"), "done");
  EXPECT_EQ(test.ask("fork begin_case A.B"), "done");
  test.ask("begin_case A.B");
  test.ask("end_case passed");
  EXPECT_EQ(test.finish(), 0) << test.errors();
  EXPECT_THAT(event_names(),
              ElementsAre("process_start", "directory_create", "case_start",
                          "case_finish", "directory_remove", "process_finish"));
}

TEST_F(adapters, C86_children_that_run_the_test_at_once_are_all_heard) {
  child_process test = start({"--gtest_filter=A.B"}, place.under_ctest());
  test.ask("fork begin_case A.B ; end_case passed");
  test.ask("fork begin_case A.B ; abort");
  test.ask("fork begin_case A.B ; end_case passed");
  EXPECT_EQ(test.finish(), -SIGABRT);
  EXPECT_THAT(test.errors(), HasSubstr("in the middle of the test 'A.B'"));
}

}  // namespace
}  // namespace parallel_testing::unit
