// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `parallel-testing coverage` on a project that gcc or clang instrumented.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "support/files.hpp"
#include "support/sandbox.hpp"
#include "tested_build.hpp"

namespace parallel_testing::support {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class coverage : public testing::Test {
 protected:
  coverage() {
    // Other cases run in this build tree at the same time.
    box.set("PARALLEL_TESTING_TEMP_RETENTION", "1000");
  }

  /// Reports are in the directory `out`.
  finished_process measure(const std::string& out,
                           std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(),
                     {E2E_TOOL, "coverage", "--test-dir", tested_build,
                      "--output", box.path(out)});
    return box.run(arguments);
  }

  [[nodiscard]] std::string text(const std::string& out,
                                 const std::string& name) const {
    return read_file(box.path(out) + "/" + name);
  }

  [[nodiscard]] json report(const std::string& out) const {
    return json::parse(text(out, "coverage.json"));
  }

  /// How often a line of a file ran.
  [[nodiscard]] int count(const std::string& out, const std::string& file,
                          int line) const {
    return line_of(out, file, line).at("count");
  }

  [[nodiscard]] json line_of(const std::string& out, const std::string& file,
                             int number) const {
    const json root = report(out);
    for (const json& each : root.at("files")) {
      if (each.at("file") != file) continue;
      for (const json& line : each.at("lines")) {
        if (line.at("line") == number) return line;
      }
    }
    ADD_FAILURE() << file << ":" << number << " is not in the report";
    return {{"count", -1}, {"contexts", 0}};
  }

  sandbox box{tested_build};
};

constexpr int line_in_more = 8;
constexpr int line_of_negative = 9;
constexpr int line_in_price = 7;

TEST_F(coverage, C63_counts_are_the_same_at_j1_and_j8) {
  const finished_process serial = measure("one", {"-j1"});
  ASSERT_EQ(serial.exit_code, 0) << serial.output;
  const finished_process parallel = measure("eight", {"-j8"});
  ASSERT_EQ(parallel.exit_code, 0) << parallel.output;
  EXPECT_EQ(text("one", "coverage.json"), text("eight", "coverage.json"));
  // Forks 3, isolated 1, crashes 1, programs 6, grouped and forked 2 each.
  EXPECT_EQ(count("one", "shop/more.cpp", line_in_more), 15);
  EXPECT_EQ(count("one", "shop/more.cpp", line_of_negative), 1);
  EXPECT_EQ(count("one", "shop/shop.cpp", line_in_price), 4);
  EXPECT_THAT(text("one", "coverage.json"), Not(HasSubstr("unused.cpp")));
  EXPECT_THAT(serial.output, HasSubstr("shop/more.cpp"));
  EXPECT_THAT(serial.output, Not(HasSubstr("warning")));
}

TEST_F(coverage, C101_forked_cases_and_their_parent_count_once) {
  const finished_process together =
      measure("together", {"--", "-R", "^Grouped"});
  ASSERT_EQ(together.exit_code, 0) << together.output;
  const finished_process isolated =
      measure("isolated", {"--", "-R", "^isolated[.]Grouped"});
  ASSERT_EQ(isolated.exit_code, 0) << isolated.output;
  EXPECT_EQ(text("isolated", "coverage.json"),
            text("together", "coverage.json"));
  // The start of the program, and one case.
  EXPECT_EQ(count("isolated", "shop/more.cpp", line_in_more), 2);
  EXPECT_EQ(count("isolated", "shop/shop.cpp", line_in_price), 1);
  // A case that crashes loses what it counted, and nothing else.
  box.set("E2E_CRASH", "1");
  EXPECT_EQ(measure("crash", {"--", "-R", "^isolated[.]Grouped"}).exit_code, 1);
  EXPECT_EQ(text("isolated", "coverage.json"), text("crash", "coverage.json"));
}

TEST_F(coverage, C63_C64_crashed_tests_are_named_and_all_others_count) {
  box.set("E2E_CRASH", "1");
  const finished_process serial = measure("one", {"-j1"});
  EXPECT_EQ(serial.exit_code, 1);
  const finished_process parallel = measure("eight", {"-j8"});
  EXPECT_EQ(text("one", "coverage.json"), text("eight", "coverage.json"));
  for (const std::string& output : {serial.output, parallel.output}) {
    EXPECT_THAT(output, HasSubstr("warning: Shop.Crashes crashed"));
    EXPECT_THAT(output, HasSubstr("warning: Grouped.Three crashed"));
    EXPECT_THAT(output, HasSubstr("what it covered is missing or partial"));
  }
  EXPECT_EQ(count("one", "shop/more.cpp", line_in_more), 15);
  EXPECT_EQ(count("one", "shop/more.cpp", line_of_negative), 0);
  // Cases that shared the process with the one that crashed.
  EXPECT_EQ(count("one", "shop/shop.cpp", line_in_price), 4);
}

TEST_F(coverage, C64_broken_data_are_named_and_all_others_count) {
  ASSERT_EQ(measure("all", {"-j8"}).exit_code, 0);
  const fs::path data = box.path("broken");
  fs::create_directories(data);
  fs::copy(box.path("all") + "/data/merged", data / "gw0",
           fs::copy_options::recursive);
  fs::copy(data / "gw0", data / "gw1", fs::copy_options::recursive);
  std::string broken;
  for (const auto& entry : fs::recursive_directory_iterator(data / "gw1")) {
    const std::string path = entry.path().string();
    if (path.ends_with("more.cpp.gcda") || path.ends_with(".profdata")) {
      fs::resize_file(entry.path(), fs::file_size(entry.path()) / 2);
      broken = path;
    }
  }
  ASSERT_NE(broken, "");
  const finished_process told =
      measure("told", {"--data", data.string(), "--report", "json"});
  EXPECT_EQ(told.exit_code, 0);
  EXPECT_THAT(told.output, HasSubstr("warning: '" + broken + "' is ignored: "));
  EXPECT_EQ(count("told", "shop/more.cpp", line_in_more), 15);
}

TEST_F(coverage, C65_data_of_another_run_do_not_count) {
  ASSERT_EQ(measure("all", {"-j8"}).exit_code, 0);
  ASSERT_EQ(measure("few", {"--", "-R", "^Shop.FewPieces$"}).exit_code, 0);
  EXPECT_EQ(count("few", "shop/shop.cpp", line_in_price), 1);
  EXPECT_EQ(count("few", "shop/more.cpp", line_in_more), 0);
  // By plain ctest, and by hand: apart from all reports.
  ASSERT_EQ(box.ctest({"-j8"}).exit_code, 0);
  ASSERT_EQ(box.run({std::string(tested_build) + "/shop_test"}).exit_code, 0);
  ASSERT_EQ(measure("again", {"--", "-R", "^Shop.FewPieces$"}).exit_code, 0);
  EXPECT_EQ(text("few", "coverage.json"), text("again", "coverage.json"));
}

TEST_F(coverage,
       C65_data_of_another_build_do_not_count_and_the_remedy_is_told) {
  ASSERT_EQ(measure("all", {"-j8"}).exit_code, 0);
  const std::string merged = box.path("all") + "/data/merged";
  const std::string stale = box.path("stale") + "/gw0";
  fs::create_directories(stale);
  if (fs::exists(merged + "/merged.profdata")) {
    // The hash of each function's structure tells builds apart.
    const std::string as_text = box.path("profile.txt");
    ASSERT_EQ(box.run({"sh", "-c",
                       std::string(E2E_PROFDATA) + " merge --text " + merged +
                           "/merged.profdata -o " + as_text +
                           " && sed '/# Func "
                           "Hash:/{n;s/$/1/}' " +
                           as_text + " >" + stale + "/old.profdata"})
                  .exit_code,
              0);
  } else {
    fs::copy(merged, stale, fs::copy_options::recursive);
    for (const auto& entry : fs::recursive_directory_iterator(stale)) {
      if (!entry.is_regular_file()) continue;
      constexpr int place_of_stamp = 8;
      std::fstream file(entry.path(),
                        std::ios::in | std::ios::out | std::ios::binary);
      file.seekp(place_of_stamp).put('x');
    }
  }
  const finished_process alone =
      measure("alone", {"--data", box.path("stale"), "--report", "json"});
  EXPECT_THAT(alone.output,
              HasSubstr("build all targets, then run the tests again"));
  fs::copy(merged, box.path("stale") + "/gw1", fs::copy_options::recursive);
  ASSERT_EQ(measure("both", {"--data", box.path("stale"), "--report", "json"})
                .exit_code,
            0);
  EXPECT_EQ(text("both", "coverage.json"), text("all", "coverage.json"));
}

TEST_F(coverage, too_few_lines_are_a_finding_with_the_number) {
  const finished_process all =
      measure("out", {"--fail-under", "99.5", "--fail-under", "shop=10", "--",
                      "-R", "^Shop.FewPieces$"});
  EXPECT_EQ(all.exit_code, 1);
  EXPECT_THAT(all.output, HasSubstr("% of the lines are covered, less than "
                                    "99.5%"));
  EXPECT_THAT(all.output, Not(HasSubstr("of shop")));
  const finished_process part = measure(
      "out", {"--data", box.path("out") + "/data", "--fail-under", "shop=99"});
  EXPECT_EQ(part.exit_code, 1);
  EXPECT_THAT(part.output,
              HasSubstr("% of the lines of shop are covered, less than 99%"));
}

TEST_F(coverage, shards_that_are_merged_equal_one_run) {
  ASSERT_EQ(measure("all", {"-j8", "--per-test"}).exit_code, 0);
  ASSERT_EQ(measure("shards/1", {"--per-test", "--", "-R", "Shop"}).exit_code,
            0);
  ASSERT_EQ(measure("shards/2", {"--per-test", "--", "-E", "Shop"}).exit_code,
            0);
  const finished_process merged =
      box.run({E2E_TOOL, "merge", box.path("shards/1") + "/data",
               box.path("shards/2") + "/data", "--into", box.path("merged")});
  ASSERT_EQ(merged.exit_code, 0) << merged.output;
  const finished_process joined =
      measure("joined", {"--per-test", "--report", "json", "--data",
                         box.path("merged") + "/coverage"});
  ASSERT_EQ(joined.exit_code, 0) << joined.output;
  EXPECT_EQ(text("joined", "coverage.json"), text("all", "coverage.json"));
}

TEST_F(coverage, C103_data_of_an_archive_count_where_it_was_made) {
  ASSERT_EQ(measure("all", {"-j8", "--per-test"}).exit_code, 0);
  // Other cases write below Testing at the same time.
  const finished_process made =
      box.run({E2E_TOOL, "archive", tested_build, "--to", box.path("a.tar.zst"),
               "--exclude", "*Testing/*"});
  ASSERT_EQ(made.exit_code, 0) << made.output;
  const finished_process moved =
      box.run({E2E_TOOL, "run", "--archive", box.path("a.tar.zst"), "--to",
               box.path("moved"), "-R", "^Shop.FewPieces$"});
  ASSERT_EQ(moved.exit_code, 0) << moved.output;
  const finished_process kept =
      box.run({E2E_TOOL, "coverage", box.path("moved") + "/build", "--report",
               "data", "--per-test", "--output", box.path("shard"), "-j8"});
  ASSERT_EQ(kept.exit_code, 0) << kept.output;
  EXPECT_THAT(kept.output, HasSubstr("wrote " + box.path("shard") + "/data"));

  const finished_process joined =
      measure("joined", {"--per-test", "--report", "json", "--data",
                         box.path("shard") + "/data"});
  ASSERT_EQ(joined.exit_code, 0) << joined.output;
  EXPECT_EQ(text("joined", "coverage.json"), text("all", "coverage.json"));
}

TEST_F(coverage, data_alone_are_refused_beside_what_reports_them) {
  using words = std::vector<std::string>;
  for (const auto& [more, named] :
       {std::pair(words{"--report", "data,json"}, "another report"),
        std::pair(words{"--report", "data", "--fail-under", "9"},
                  "--fail-under"),
        std::pair(words{"--report", "data", "--data", "x"}, "--data")}) {
    const finished_process refused = measure("out", more);
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.output,
                HasSubstr(std::string("pass it without ") + named));
  }
}

TEST_F(coverage, tests_that_cover_a_line_are_told) {
  ASSERT_EQ(
      measure("each", {"-j8", "--per-test", "--report", "json,html"}).exit_code,
      0);
  ASSERT_EQ(measure("sum", {"-j8"}).exit_code, 0);
  const json told = report("each");
  const auto names = [&](const std::string& file, int line) {
    std::set<std::string> result;
    const json set = line_of("each", file, line).at("contexts");
    for (const json& test : told.at("contexts").at(set.get<std::size_t>())) {
      result.insert(told.at("tests").at(test.get<std::size_t>()));
    }
    return result;
  };
  EXPECT_THAT(names("shop/shop.cpp", line_in_price),
              ElementsAre("Grouped.Four", "Shop.FewPieces", "Shop.ManyPieces"));
  EXPECT_THAT(names("shop/more.cpp", line_of_negative),
              ElementsAre("Shop.Crashes"));
  EXPECT_EQ(told.at("totals"), report("sum").at("totals"));
  EXPECT_THAT(text("each", "html/index.html"),
              HasSubstr("<a href=\"file0.html\">shop/more.cpp</a>"));
  EXPECT_THAT(text("each", "html/file0.html"), HasSubstr("tests.html#c0"));
  EXPECT_THAT(text("each", "html/tests.html"), HasSubstr("Shop.Crashes<br>"));
}

TEST_F(coverage, reports_of_other_programs_have_all_files) {
  const finished_process told =
      measure("out", {"--report", "html,xml,lcov", "--", "-R", "Shop"});
  ASSERT_EQ(told.exit_code, 0) << told.output;
  EXPECT_THAT(text("out", "coverage.xml"), HasSubstr("shop/more.cpp"));
  EXPECT_THAT(text("out", "coverage.lcov"), HasSubstr("/shop/more.cpp\n"));
  EXPECT_THAT(text("out", "html/index.html"), HasSubstr("more.cpp"));
  EXPECT_THAT(text("out", "html/index.html"), Not(HasSubstr("unused.cpp")));
}

TEST_F(coverage, build_target_does_the_same) {
  const finished_process built =
      box.run({"cmake", "--build", tested_build, "--target", "coverage"});
  EXPECT_EQ(built.exit_code, 0) << built.output;
  EXPECT_THAT(built.output, HasSubstr("shop/more.cpp"));
}

}  // namespace
}  // namespace parallel_testing::support
