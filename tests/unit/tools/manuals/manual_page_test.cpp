// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "manuals/manual_page.hpp"

#include <gtest/gtest.h>

namespace parallel_testing::tools {
namespace {

program_definition tool_with_a_command() {
  program_definition program{
      "tool", "1.2.3", "Does it.", {"All know --format."}, {}};
  cli::command_definition command;
  command.name = "run";
  command.summary = "run the tests";
  command.description = "Runs the tests.";
  command.footer =
      ".hidden files stay.\nExample: tool run -j 2\n         tool run\n"
      "Exit codes: 0 passed,\n1 failed.";
  command.passes_on = true;
  command.options = {
      {{"-j", "--parallel"}, "", "N", false, "tests at once", {}},
      {{"--html"}, "", "FILE", true, "write a page", {}},
      {{"--format"}, "", "FORMAT", false, "the format", {"text", "json"}},
      {{}, "build", "", false, "build directory", {}}};
  program.commands.push_back(command);
  return program;
}

TEST(manual_page, of_a_command_has_what_its_parser_accepts) {
  const program_definition program = tool_with_a_command();
  EXPECT_EQ(
      manual_page(program, program.commands[0]),
      ".TH TOOL\\-RUN 1 \"\" \"ParallelTesting 1.2.3\" \"User Commands\"\n"
      ".SH NAME\ntool\\-run \\- run the tests\n"
      ".SH SYNOPSIS\n\\fBtool\\fR \\fBrun\\fR [\\fIoption\\fR...] "
      "[\\fIbuild\\fR] [\\fB\\-\\-\\fR \\fIargument\\fR...]\n"
      ".SH DESCRIPTION\nRuns the tests.\n"
      ".SH OPTIONS\n"
      ".TP\n\\fB\\-j\\fR \\fIN\\fR, \\fB\\-\\-parallel\\fR=\\fIN\\fR\n"
      "tests at once\n"
      ".TP\n\\fB\\-\\-html\\fR[=\\fIFILE\\fR]\nwrite a page\n"
      ".TP\n\\fB\\-\\-format\\fR=\\fIFORMAT\\fR\nthe format\n"
      ".br\nOne of: \\fBtext\\fR, \\fBjson\\fR\n"
      ".TP\n\\fIbuild\\fR\nbuild directory\n"
      ".TP\n\\fB\\-h\\fR, \\fB\\-\\-help\\fR\n"
      "print a summary of this page and exit\n"
      ".SH NOTES\n\\&.hidden files stay.\n"
      ".SH EXAMPLE\n.EX\ntool run \\-j 2\ntool run\n.EE\n"
      ".SH \"EXIT STATUS\"\n0 passed,\n1 failed.\n"
      ".SH \"SEE ALSO\"\n\\fBtool\\fR(1), \\fBctest\\fR(1)\n");
}

TEST(manual_page, of_the_program_lists_its_commands) {
  EXPECT_EQ(manual_page(tool_with_a_command()),
            ".TH TOOL 1 \"\" \"ParallelTesting 1.2.3\" \"User Commands\"\n"
            ".SH NAME\ntool \\- Does it.\n"
            ".SH SYNOPSIS\n\\fBtool\\fR \\fIcommand\\fR [\\fIargument\\fR...]\n"
            ".SH DESCRIPTION\nDoes it.\n"
            ".SH COMMANDS\n.TP\n\\fBrun\\fR\n"
            "run the tests; see \\fBtool\\-run\\fR(1)\n"
            ".SH NOTES\nAll know \\-\\-format.\n.br\n"
            ".SH \"SEE ALSO\"\n\\fBctest\\fR(1)\n");
}

TEST(manual_page, shows_characters_that_roff_would_read) {
  program_definition program = tool_with_a_command();
  cli::command_definition& command = program.commands[0];
  command.options.clear();
  command.description = "'a' \\n `b` ~ ^";
  EXPECT_NE(manual_page(program, command)
                .find("DESCRIPTION\n\\&\\(aqa\\(aq \\en \\(gab\\(ga \\(ti "
                      "\\(ha\n"),
            std::string::npos)
      << manual_page(program, command);
}

}  // namespace
}  // namespace parallel_testing::tools
