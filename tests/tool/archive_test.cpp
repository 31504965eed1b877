// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Archives of a project with plain tests, run after both of its trees are gone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "support/files.hpp"
#include "support/process.hpp"

namespace parallel_testing::tool_test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::AllOf;
using testing::Contains;
using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;

/// A library, a program that needs it and names its data, and tests of both,
/// as CMake writes them.
class archives : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(folder_ / "old/build/lib");
    write("old/src/CMakeLists.txt",
          "cmake_minimum_required(VERSION 3.25)\nproject(moves NONE)\n");
    write("old/src/data/prices.csv", "7\n");
    write("old/src/always.txt", "a");
    write("old/src/on_fail.txt", "b");
    write("old/src/unused/big.bin", std::string(5000, 'x'));
    write("old/src/check.sh", "test -e required && grep -q 7 \"$1\"\n");
    write("old/src/spec.json",
          R"({"version": {"major": 1, "minor": 0},
 "local": [{"cpus": [{"id": "0", "slots": 1}]}]})");
    write("old/build/settings.ini", "data=" + path("old/src/data") + "\n");
    write("old/build/object.o", "not needed");
    write("old/build/sub/required", "");
    write("old/build/CMakeCache.txt",
          "CMAKE_CACHEFILE_DIR:INTERNAL=" + path("old/build") +
              "\nCMAKE_HOME_DIRECTORY:INTERNAL=" + path("old/src") +
              "\nCMAKE_PROJECT_NAME:STATIC=moves"
              "\nCMAKE_CTEST_COMMAND:INTERNAL=" TESTED_CTEST "\n");
    write_tests();
  }

  void write_tests() const {
    const std::string src = path("old/src");
    const std::string build = path("old/build");
    write("old/build/CTestTestfile.cmake",
          "set(CTEST_RESOURCE_SPEC_FILE \"" + src + "/spec.json\")\n" +
              "add_test(fails sh -c \"echo of " + src + "/data; exit 3\")\n" +
              "add_test(settings sh -c \". ./settings.ini; cat $data/*\")\n" +
              "add_test(setup sh -c \"echo started >state\")\n" +
              "set_tests_properties(setup PROPERTIES FIXTURES_SETUP f)\n" +
              "add_test(cleanup rm state)\n" +
              "set_tests_properties(cleanup PROPERTIES FIXTURES_CLEANUP f)\n" +
              "subdirs(\"sub\")\n");
    write(
        "old/build/sub/CTestTestfile.cmake",
        "add_test(checks sh \"" + src + "/check.sh\" \"" + src +
            "/data/prices.csv\")\n" +
            "set_tests_properties(checks PROPERTIES WORKING_DIRECTORY \"" +
            build + "/sub\" REQUIRED_FILES \"" + build +
            "/sub/required\" ATTACHED_FILES \"" + src +
            "/always.txt\" ATTACHED_FILES_ON_FAIL \"" + src +
            "/on_fail.txt\" FIXTURES_REQUIRED f ENVIRONMENT \"DATA=" + src +
            "/data\" RESOURCE_GROUPS \"cpus:1\" LABELS \"a;b\" TIMEOUT 20)\n");
  }

  /// Adds a test of a program with a library, both with paths of the build.
  void compile_program() const {
    write("old/src/lib.c", "int seven(void) { return 7; }\n");
    write("old/src/main.c",
          "#include <stdio.h>\n"
          "int seven(void);\n"
          "const char* volatile counters = DATA \"/../../build/m.gcda\";\n"
          "int main(void) {\n"
          "  FILE* data = fopen(DATA \"/prices.csv\", \"r\");\n"
          "  return data ? fgetc(data) - '0' - seven() : 9;\n"
          "}\n");
    const std::string lib = path("old/build/lib");
    fs::create_directories(folder_ / "elsewhere");
    const auto compiled = shell(
        "cc -shared -fPIC -o old/build/lib/libseven.so old/src/lib.c && "
        "cc -shared -fPIC -o elsewhere/libother.so old/src/lib.c && "
        "cc -o old/build/needs_data '-DDATA=\"" +
        path("old/src/data") + "\"' old/src/main.c -Wl,--no-as-needed -L" +
        lib + " -lseven -Lelsewhere -lother -Wl,-rpath," + lib + ":" +
        path("elsewhere"));
    ASSERT_EQ(compiled.exit_code, 0) << compiled.output;
    std::ofstream(folder_ / "old/build/CTestTestfile.cmake", std::ios::app)
        << "add_test(needs_data \"" << path("old/build/needs_data") << "\")\n";
  }

  [[nodiscard]] support::finished_process shell(const std::string& line) const {
    support::command started;
    started.arguments = {"/bin/sh", "-c", line};
    started.directory = folder_.string();
    return support::run(started);
  }

  [[nodiscard]] support::finished_process tool(
      std::vector<std::string> arguments) const {
    support::command started;
    arguments.insert(arguments.begin(), TESTED_TOOL);
    started.arguments = std::move(arguments);
    started.environment["TMPDIR"] = folder_.string();
    started.environment["PARALLEL_TESTING_STATE_DIR"] =
        folder_.string() + "/state";
    started.directory = folder_.string();
    return support::run(started);
  }

  [[nodiscard]] json as_json(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--format", "json"});
    const auto ended = tool(std::move(arguments));
    const std::size_t start = ended.output.find("{\n");
    if (start == std::string::npos) throw std::runtime_error(ended.output);
    return json::parse(
        ended.output.substr(start, ended.output.rfind("}\n") + 1 - start));
  }

  /// `name=outcome` of each test.
  [[nodiscard]] static std::vector<std::string> outcomes_in(const json& run) {
    std::vector<std::string> result;
    for (const json& each : run.at("tests")) {
      result.push_back(each.at("name").get<std::string>() + "=" +
                       each.at("outcome").get<std::string>());
    }
    std::sort(result.begin(), result.end());
    return result;
  }

  /// What ctest lists, with `old` for the folder of the trees.
  [[nodiscard]] std::string listing_of(const std::string& build,
                                       const std::string& place) const {
    const auto listed = shell(TESTED_CTEST " --test-dir '" + path(build) +
                              "' --show-only=json-v1");
    return without(place, listed.output);
  }

  [[nodiscard]] static std::string without(const std::string& place,
                                           std::string text) {
    for (std::size_t at = text.find(place); at != std::string::npos;
         at = text.find(place, at)) {
      text.replace(at, place.size(), "TREES");
    }
    return text;
  }

  /// What `explain` says of a test, and what `report` says of the last run
  /// apart from times.
  [[nodiscard]] std::pair<std::string, json> told_about(
      const std::string& build, const std::string& place) const {
    const auto explained = tool({"explain", "checks", build});
    EXPECT_EQ(explained.exit_code, 0) << explained.output;
    json tests = as_json({"report", build}).at("tests");
    for (json& test : tests) {
      for (json& attempt : test.at("attempts")) {
        for (const char* varies : {"start_ns", "duration_ns", "pid", "cpu_us",
                                   "max_rss_kib", "worker"}) {
          attempt.erase(varies);
        }
      }
    }
    std::sort(tests.begin(), tests.end(), [](const json& a, const json& b) {
      return a.at("name") < b.at("name");
    });
    // Earlier runs are those of this place.
    const std::size_t times = explained.output.find("times\n");
    const std::size_t next = explained.output.find("waits for");
    EXPECT_LT(times, next);
    const std::string text =
        explained.output.substr(0, times) + explained.output.substr(next);
    return {without(place, text), json::parse(without(place, tests.dump()))};
  }

  [[nodiscard]] std::vector<std::string> archived(
      const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"archive", "old/build", "--to", "a"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    std::vector<std::string> result;
    const json made = as_json(arguments);
    for (const json& each : made.at("files")) {
      result.push_back(each.at("path"));
    }
    return result;
  }

  void write(const std::string& name, const std::string& content) const {
    fs::create_directories(fs::path(path(name)).parent_path());
    support::write_file(path(name), content);
  }
  [[nodiscard]] std::string path(const std::string& name) const {
    return (folder_ / name).string();
  }

  fs::path folder_ =
      fs::path(testing::TempDir()) /
      testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(archives, C103_run_elsewhere_with_both_trees_deleted) {
  const auto before = outcomes_in(as_json({"run", "old/build"}));
  const std::string listed = listing_of("old/build", path("old"));
  ASSERT_THAT(before, IsSupersetOf({"checks=pass", "fails=fail"}));
  const auto told_before = told_about("old/build", path("old"));
  const auto made = tool({"archive", "old/build", "--to", "a.tar.zst"});
  ASSERT_EQ(made.exit_code, 0) << made.output;
  fs::remove_all(folder_ / "old");

  const auto after =
      outcomes_in(as_json({"run", "--archive", "a.tar.zst", "--to", "new"}));
  EXPECT_EQ(after, before);
  EXPECT_EQ(listing_of("new/build", path("new/tree")), listed);
  // The unpacked tree is a build tree like any other.
  EXPECT_EQ(outcomes_in(as_json({"run", "new/build"})), before);
  const auto told = told_about("new/build", path("new/tree"));
  EXPECT_EQ(told.first, told_before.first);
  EXPECT_EQ(told.second, told_before.second);
  EXPECT_EQ(shell("new/tool/bin/parallel-testing report new/build").exit_code,
            0);
}

TEST_F(archives, have_what_tests_need_and_nothing_else) {
  write("old/build/Testing/Temporary/CTestCostData.txt", "checks 1 0.1\n");
  write("old/build/parallel_testing/t_visible_files.txt",
        "seen\t" + path("old/src/other/seen") + "\n");
  write("old/src/other/seen", "x");
  write("old/src/other/unseen", "x");
  write("old/build/helper", "#!/bin/sh\n");
  fs::permissions(folder_ / "old/build/helper", fs::perms::owner_all);
  const auto files = archived();
  EXPECT_THAT(files,
              IsSupersetOf({"build", "tree/build/CTestTestfile.cmake",
                            "tree/build/sub/CTestTestfile.cmake",
                            "tree/build/sub/required", "tree/src/check.sh",
                            "tree/src/other/seen", "tree/src/data/prices.csv",
                            "tree/src/always.txt", "tree/src/on_fail.txt",
                            "tree/src/spec.json", "tree/build/settings.ini",
                            "tree/build/Testing/Temporary/CTestCostData.txt",
                            "tool/bin/parallel-testing",
                            "tool/libexec/parallel-testing-launcher"}));
  EXPECT_THAT(files, Not(Contains(HasSubstr("unused"))));
  EXPECT_THAT(files, Not(Contains(HasSubstr("unseen"))));
  EXPECT_THAT(files, Not(Contains(HasSubstr("object.o"))));
  EXPECT_THAT(files, Not(Contains("tree/src/CMakeLists.txt")));
}

TEST_F(archives, have_files_that_are_included_but_not_those_excluded) {
  const auto files =
      archived({"--include", "unused/*", "--exclude", "settings.ini"});
  EXPECT_THAT(files, Contains("tree/src/unused/big.bin"));
  EXPECT_THAT(files, Not(Contains("tree/build/settings.ini")));
  const auto wrong =
      tool({"archive", "old/build", "--to", "b", "--include", "none/*"});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.output, HasSubstr("'none/*' matches no file"));
  EXPECT_FALSE(fs::exists(path("b")));
}

TEST_F(archives, have_only_files_that_suggest_has_seen_a_test_read) {
  write("old/build/CTestTestfile.cmake",
        "add_test(reads cat data/prices.csv)\n"
        "set_tests_properties(reads PROPERTIES WORKING_DIRECTORY \"" +
            path("old/src") + "\")\n");
  EXPECT_THAT(archived(), Contains("tree/src/unused/big.bin"));
  const auto seen = tool({"suggest", "old/build"});
  ASSERT_EQ(seen.exit_code, 0) << seen.output;
  const auto files = archived();
  EXPECT_THAT(files, Contains("tree/src/data/prices.csv"));
  EXPECT_THAT(files, Not(Contains("tree/src/unused/big.bin")));
}

TEST_F(archives, of_a_configuration_run_its_tests) {
  write("old/build/CTestTestfile.cmake",
        "if(CTEST_CONFIGURATION_TYPE MATCHES \"^Release$\")\n"
        "  add_test(released true)\n"
        "endif()\n");
  ASSERT_EQ(
      tool({"archive", "old/build", "-C", "Release", "--to", "a"}).exit_code,
      0);
  EXPECT_THAT(outcomes_in(as_json({"run", "--archive", "a", "--to", "new"})),
              ElementsAre("released=pass"));
}

TEST_F(archives, are_the_same_for_the_same_input) {
  // Also where a test could read the archive.
  const std::string file = "old/build/a.tar.zst";
  ASSERT_EQ(tool({"archive", "old/build", "--to", file}).exit_code, 0);
  const std::string first = support::read_file(path(file));
  ASSERT_EQ(tool({"archive", "old/build", "--to", file}).exit_code, 0);
  EXPECT_TRUE(support::read_file(path(file)) == first);
}

TEST_F(archives, C103_what_cannot_move_is_named_and_can_be_mapped) {
  compile_program();
  write("old/build/needs_data.markers", "");
  write("old/build/m.gcno", "notes");
  ASSERT_THAT(outcomes_in(as_json({"run", "old/build"})),
              Contains("needs_data=pass"));
  const auto made = tool({"archive", "old/build", "--to", "a"});
  EXPECT_THAT(
      made.output,
      AllOf(HasSubstr("--map-source DIR"),
            HasSubstr("  needs_data: " + path("old/src/data")),
            HasSubstr("that are not in the build tree"),
            HasSubstr("  needs_data: " + path("elsewhere/libother.so"))));
  fs::remove_all(folder_ / "old");

  // Without the option, the library is found and the data are not.
  const auto plain =
      tool({"run", "--archive", "a", "--to", "new", "-R", "needs_data", "-V"});
  EXPECT_EQ(plain.exit_code, 1);
  EXPECT_THAT(plain.output, AllOf(Not(HasSubstr("libseven")),
                                  HasSubstr("pass --map-source DIR")));
  EXPECT_TRUE(fs::exists(path("new/build/needs_data.markers")));
  EXPECT_TRUE(fs::exists(path("new/build/m.gcno")));
  const auto mapped = tool({"run", "--archive", "a", "--to", "third", "-R",
                            "needs_data", "--map-source", path("s")});
  EXPECT_EQ(mapped.exit_code, 0) << mapped.output;
  const auto is_long =
      tool({"run", "--archive", "a", "--to", "fourth", "-R", "needs_data",
            "--map-source", path("a_longer_path_than_before_of_the_sources")});
  EXPECT_EQ(is_long.exit_code, 1);
  EXPECT_THAT(is_long.output, HasSubstr("give a shorter DIR"));
}

TEST_F(archives, without_a_directory_leave_nothing_after_a_run_that_passes) {
  ASSERT_EQ(tool({"archive", "old/build", "--to", "a"}).exit_code, 0);
  fs::remove_all(folder_ / "old");
  EXPECT_EQ(tool({"run", "--archive", "a", "-E", "fails"}).exit_code, 0);
  const auto kept = tool({"run", "--archive", "a", "-R", "fails"});
  EXPECT_EQ(kept.exit_code, 1);
  EXPECT_THAT(kept.output, HasSubstr("kept " + folder_.string()));
  std::ptrdiff_t directories = 0;
  for (const fs::directory_entry& each : fs::directory_iterator(folder_)) {
    directories +=
        each.path().filename().string().starts_with("parallel-testing") ? 1 : 0;
  }
  EXPECT_EQ(directories, 1);
}

TEST_F(archives, with_a_second_build_directory_or_without_tests_are_refused) {
  ASSERT_EQ(tool({"archive", "old/build", "--to", "a"}).exit_code, 0);
  EXPECT_EQ(tool({"run", "old/build", "--archive", "a"}).exit_code, 2);
  EXPECT_EQ(tool({"run", "--archive", "none"}).exit_code, 3);
  write("old/build/CTestTestfile.cmake", "");
  EXPECT_EQ(tool({"archive", "old/build", "--to", "b"}).exit_code, 4);
  EXPECT_EQ(tool({"archive", "old/build"}).exit_code, 2);
}

// Loading them takes longer than most commands.
TEST(program, loads_libarchive_for_archives_and_no_libpq_at_its_start) {
  const auto loaded_by = [](const std::vector<std::string>& arguments) {
    support::command started;
    started.arguments = {TESTED_TOOL};
    started.arguments.insert(started.arguments.end(), arguments.begin(),
                             arguments.end());
    started.environment["LD_DEBUG"] = "libs";
    return support::run(started).output;
  };
  EXPECT_THAT(loaded_by({"--version"}),
              AllOf(Not(HasSubstr("libarchive")), Not(HasSubstr("libpq"))));
  EXPECT_THAT(loaded_by({"run", "--archive", "/dev/null"}),
              ContainsRegex("calling init: [^\n]*libarchive"));
}

}  // namespace
}  // namespace parallel_testing::tool_test
