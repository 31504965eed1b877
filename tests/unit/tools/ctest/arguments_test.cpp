// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ctest/arguments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <sstream>
#include <string>
#include <vector>

#include "base/programs.hpp"

namespace parallel_testing::tools {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(arguments, what_is_not_ours_goes_to_ctest_in_its_order) {
  const auto sorted =
      sort_arguments({"-R", "a b", "-j", "4", "--timeout", "3", "-LE", "slow",
                      "--durations", "2", "--no-tests=error", "-C", "Debug"});
  EXPECT_THAT(sorted.ours, ElementsAre("-j", "4", "--durations", "2"));
  EXPECT_THAT(sorted.ctests,
              ElementsAre("-R", "a b", "--timeout", "3", "-LE", "slow",
                          "--no-tests=error", "-C", "Debug"));
  EXPECT_EQ(sorted.of_ctest, purpose::run_tests);
}

TEST(arguments, the_value_of_an_option_is_never_an_option) {
  const auto sorted = sort_arguments({"-R", "--maxfail", "-E", "-j"});
  EXPECT_THAT(sorted.ours, IsEmpty());
  EXPECT_THAT(sorted.ctests, ElementsAre("-R", "--maxfail", "-E", "-j"));
}

TEST(arguments, C66_jobs_are_understood_in_all_forms_of_ctest) {
  EXPECT_THAT(sort_arguments({"-j8"}).ours, ElementsAre("-j", "8"));
  EXPECT_THAT(sort_arguments({"-jauto"}).ours, ElementsAre("-j", "auto"));
  EXPECT_THAT(sort_arguments({"-j", "-R", "x"}).ours,
              ElementsAre("-j", "auto"));
  EXPECT_THAT(sort_arguments({"--parallel", "3"}).ours,
              ElementsAre("--parallel", "3"));
  EXPECT_THAT(sort_arguments({"--parallel=auto"}).ours,
              ElementsAre("--parallel=auto"));
}

TEST(arguments, repeat_with_a_mode_is_ctests) {
  EXPECT_THAT(sort_arguments({"--repeat", "3"}).ours,
              ElementsAre("--repeat", "3"));
  EXPECT_THAT(sort_arguments({"--repeat", "until-pass:3"}).ctests,
              ElementsAre("--repeat", "until-pass:3"));
  EXPECT_THAT(sort_arguments({"--repeat=until-fail:3"}).ctests,
              ElementsAre("--repeat=until-fail:3"));
}

TEST(arguments, what_the_display_does_itself_is_left_out) {
  const auto sorted =
      sort_arguments({"--progress", "-Q", "--output-on-failure"});
  EXPECT_THAT(sorted.ours, IsEmpty());
  EXPECT_THAT(sorted.ctests, IsEmpty());
}

TEST(arguments, a_ctest_that_runs_no_tests_is_recognised) {
  for (const char* word : {"-N", "--show-only=json-v1", "--version", "-S",
                           "--build-and-test", "--print-labels", "-D"}) {
    EXPECT_EQ(sort_arguments({word}).of_ctest, purpose::something_else) << word;
  }
  EXPECT_EQ(sort_arguments({"-R", "-N"}).of_ctest, purpose::run_tests);
}

TEST(arguments, misspelt_options_are_not_left_to_ctest_which_ignores_them) {
  EXPECT_THAT(sort_arguments({"--maxfial", "2"}).unknown,
              ElementsAre("--maxfial"));
  EXPECT_EQ(unknown_option_text("--maxfial"),
            "unknown option '--maxfial', did you mean '--maxfail'?");
  EXPECT_EQ(unknown_option_text("--retires=2"),
            "unknown option '--retires', did you mean '--retries'?");
  EXPECT_EQ(unknown_option_text("--timeot=2"),
            "unknown option '--timeot', did you mean '--timeout'?");
  for (const char* word : {"--preset",
                           "--test-dir",
                           "--max-width",
                           "--repeat-until-fail",
                           "--stop-on-failure",
                           "--rerun-failed",
                           "--no-tests=error",
                           "--verbose",
                           "--debug",
                           "--timeout",
                           "--schedule-random",
                           "--union",
                           "--output-log",
                           "--parallel",
                           "--no-label-summary",
                           "--progress",
                           "--print-labels",
                           "--force-new-ctest-process",
                           "--test-load",
                           "--tomorrow-tag",
                           "--no-compress-output"}) {
    EXPECT_THAT(sort_arguments({word}).unknown, IsEmpty()) << word;
  }
}

TEST(arguments, C66_options_of_other_runners_are_named_as_ours) {
  for (const auto& [given, meant] : {std::pair{"-n", "'-j'"},
                                     {"--jobs", "'-j'"},
                                     {"-j=4", "'-j N'"},
                                     {"--retry", "'--retries'"},
                                     {"-x", "'--maxfail 1'"},
                                     {"--lf", "'--last-failed'"},
                                     {"--junit", "'--output-junit'"},
                                     {"--profile", "'--preset'"}}) {
    EXPECT_THAT(sort_arguments({given}).unknown, ElementsAre(given));
    EXPECT_THAT(unknown_option_text(given),
                testing::HasSubstr(std::string("did you mean ") + meant));
  }
  EXPECT_EQ(unknown_option_text("-y"),
            "unknown option '-y'; see --help and ctest --help");
  EXPECT_THAT(unknown_option_text("--tests-from-file"),
              testing::HasSubstr("needs ctest 3.29"));
  EXPECT_THAT(unknown_option_text("build"),
              testing::HasSubstr("name one build directory"));
}

TEST(arguments, an_option_of_a_newer_ctest_is_refused_with_its_version) {
  for (const auto& [name, since] : {std::pair{"--tests-from-file", "3.29"},
                                    {"--exclude-from-file", "3.29"},
                                    {"--http-header", "3.29"},
                                    {"--schedule-random-seed", "4.1"}}) {
    const auto sorted = sort_arguments({name, "x", "build"});
    EXPECT_THAT(sorted.unknown, ElementsAre(name));
    EXPECT_EQ(sorted.test_directory, "build");
    EXPECT_EQ(unknown_option_text(std::string(name) + "=x"),
              "'" + std::string(name) + "' needs ctest " + since +
                  " or newer; this version would ignore it");
  }
}

TEST(arguments, a_flag_of_a_newer_ctest_leaves_the_next_word) {
  const auto sorted = sort_arguments({"--out-of-date", "build"});
  EXPECT_THAT(sorted.unknown, ElementsAre("--out-of-date"));
  EXPECT_EQ(sorted.test_directory, "build");
  EXPECT_THAT(unknown_option_text("--out-of-date"),
              testing::HasSubstr("needs ctest 4.5"));
}

TEST(arguments, after_two_dashes_are_those_of_the_tests) {
  const auto sorted =
      sort_arguments({"-R", "--", "-j", "4", "b", "--", "-j", "--", "-R"});
  EXPECT_THAT(sorted.ctests, ElementsAre("-R", "--", "--test-dir", "b"));
  EXPECT_THAT(sorted.ours, ElementsAre("-j", "4"));
  EXPECT_THAT(sorted.for_tests, ElementsAre("--", "-j", "--", "-R"));
  EXPECT_THAT(sorted.unknown, IsEmpty());
  EXPECT_THAT(sort_arguments({"-j", "4"}).for_tests, IsEmpty());
  EXPECT_EQ(end_of_options({"-j", "--", "-R", "--"}), 1U);
  EXPECT_EQ(end_of_options({"-j", "4"}), 2U);
  for (const char* version : {"4.4.0", "4.4", "4.10.1", "5.0.0-rc1"}) {
    EXPECT_TRUE(passes_arguments_on(version)) << version;
  }
  for (const char* version : {"4.3.9", "3.25.1", "3.31", "4", "", "unknown"}) {
    EXPECT_FALSE(passes_arguments_on(version)) << version;
  }
}

/// `--build-and-test` alone has these.
bool is_for_build_and_test(const std::string& name) {
  return (name.starts_with("--build-") && name != "--build-config") ||
         name == "--test-command" || name == "--test-timeout";
}

struct listed_option {
  std::string name;
  bool has_value;
};

/// The options in a line of the help of ctest: `  -L <regex>, --label <regex>`
std::vector<listed_option> options_in(const std::string& line) {
  std::vector<listed_option> result;
  for (std::size_t at = line.find('-'); at < line.size();
       at = line.find('-', at)) {
    const std::size_t letter = line.find_first_not_of('-', at);
    const std::size_t end = std::min(
        line.size(), line.find_first_not_of("abcdefghijklmnopqrstuvwxyz"
                                            "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                            "0123456789.-",
                                            at));
    if (at > 0 && (line[at - 1] == ' ' || line[at - 1] == ',') &&
        letter < end && letter - at <= 2 && std::isalpha(line[letter]) != 0) {
      result.push_back(
          {line.substr(at, end - at), line.compare(end, 2, " <") == 0});
    }
    at = end;
  }
  return result;
}

TEST(arguments, each_option_that_this_ctest_lists_is_known) {
  std::istringstream help(output_of({CTEST_PROGRAM, "--help"}).out);
  int count = 0;
  for (std::string line; std::getline(help, line);) {
    if (!line.starts_with("  -")) {
      continue;
    }
    line = line.substr(1, line.find("= ") - 1);
    for (const auto& [name, has_value] : options_in(line)) {
      if (is_for_build_and_test(name)) {
        continue;
      }
      ++count;
      const sorted_arguments sorted = sort_arguments({name});
      EXPECT_TRUE(sorted.unknown.empty() ||
                  !unknown_option_text(name).starts_with("unknown"))
          << name;
      if (has_value && sorted.of_ctest == purpose::run_tests) {
        EXPECT_TRUE(sorted.without_value == name || !sorted.ours.empty())
            << name << " has a value";
      }
    }
  }
  EXPECT_GT(count, 80) << "not the help of a ctest";
}

TEST(arguments, an_option_of_ctest_without_its_value_is_noticed) {
  EXPECT_EQ(sort_arguments({"-j", "4", "-R"}).without_value, "-R");
  EXPECT_EQ(sort_arguments({"--timeout"}).without_value, "--timeout");
  EXPECT_EQ(sort_arguments({"-R", "-E"}).without_value, "");
  EXPECT_EQ(sort_arguments({"--timeout=3"}).without_value, "");
}

TEST(arguments, nothing_is_unknown_where_no_tests_are_run) {
  EXPECT_THAT(sort_arguments({"-N", "--else", "word"}).unknown, IsEmpty());
  EXPECT_THAT(sort_arguments({"-DExperimental"}).unknown, IsEmpty());
}

TEST(arguments, ctest_itself_lists_which_newer_options_it_knows) {
  const std::string help =
      "  ctest [options] -- [arguments]\n"
      "  --tests-from-file <file>     = Run tests in file\n"
      "  -LE <regex>, --label-exclude <regex>\n  -VV,--extra-verbose";
  EXPECT_THAT(sort_arguments({"--tests-from-file", "f"}).unknown,
              ElementsAre("--tests-from-file"));
  for (const char* word : {"--tests-from-file", "--tests-from-file=x", "-LE",
                           "-VV", "--extra-verbose", "--label-exclude"}) {
    EXPECT_TRUE(is_in_help(help, word)) << word;
  }
  for (const char* word : {"--tests-from", "-L", "-V", "from", "file"}) {
    EXPECT_FALSE(is_in_help(help, word)) << word;
  }
}

TEST(arguments, the_build_directory_is_found_in_both_forms) {
  EXPECT_EQ(sort_arguments({"--test-dir", "/b"}).test_directory, "/b");
  EXPECT_EQ(sort_arguments({"--test-dir=/b"}).test_directory, "/b");
  EXPECT_TRUE(sort_arguments({"--preset", "ci"}).has_preset);
}

TEST(arguments, a_word_alone_is_the_build_directory) {
  const auto sorted = sort_arguments({"-j", "4", "build", "-R", "x"});
  EXPECT_EQ(sorted.test_directory, "build");
  EXPECT_THAT(sorted.ctests, ElementsAre("--test-dir", "build", "-R", "x"));
  EXPECT_THAT(sorted.unknown, IsEmpty());
  EXPECT_THAT(sort_arguments({"build", "other"}).unknown, ElementsAre("other"));
  for (const auto& twice : {sort_arguments({"a", "--test-dir", "b"}),
                            sort_arguments({"--test-dir", "b", "a"})}) {
    EXPECT_THAT(twice.unknown, ElementsAre("a"));
    EXPECT_EQ(twice.test_directory, "b");
  }
  EXPECT_THAT(sort_arguments({"--build-and-test", "s", "b"}).ctests,
              ElementsAre("--build-and-test", "s", "b"));
}

TEST(arguments, selections_are_dropped_for_the_next_attempt) {
  EXPECT_THAT(without_selection({"--test-dir", "b", "-R", "x", "-L", "y", "-U",
                                 "--timeout", "3", "--rerun-failed"}),
              ElementsAre("--test-dir", "b", "--timeout", "3"));
}

TEST(arguments, that_change_the_numbers_of_tests_stay_with_the_numbers) {
  EXPECT_THAT(without_numbered_selection({"-E", "slow", "-L", "unit", "-V"}),
              ElementsAre("-V", "-E", "slow"));
  EXPECT_THAT(without_numbered_selection({"--exclude-regex=slow", "-R", "x"}),
              ElementsAre("--exclude-regex=slow"));
  // ctest numbers all tests if it selects by name first.
  EXPECT_THAT(without_numbered_selection({"-R", "x", "-E", "slow"}), IsEmpty());
  EXPECT_THAT(without_numbered_selection({"-L", "unit"}), IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::tools
