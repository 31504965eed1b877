// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/report/repeat_command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <parallel_testing/temp_dir.hpp>
#include <string>
#include <vector>

#include "support/files.hpp"
#include "support/process.hpp"

namespace parallel_testing::report_command {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string output_of_shell(const std::string& command) {
  return support::run({{"/bin/sh", "-c", command}}).output;
}

std::string very_long_name() {
  std::string name = "Long.";
  while (name.size() < 100'000) name += "*x";
  return name;
}

const std::vector<std::string>& hostile_names() {
  static const std::vector<std::string> names = {
      "Orders.Total",
      "it's \"quoted\" `id` $(id) $HOME !! \\ \\n %s",
      "a|b",
      "^a$",
      "A.*",
      "(unfinished",
      "[a-",
      "x?+{2}",
      "-R",
      " blanks ",
      "tab\tand\nline break\v\f",
      "</script><script>alert(1)</script>",
      "bytes \xff\xfe\xc0\xaf\xed\xa0\x80 end",
      "\xc3\x9c\xe2\x82\xac\xf0\x9f\x98\x80",
      "turned \xe2\x80\xae round \xe2\x80\xa8 ended \xc2\x9b",
      "\x1b[31m\x07\x7f",
      "a;b",
      "# no comment",
      "~ * & > <",
  };
  return names;
}

TEST(repeat_command, word_of_a_shell_is_the_text_whatever_its_bytes) {
  std::vector<std::string> texts = hostile_names();
  texts.emplace_back("");
  texts.emplace_back("line\r\nend");
  texts.emplace_back("'");
  texts.emplace_back("''\n'");
  for (const std::string& text : texts) {
    EXPECT_EQ(output_of_shell("printf '%s.' " + shell_word(text)), text + ".")
        << shell_word(text);
  }
}

TEST(repeat_command, word_without_anything_special_has_no_quotes) {
  EXPECT_EQ(shell_word("/home/me/build-1.2"), "/home/me/build-1.2");
  EXPECT_EQ(shell_word("a b"), "'a b'");
}

TEST(repeat_command, shows_no_byte_that_cannot_be_seen) {
  for (const std::string& name : hostile_names()) {
    const std::string shown = shell_word(pattern_of(name));
    for (const char* each : {"\n", "\r", "\t", "\x1b", "\x07", "\x7f", "\xff",
                             "\xe2\x80\xae", "\xe2\x80\xa8", "\xc2\x9b"}) {
      EXPECT_THAT(shown, testing::Not(HasSubstr(each)));
    }
  }
}

TEST(repeat_command, pattern_escapes_what_an_expression_would_understand) {
  EXPECT_EQ(pattern_of("Orders.Total/0"), "^Orders\\.Total/0$");
  EXPECT_EQ(pattern_of("a|(b)[c]*+?^$\\"),
            "^a\\|\\(b\\)\\[c\\]\\*\\+\\?\\^\\$\\\\$");
  EXPECT_EQ(pattern_of("a\nb\xff"), "^a.b.$");
  EXPECT_EQ(pattern_of(""), "^$");
}

TEST(repeat_command, pattern_of_a_very_long_name_ends_early) {
  const std::string pattern = pattern_of(very_long_name());
  EXPECT_LT(pattern.size(), 10'000U);
  EXPECT_THAT(pattern, StartsWith("^Long\\.\\*x"));
  EXPECT_NE(pattern.back(), '$');
}

TEST(repeat_command, is_for_the_build_directory_where_that_is_not_known) {
  EXPECT_EQ(repeat_prefix("", ""), "ctest --output-on-failure -R ");
  EXPECT_EQ(repeat_prefix("/it's", ""),
            "ctest --test-dir '/it'\\''s' --output-on-failure -R ");
}

TEST(repeat_command, names_the_configuration_where_there_are_several) {
  EXPECT_EQ(repeat_prefix("/b", "Debug"),
            "ctest --test-dir /b -C Debug --output-on-failure -R ");
  tools::run_result run;
  run.build = "/Release/b";
  run.tests.resize(2);
  run.tests[1].executable = "/Release/b/tests/Debug/orders_test";
  EXPECT_EQ(configuration_of(run, {"Release", "Debug"}), "Debug");
  EXPECT_EQ(configuration_of(run, {"Release"}), "");
  EXPECT_EQ(configuration_of(run, {}), "");
}

/// A real shell, a real ctest, from another directory, and a build directory
/// whose name is as bad as those of the tests.
TEST(repeat_command, runs_the_one_test_whatever_it_is_called) {
  std::vector<std::string> names = hostile_names();
  names.push_back(very_long_name());
  const temp_dir folder;
  const std::string build = folder / "it's $HOME `b`";
  std::filesystem::create_directory(build);
  std::string script;
  for (const std::string& name : names) {
    script += "add_test([==[" + name + "]==] \"true\")\n";
    script += "add_test([==[x" + name + "x]==] \"false\")\n";
  }
  support::write_file(build + "/CTestTestfile.cmake", script);
  for (const std::string& name : names) {
    const std::string command =
        repeat_prefix(build, "") + shell_word(pattern_of(name));
    EXPECT_THAT(output_of_shell(command),
                HasSubstr("100% tests passed, 0 tests failed out of 1"))
        << command.substr(0, 500);
  }
}

}  // namespace
}  // namespace parallel_testing::report_command
