// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every command that reads something, with everything that it may be given
// instead: an answer that says what is wrong, never a crash.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <parallel_testing/environment.hpp>
#include <string>
#include <vector>

#include "app/commands.hpp"
#include "bad_inputs.hpp"
#include "tools/cli/run_command.hpp"

namespace parallel_testing::app {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr const char* good_event =
    R"({"v":1,"event":"process_start","time_ns":1,"mono_ns":1,"run":"r1",)"
    R"("worker":"gw0","pid":10,"seq":0,"executable":"/b/t","parent_pid":1,)"
    R"("test":"A.B","worker_count":1})";

constexpr const char* entity_bomb =
    "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY a \"ha\">"
    "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>\n"
    "<testsuites name=\"&b;\"/>";

class bad_inputs : public testing::TestWithParam<bad_input> {
 protected:
  void SetUp() override {
    const std::string good = std::string(good_event) + "\n";
    write("empty.ndjson", "");
    write("truncated.ndjson", good + std::string(good_event, 40));
    write("long.ndjson", std::string(2U << 20U, 'x') + "\n");
    write("deep.ndjson", "{\"v\":" + std::string(1U << 19U, '[') + "\n");
    write("bytes.ndjson", std::string("\0\xff\xfe\n\x01", 5));
    write("array.ndjson", "[1,2]\n");
    write("future.ndjson", R"({"v":99,"event":"x"})"
                           "\n");
    write("bomb.xml", entity_bomb);
    write("truncated.xml", "<testsuites>\n<testsuite name=\"a\">");
    write("root.xml", "<html/>");
    write("bytes.xml", std::string("\0\xff<", 3));
    std::string deep;
    for (int at = 0; at < 100'000; ++at) deep += "<a>";
    write("deep.xml", "<testsuites>" + deep);
    write("other.txt", "text");
    write("folder.ndjson/file", "");
    write_builds();
  }

  void write_builds() {
    write("no_tests/CTestTestfile.cmake", "");
    write("one/CTestTestfile.cmake", "add_test(Orders.Migrate \"true\")\n");
    write("one/parallel_testing/a_options.cmake",
          "set(option_call [=[" + std::string(100'000, '('));
    write("one/parallel_testing/a_manifest.cmake",
          std::string("\0parallel_case([=[", 18));
    write("one/parallel_testing/a_units.txt", "case\tx\nunit\t\t\t\ncase\\");
    write("one/times.txt", "_ 99999999999999999999\n \n4_ -1\nnan nan nan\n");
    write("no_ctest/CTestTestfile.cmake", "");
    write_ctest("no_ctest", "#!/nowhere/sh\n");
    write("odd_ctest/CTestTestfile.cmake", "");
    write_ctest("odd_ctest", "#!/bin/sh\necho '{\"kind\":\"ctestInfo\"'\n");
    write("log/CTestTestfile.cmake", "add_test(a \"true\")\n");
    write("log/Testing/ParallelTesting/runs/r/events.ndjson",
          "{}\n" + std::string(1U << 19U, '['));
    write("log/Testing/Temporary/LastTestsFailed.log",
          std::string("0:\n99999999999999999999:a\nx\n\0:b", 31));
    write("log/Testing/Temporary/CTestCostData.txt", "a 1\n---\n\xff 1 nan");
  }

  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }

  /// The ctest of the build tree `build`.
  void write_ctest(const std::string& build, const std::string& script) const {
    const std::string name = build + "/ctest";
    write(name, script);
    fs::permissions(folder_ / name, fs::perms::owner_all);
    write(build + "/CMakeCache.txt",
          "CMAKE_CTEST_COMMAND:INTERNAL=" + (folder_ / name).string() + "\n");
  }

  [[nodiscard]] cli_test::command_result run() const {
    std::vector<std::string> arguments = GetParam().arguments;
    for (std::string& each : arguments) {
      const std::size_t at = each.find('@');
      if (at != std::string::npos) each.replace(at, 1, folder_.string());
    }
    return cli_test::run_command(run_program, std::move(arguments));
  }

 private:
  fs::path folder_ = fs::path(testing::TempDir()) / "inputs";
  scoped_environment environment_{
      {"PARALLEL_TESTING_STATE_DIR", "/proc/no_such_place"},
      {"DATABASE_URL", ""},
      {"PGHOST", ""},
      {"PGHOSTADDR", ""},
      {"PGSERVICE", ""}};
};

TEST_P(bad_inputs, C74_are_answered_with_what_is_wrong) {
  const auto result = run();
  EXPECT_EQ(result.exit_code, GetParam().exit_code) << result.err;
  EXPECT_THAT(result.err, HasSubstr(GetParam().says));
  EXPECT_LT(result.err.size(), 10'000U);
}

INSTANTIATE_TEST_SUITE_P(of, bad_inputs, testing::ValuesIn(all_bad_inputs()),
                         [](const auto& each) {
                           return std::string(each.param.name);
                         });

}  // namespace
}  // namespace parallel_testing::app
