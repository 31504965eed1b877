// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `stress`, `verify` and `report` on a build tree whose tests were watched.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <parallel_testing/temp_dir.hpp>
#include <string>
#include <vector>

#include "support/sandbox.hpp"

namespace parallel_testing::tool_test {
namespace {

using nlohmann::json;
using support::finished_process;
using testing::HasSubstr;

/// A build tree without ParallelTesting. Each of two tests fails if the other
/// one writes `shared.txt` meanwhile.
class watched_tree : public testing::Test {
 protected:
  watched_tree() {
    std::ofstream(build_ / "CMakeCache.txt")
        << "CMAKE_CTEST_COMMAND:INTERNAL=" << TESTED_CTEST << "\n";
    std::ofstream tests(build_ / "CTestTestfile.cmake");
    for (const std::string name : {"Store.Add", "Store.Drop"}) {
      tests << "add_test(" << name << " /bin/sh -c [[echo " << name
            << " > shared.txt; sleep 0.3; read text < shared.txt; test "
               "\"$text\" = "
            << name << "]])\n";
    }
    tests << "add_test(Other.Passes /bin/true)\n";
  }

  finished_process run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), TESTED_TOOL);
    return box_.run(arguments);
  }

  void watch() {
    const finished_process ended = run({"suggest", build_.string()});
    ASSERT_EQ(ended.exit_code, 1) << ended.output;
  }

  json as_json(const std::vector<std::string>& arguments) {
    const std::string output = run(arguments).output;
    const std::size_t start = output.find("{\n");
    if (start == std::string::npos) throw std::runtime_error(output);
    return json::parse(output.substr(start, output.rfind("}\n") + 1 - start));
  }

  json shared_state() {
    const json result =
        as_json({"verify", build_.string(), "--quick", "--format", "json"});
    for (const json& each : result.at("checks")) {
      if (each.at("name") == "shared_state") return each;
    }
    throw std::runtime_error(result.dump(2));
  }

  temp_dir directory_{"w"};
  std::filesystem::path build_{directory_.path()};
  support::sandbox box_{build_.string()};
};

TEST_F(watched_tree, C94_passes_in_random_order_with_the_suggestions) {
  const finished_process ended = run({"suggest", build_.string(), "--prove"});
  EXPECT_EQ(ended.exit_code, 1) << ended.output;
  EXPECT_THAT(
      ended.output,
      HasSubstr("3 tests ended in 5 random orders as in the serial run"));
}

// Such as "../tests/data", in a test that runs in a directory "tests".
TEST_F(watched_tree, C94_names_its_working_directory_in_a_private_one_too) {
  std::ofstream tests(build_ / "CTestTestfile.cmake", std::ios::app);
  for (const char* name : {"Report.Add", "Report.Drop"}) {
    tests << "add_test(" << name << " /bin/sh -c [[cd '../"
          << build_.filename().string()
          << "' && echo >report.txt && sleep 0.1 && rm report.txt]])\n";
  }
  tests.close();
  EXPECT_THAT(run({"suggest", build_.string(), "--prove"}).output,
              HasSubstr("5 tests ended in 5 random orders as in the serial "
                        "run"));
}

TEST_F(watched_tree, C94_names_tests_that_the_suggestions_cannot_help) {
  std::ofstream(build_ / "CTestTestfile.cmake", std::ios::app)
      << "add_test(Broken.Fails /bin/false)\n";
  EXPECT_THAT(run({"suggest", build_.string(), "--prove"}).output,
              HasSubstr("1 test does not pass in the serial run either: "
                        "Broken.Fails"));
}

TEST_F(watched_tree, lets_stress_name_the_resource_and_try_the_remedy) {
  watch();
  const json result = as_json({"stress", build_.string(), "-j1,3", "--rounds",
                               "1", "--format", "json"});
  EXPECT_TRUE(result.at("watched"));
  ASSERT_EQ(result.at("causes").size(), 1U) << result.dump(2);
  const json& cause = result.at("causes").at(0);
  EXPECT_EQ(cause.at("cause"), "shared_resource");
  EXPECT_EQ(cause.at("resource"),
            "2 tests of Store write shared.txt in the working directory");
  ASSERT_FALSE(cause.at("tried").empty()) << result.dump(2);
  EXPECT_EQ(cause.at("tried").at(0).at("result"), "helps") << result.dump(2);
}

TEST_F(watched_tree, lets_verify_find_what_nothing_keeps_apart) {
  watch();
  const json check = shared_state();
  EXPECT_EQ(check.at("outcome"), "fail") << check.dump(2);
  EXPECT_THAT(check.at("problems").at(0).at("text").get<std::string>(),
              HasSubstr("2 tests of Store write shared.txt in the working "
                        "directory: nothing keeps 1 pair of them apart"));
}

TEST_F(watched_tree, lets_verify_see_a_lock_that_was_added_later) {
  watch();
  std::ofstream(build_ / "CTestTestfile.cmake", std::ios::app)
      << "set_tests_properties(Store.Add Store.Drop PROPERTIES RESOURCE_LOCK "
         "shared)\n";
  const json check = shared_state();
  EXPECT_EQ(check.at("outcome"), "pass") << check.dump(2);
}

TEST_F(watched_tree, is_watched_before_verify_can_judge) {
  const json check = shared_state();
  EXPECT_EQ(check.at("outcome"), "skipped");
  EXPECT_THAT(check.at("summary").get<std::string>(),
              HasSubstr("the tests were never watched"));
}

TEST_F(watched_tree, lets_the_page_of_a_run_show_what_tests_share) {
  watch();
  ASSERT_EQ(run({"run", "--test-dir", build_.string(), "-j", "1"}).exit_code,
            0);
  const std::string page = run({"report", build_.string(), "--html=-"}).output;
  EXPECT_THAT(page, HasSubstr("\"shared\":{\"start_ms\":"));
  EXPECT_THAT(page, HasSubstr("shared.txt in the working directory"));
}

}  // namespace
}  // namespace parallel_testing::tool_test
