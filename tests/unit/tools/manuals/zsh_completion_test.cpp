// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Completions for bash and fish are run by tests/tool/completions.sh.
#include "manuals/zsh_completion.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::tools {
namespace {

TEST(zsh_completion, escapes_what_zsh_reads_in_descriptions) {
  program_definition program{"tool", "1", "Does it.", {}, {}};
  cli::command_definition command;
  command.name = "run";
  command.summary = "it's: [this]";
  command.options = {{{"-j", "--jobs"}, "", "N", false, "it's: [N]", {}},
                     {{"--html"}, "", "FILE", true, "a page", {}},
                     {{"--all"}, "", "", false, "all", {}}};
  program.commands.push_back(command);
  const std::string text = zsh_completion(program);
  using testing::HasSubstr;
  EXPECT_THAT(text, HasSubstr("'run:it'\\''s\\: \\[this\\]'\n"));
  EXPECT_THAT(text,
              HasSubstr("'(-j --jobs)-j+[it'\\''s\\: \\[N\\]]:N: ' \\\n"));
  EXPECT_THAT(text,
              HasSubstr("'(-j --jobs)--jobs=[it'\\''s\\: \\[N\\]]:N: ' \\\n"));
  EXPECT_THAT(text, HasSubstr("'--html=-[a page]::FILE:_files' \\\n"));
  EXPECT_THAT(text, HasSubstr("'--all[all]' \\\n"));
}

}  // namespace
}  // namespace parallel_testing::tools
