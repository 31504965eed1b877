// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace parallel_testing::suggest_command {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

cli::parsed<options> options_from(const std::vector<std::string>& arguments) {
  std::ostringstream ignored;
  return parse_options({arguments, ignored, ignored, {}});
}

/// Why the arguments are wrong usage.
std::string refusal_of(const std::vector<std::string>& arguments) {
  try {
    static_cast<void>(options_from(arguments));
  } catch (const cli::failure& problem) {
    EXPECT_EQ(problem.exit_code(), cli::exit_usage);
    return problem.what();
  }
  return "none";
}

TEST(suggest_options, watch_whole_tests_one_at_a_time_by_default) {
  const watch_request given = options_from({"b"}).values.watched;
  EXPECT_EQ(given.build, "b");
  EXPECT_EQ(given.jobs, 1);
  EXPECT_EQ(given.by, granularity::tests);
  EXPECT_FALSE(options_from({"b"}).values.uses_last);
}

TEST(suggest_options, pass_selections_to_ctest) {
  const watch_request given = options_from({"b", "--jobs", "4", "--cases", "--",
                                            "-R", "x", "-LE", "slow"})
                                  .values.watched;
  EXPECT_EQ(given.jobs, 4);
  EXPECT_EQ(given.by, granularity::cases);
  EXPECT_THAT(given.ctest, ElementsAre("-R", "x", "-LE", "slow"));
}

TEST(suggest_options, may_act_on_the_suggestions) {
  const options given =
      options_from({"b", "--apply", "--prove", "--stock"}).values;
  EXPECT_TRUE(given.applies);
  EXPECT_TRUE(given.proves);
  EXPECT_TRUE(given.is_stock);
  EXPECT_FALSE(options_from({"b"}).values.applies);
  EXPECT_TRUE(options_from({"b", "--format", "json", "--prove"}).values.proves);
  for (const char* option : {"--apply", "--stock"}) {
    EXPECT_THAT(refusal_of({"b", "--format", "json", option}),
                HasSubstr("leave out --apply and --stock"));
  }
}

TEST(suggest_options, refuse_what_ctest_does_not_know) {
  EXPECT_THAT(refusal_of({"b", "--", "--timeuot", "3"}),
              HasSubstr("did you mean '--timeout'?"));
  EXPECT_THAT(refusal_of({"b", "--", "-R"}), HasSubstr("requires a value"));
}

TEST(suggest_options, refuse_what_would_watch_other_tests_or_none) {
  EXPECT_THAT(refusal_of({"b", "--", "--preset", "x"}),
              HasSubstr("pass the build directory of the preset"));
  EXPECT_THAT(
      refusal_of({"b", "--", "--test-dir", "x"}),
      HasSubstr("a build directory ('x') cannot come after --; pass it"));
  EXPECT_THAT(refusal_of({"b", "--", "-N"}),
              HasSubstr("pass options that select tests"));
  EXPECT_THAT(refusal_of({"b", "--", "-j4"}),
              HasSubstr("pass --jobs before --"));
  EXPECT_THAT(refusal_of({"b", "--", "--repeat", "until-fail:2"}),
              HasSubstr("each test is watched once"));
}

TEST(suggest_options, refuse_to_run_tests_for_the_last_observation) {
  EXPECT_THAT(refusal_of({"b", "--last", "--cases"}),
              HasSubstr("--last runs no tests"));
  EXPECT_THAT(refusal_of({"b", "--last", "--", "-R", "x"}),
              HasSubstr("--last runs no tests"));
  EXPECT_TRUE(options_from({"b", "--last"}).values.uses_last);
}

}  // namespace
}  // namespace parallel_testing::suggest_command
