// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What becomes of the artifacts of a case when it ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "support/child_process.hpp"
#include "support/scratch.hpp"

namespace parallel_testing::unit {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct artifacts : testing::Test {
  scratch place;
  environment variables = place.under_ctest();
  std::string file;  ///< of the case A.B
  std::string run;   ///< directory of the run

  child_process start() {
    child_process test({RUNTIME_PROBE, "adapter", "--gtest_filter=A.*"},
                       variables);
    const std::string about = test.ask("run");
    run = about.substr(about.find(' ') + 1);
    test.ask("begin_case A.B");
    return test;
  }

  child_process end(const std::string& outcome,
                    const std::string& size = "text") {
    child_process test = start();
    file = test.ask("artifact logs/a.log");
    write_to(file, size);
    test.ask("end_case " + outcome);
    test.finish();
    return test;
  }

  [[nodiscard]] std::string log() const {
    return content_of(run + "/events.ndjson");
  }
};

TEST_F(artifacts, C98_a_passed_case_leaves_nothing) {
  end("passed");
  EXPECT_THAT(file, StartsWith(run + "/artifacts/A.B-"));
  EXPECT_FALSE(fs::exists(fs::path(file).parent_path().parent_path()));
}

TEST_F(artifacts, C98_a_failed_case_keeps_its_files_and_names_them) {
  const child_process test = end("failed");
  EXPECT_EQ(content_of(file), "text");
  const std::string directory =
      fs::path(file).parent_path().parent_path().string();
  EXPECT_THAT(test.errors(), HasSubstr("kept artifacts in " + directory));
  EXPECT_THAT(log(), AllOf(HasSubstr("\"event\":\"artifacts\""),
                           HasSubstr(fs::path(directory).filename().string())));
}

TEST_F(artifacts, C98_policies_are_those_of_temporary_directories) {
  variables["PARALLEL_TESTING_ARTIFACTS_POLICY"] = "all";
  end("passed");
  EXPECT_TRUE(fs::exists(file));
  variables["PARALLEL_TESTING_ARTIFACTS_POLICY"] = "none";
  end("failed");
  EXPECT_FALSE(fs::exists(file));
}

TEST_F(artifacts, C98_a_case_that_uses_none_has_no_directory) {
  child_process test = start();
  const std::string own = test.ask("environment PARALLEL_TESTING_ARTIFACTS");
  EXPECT_THAT(own, StartsWith(run + "/artifacts/A.B-"));
  EXPECT_EQ(test.ask("environment TEST_UNDECLARED_OUTPUTS_DIR"), own);
  EXPECT_FALSE(fs::exists(run + "/artifacts"));
  test.ask("end_case passed");
  test.finish();
  EXPECT_FALSE(fs::exists(run + "/artifacts"));
  EXPECT_THAT(log(), Not(HasSubstr("\"artifacts\"")));
}

TEST_F(artifacts, C98_each_case_of_a_process_has_its_own) {
  child_process test = start();
  const std::string first = test.ask("artifact file");
  write_to(first, "1");
  test.ask("end_case failed");
  test.ask("begin_case A.C");
  const std::string second = test.ask("artifact file");
  EXPECT_EQ(test.ask("environment PARALLEL_TESTING_ARTIFACTS") + "/file",
            second);
  write_to(second, "2");
  test.ask("end_case passed");
  test.finish();
  EXPECT_EQ(content_of(first), "1");
  EXPECT_FALSE(fs::exists(second));
  EXPECT_THAT(second, StartsWith(run + "/artifacts/A.C-"));
}

TEST_F(artifacts, C98_a_directory_that_a_program_made_is_kept_and_logged) {
  child_process test = start();
  const std::string own = test.ask("environment PARALLEL_TESTING_ARTIFACTS");
  fs::create_directories(own);
  write_to(own + "/file", "text");
  test.ask("end_case failed");
  test.finish();
  EXPECT_EQ(content_of(own + "/file"), "text");
  EXPECT_THAT(log(), HasSubstr(fs::path(own).filename().string()));
}

TEST_F(artifacts, C98_a_directory_that_a_program_made_goes_with_a_passed_case) {
  child_process test = start();
  const std::string own = test.ask("environment PARALLEL_TESTING_ARTIFACTS");
  fs::create_directories(own + "/below");
  write_to(own + "/below/file", "text");
  test.ask("end_case passed");
  test.finish();
  EXPECT_FALSE(fs::exists(own));
  EXPECT_THAT(log(), Not(HasSubstr("\"artifacts\"")));
}

TEST_F(artifacts, C98_artifacts_of_a_crashed_case_stay_and_are_logged) {
  child_process test = start();
  file = test.ask("artifact file");
  write_to(file, "text");
  test.send("abort");
  EXPECT_EQ(test.wait(), -SIGABRT);
  EXPECT_EQ(content_of(file), "text");
  EXPECT_THAT(log(),
              HasSubstr(fs::path(file).parent_path().filename().string()));
}

TEST_F(artifacts, C98_what_is_too_large_is_removed_with_a_message) {
  variables["PARALLEL_TESTING_ARTIFACTS_LIMIT"] = "1KB";
  const child_process test = end("failed", std::string(2000, 'x'));
  EXPECT_FALSE(fs::exists(file));
  EXPECT_THAT(
      test.errors(),
      AllOf(HasSubstr("removed the artifact 'logs/a.log' (0.0 MiB) of A.B"),
            HasSubstr("set PARALLEL_TESTING_ARTIFACTS_LIMIT to keep more")));
}

TEST_F(artifacts, C98_only_this_user_can_enter_the_directories) {
  end("failed");
  for (const std::string& each :
       {run + "/artifacts",
        fs::path(file).parent_path().parent_path().string()}) {
    struct stat status {};
    ASSERT_EQ(::stat(each.c_str(), &status), 0) << each;
    EXPECT_EQ(status.st_mode & 0777U, 0700U) << each;
  }
}

TEST_F(artifacts, C75_a_link_in_their_place_is_refused) {
  child_process test = start();
  fs::create_directory_symlink(place.path("elsewhere"), run + "/artifacts");
  EXPECT_THAT(test.ask("artifact file"), HasSubstr("refusing directory"));
}

TEST_F(artifacts, C98_no_name_of_a_file_leads_elsewhere) {
  child_process test = start();
  for (const char* name : {"../file", "/file", "a/../../file"}) {
    EXPECT_THAT(test.ask(std::string("artifact ") + name),
                HasSubstr("name of an artifact"));
  }
  EXPECT_FALSE(fs::exists(run + "/artifacts"));
}

TEST_F(artifacts, C98_bazels_directory_is_used_where_bazel_starts_the_test) {
  variables = place.by_hand();
  variables["TEST_UNDECLARED_OUTPUTS_DIR"] = "/of/bazel";
  child_process test({RUNTIME_PROBE, "adapter"}, variables);
  EXPECT_EQ(test.ask("environment TEST_UNDECLARED_OUTPUTS_DIR"), "/of/bazel");
  EXPECT_THAT(test.ask("environment PARALLEL_TESTING_ARTIFACTS"),
              HasSubstr("/artifacts/"));
}

}  // namespace
}  // namespace parallel_testing::unit
