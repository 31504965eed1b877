// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parallel_testing/temp_dir.hpp>
#include <sstream>

#include "commands/commands.hpp"

namespace parallel_testing::verify_command {
namespace {

using testing::AllOf;
using testing::HasSubstr;

struct answer {
  int exit_code = 0;
  std::string out;
  std::string err;
};

answer ask(const std::vector<std::string>& arguments) {
  std::ostringstream out;
  std::ostringstream err;
  answer result;
  try {
    result.exit_code = run({arguments, out, err, {}});
  } catch (const cli::failure& problem) {
    result.exit_code = problem.exit_code();
    err << problem.what();
  }
  result.out = out.str();
  result.err = err.str();
  return result;
}

TEST(verify_command, reports_a_wrong_directory) {
  const temp_dir empty;
  const answer given = ask({empty.path()});
  EXPECT_EQ(given.exit_code, 3);
  EXPECT_THAT(given.err,
              AllOf(HasSubstr(empty.path()),
                    HasSubstr("pass the top-level build directory")));
}

TEST(verify_command, refuses_unknown_options) {
  EXPECT_EQ(ask({"--quik"}).exit_code, 2);
}

TEST(verify_command, explains_itself) {
  const answer given = ask({"--help"});
  EXPECT_EQ(given.exit_code, 0);
  EXPECT_THAT(given.out, HasSubstr("--quick"));
}

}  // namespace
}  // namespace parallel_testing::verify_command
