// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every command that reads something, with everything that it may be given
// instead: an answer that says what is wrong, never a crash.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <ostream>
#include <parallel_testing/environment.hpp>
#include <string>
#include <vector>

#include "app/commands.hpp"
#include "tools/cli/run_command.hpp"

namespace parallel_testing::app {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

struct bad_input {
  const char* name;
  std::vector<std::string> arguments;  // `@` stands for the folder of inputs
  int exit_code;
  const char* says;  // on stderr
};

void PrintTo(const bad_input& shown, std::ostream* out) {
  *out << shown.name;
}

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
    write("no_ctest/CMakeCache.txt",
          "CMAKE_CTEST_COMMAND:INTERNAL=/nowhere/ctest\n");
    write("odd_ctest/CTestTestfile.cmake", "");
    write("odd_ctest/ctest", "#!/bin/sh\necho '{\"kind\":\"ctestInfo\"'\n");
    fs::permissions(folder_ / "odd_ctest/ctest", fs::perms::owner_all);
    write("odd_ctest/CMakeCache.txt",
          "CMAKE_CTEST_COMMAND:INTERNAL=" +
              (folder_ / "odd_ctest/ctest").string() + "\n");
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

const std::vector<bad_input> all_bad_inputs{
    {"audit_nothing", {"audit", "@/none"}, 3, "none: cannot be read"},
    {"audit_folder", {"audit", "@/folder.ndjson"}, 3, "cannot be read"},
    {"audit_empty", {"audit", "@/empty.ndjson"}, 4, ""},
    {"audit_cut", {"audit", "@/truncated.ndjson"}, 3, ".ndjson:2: "},
    {"audit_long", {"audit", "@/long.ndjson"}, 3, ":1: the line is longer"},
    {"audit_deep", {"audit", "@/deep.ndjson"}, 3, ":1: values are nested"},
    {"audit_bytes", {"audit", "@/bytes.ndjson"}, 3, ":1: not a JSON value"},
    {"audit_array", {"audit", "@/array.ndjson"}, 3, ":1: expected a JSON"},
    {"audit_future", {"audit", "@/future.ndjson"}, 3, ":1: schema version 99"},

    {"report_nothing", {"report", "@/none"}, 3, "none: cannot be read"},
    {"report_folder", {"report", "@/folder.ndjson"}, 3, "has no run"},
    {"report_empty", {"report", "@/empty.ndjson"}, 4, "has no tests"},
    {"report_cut", {"report", "@/truncated.ndjson"}, 0, ".ndjson:2: "},
    {"report_long", {"report", "@/long.ndjson"}, 3, ":1: the line is longer"},
    {"report_deep", {"report", "@/deep.ndjson"}, 3, ":1: values are nested"},
    {"report_bytes", {"report", "@/bytes.ndjson"}, 3, ":1: not a JSON value"},
    {"report_array", {"report", "@/array.ndjson"}, 3, ":1: expected a JSON"},
    {"report_future", {"report", "@/future.ndjson"}, 3, ":1: schema version"},
    {"report_log", {"report", "@/log"}, 3, "events.ndjson:1: "},
    {"report_build", {"report", "@/one"}, 3, "has no run; give a build"},

    {"merge_nothing", {"merge", "@/none"}, 3, "none' is not there"},
    {"merge_no_shard", {"merge", "@/no_tests", "--into", "@/m"}, 4, "no *.nd"},
    {"merge_other", {"merge", "@/other.txt", "--into", "@/m"}, 2, "is none of"},
    {"merge_cut", {"merge", "@/truncated.ndjson", "--into", "@/m"}, 3, ":2: "},
    {"merge_long", {"merge", "@/long.ndjson", "--into", "@/m"}, 3, ":1: "},
    {"merge_deep", {"merge", "@/deep.ndjson", "--into", "@/m"}, 3, ":1: "},
    {"merge_bytes", {"merge", "@/bytes.ndjson", "--into", "@/m"}, 3, ":1: "},
    {"merge_future", {"merge", "@/future.ndjson", "--into", "@/m"}, 3, ":1: "},
    {"merge_bomb",
     {"merge", "@/bomb.xml", "--into", "@/m"},
     3,
     "bomb.xml:2: a document type"},
    {"merge_cut_xml",
     {"merge", "@/truncated.xml", "--into", "@/m"},
     3,
     "truncated.xml:2: this is no XML"},
    {"merge_deep_xml", {"merge", "@/deep.xml", "--into", "@/m"}, 3, "deep.xml"},
    {"merge_root", {"merge", "@/root.xml", "--into", "@/m"}, 3, "<html> where"},
    {"merge_xml_bytes",
     {"merge", "@/bytes.xml", "--into", "@/m"},
     3,
     "bytes.xml:1: "},
    {"merge_target",
     {"merge", "@/one/times.txt", "--into", "@/other.txt"},
     3,
     "cannot write"},

    {"explain_no_build", {"explain", "a", "--test-dir", "@"}, 3, "no build"},
    {"explain_no_tests",
     {"explain", "a", "--test-dir", "@/no_tests"},
     4,
     "has no tests"},
    {"explain_unknown",
     {"explain", "Orders.Migrat", "--test-dir", "@/one"},
     2,
     "did you mean 'Orders.Migrate'?"},
    {"explain_hostile",
     {"explain", "Orders.Migrate", "--test-dir", "@/one"},
     0,
     ""},
    {"explain_log", {"explain", "a", "--test-dir", "@/log"}, 0, ""},
    {"explain_no_ctest",
     {"explain", "a", "--test-dir", "@/no_ctest"},
     3,
     "cannot start '/nowhere/ctest'"},
    {"explain_odd_ctest",
     {"explain", "a", "--test-dir", "@/odd_ctest"},
     3,
     "no listing of tests"},

    {"shard_no_build", {"shard", "1/1", "--test-dir", "@"}, 3, "no build"},
    {"shard_no_tests", {"shard", "1/1", "--test-dir", "@/no_tests"}, 4, ""},
    {"shard_no_number", {"shard", "3/2", "--test-dir", "@/one"}, 2, "3/2"},
    {"shard_no_times",
     {"shard", "1/1", "--test-dir", "@/one", "--times", "@/none"},
     3,
     "none' cannot be read"},
    {"shard_hostile",
     {"shard", "1/1", "--test-dir", "@/one", "--times", "@/one/times.txt"},
     0,
     "1 never ran before"},
    {"shard_no_ctest",
     {"shard", "1/1", "--test-dir", "@/no_ctest"},
     3,
     "cannot start '/nowhere/ctest'"},
    {"shard_odd_ctest",
     {"shard", "1/1", "--test-dir", "@/odd_ctest"},
     3,
     "no listing of tests"},

    {"run_no_build", {"run", "--test-dir", "@"}, 3, "is no build directory"},
    {"run_no_folder", {"run", "--test-dir", "@/none"}, 3, "is no directory"},
    {"run_no_tests", {"run", "--test-dir", "@/no_tests"}, 4, "no tests"},
    {"run_unknown",
     {"run", "--test-dir", "@/one", "-R", "Orders.Migrat$"},
     4,
     "did you mean 'Orders.Migrate'?"},
    {"run_failed_log", {"run", "--last-failed", "--test-dir", "@/log"}, 4, ""},
    {"run_no_ctest",
     {"run", "--test-dir", "@/one", "--ctest", "/nowhere/ctest"},
     3,
     "is no program"},
    {"run_no_junit_place",
     {"run", "--test-dir", "@/one", "--output-junit", "/nowhere/r.xml"},
     3,
     "/nowhere/r.xml"},

    {"verify_no_build", {"verify", "@"}, 3, "no build"},
    {"verify_no_tests", {"verify", "@/no_tests"}, 4, "has no tests"},
    {"verify_no_ctest", {"verify", "@/no_ctest"}, 3, "/nowhere/ctest"},
    {"verify_odd_ctest", {"verify", "@/odd_ctest"}, 3, "no listing of tests"},
    {"verify_hostile", {"verify", "--quick", "@/one"}, 1, ""},

    {"stress_no_build", {"stress", "@"}, 3, "no build"},
    {"stress_no_tests", {"stress", "@/no_tests"}, 4, "no tests"},
    {"stress_no_ctest", {"stress", "@/no_ctest"}, 3, "/nowhere/ctest"},

    {"clean_no_state", {"clean"}, 3, "/proc/no_such_place"},
};

INSTANTIATE_TEST_SUITE_P(of, bad_inputs, testing::ValuesIn(all_bad_inputs),
                         [](const auto& each) {
                           return std::string(each.param.name);
                         });

}  // namespace
}  // namespace parallel_testing::app
