// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/verify/check.hpp"

#include <utility>

namespace parallel_testing::verify_command {

const char* to_text(standing how) {
  switch (how) {
    case standing::pass:
      return "pass";
    case standing::fail:
      return "fail";
    case standing::skipped:
      break;
  }
  return "skipped";
}

check judged(const char* name, std::string summary,
             std::vector<problem> problems) {
  return {name, problems.empty() ? standing::pass : standing::fail,
          std::move(summary), std::move(problems)};
}

check skipped(const char* name, std::string why) {
  return {name, standing::skipped, std::move(why), {}};
}

}  // namespace parallel_testing::verify_command
