// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "manuals/completed_value.hpp"

#include <gtest/gtest.h>

namespace parallel_testing::tools {
namespace {

cli::option_definition option_of_value(const std::string& value) {
  cli::option_definition result;
  result.names = {"--option"};
  result.value = value;
  return result;
}

TEST(completed_value, is_what_the_help_calls_the_value) {
  EXPECT_EQ(completed_value_of(option_of_value("FILE")), completed_value::file);
  EXPECT_EQ(completed_value_of(option_of_value("PATH")), completed_value::file);
  EXPECT_EQ(completed_value_of(option_of_value("...")), completed_value::file);
  EXPECT_EQ(completed_value_of(option_of_value("DIR")),
            completed_value::directory);
  EXPECT_EQ(completed_value_of(option_of_value("N")),
            completed_value::anything);
  EXPECT_EQ(completed_value_of(option_of_value("")), completed_value::anything);
}

TEST(completed_value, is_a_choice_where_the_words_are_known) {
  cli::option_definition format = option_of_value("FORMAT");
  format.choices = {"text", "json"};
  EXPECT_EQ(completed_value_of(format), completed_value::choice);
}

TEST(completed_value, of_an_argument_is_a_directory_unless_one_is_a_file) {
  cli::command_definition command;
  EXPECT_EQ(completed_argument_of(command), completed_value::directory);
  command.options.push_back(option_of_value("DIR"));
  command.options.back().argument = "build";
  EXPECT_EQ(completed_argument_of(command), completed_value::directory);
  command.options.push_back(option_of_value("..."));
  command.options.back().argument = "log";
  EXPECT_EQ(completed_argument_of(command), completed_value::file);
}

}  // namespace
}  // namespace parallel_testing::tools
