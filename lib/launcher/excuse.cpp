// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "excuse.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include "base/format.hpp"
#include "base/os.hpp"

namespace parallel_testing::launcher {

namespace {

const char* past_tense(verdict how) {
  switch (how) {
    case verdict::crash:
      return "crashed";
    case verdict::timeout:
      return "exceeded its time limit";
    case verdict::leak:
      return "left processes behind";
    case verdict::skip:
      return "was skipped, which is a failure here,";
    case verdict::pass:
      return "passed, which is a failure here,";
    case verdict::fail:
    case verdict::not_run:
      break;
  }
  return "failed";
}

}  // namespace

bool fails(const ending& end, const judged_test& judged,
           const std::optional<registered_test>& registered) {
  if (end.why == ending::reason::interrupted) {
    return false;
  }
  const bool is_refused_skip =
      judged.how == verdict::skip && registered && registered->skip_is_failure;
  if (judged.is_broken() || is_refused_skip) {
    return true;
  }
  const bool is_inverted = registered && registered->will_fail &&
                           judged.where == failure_site::test &&
                           end.why == ending::reason::by_itself &&
                           !WIFSIGNALED(end.status);
  return is_bad(judged.how) != is_inverted && judged.how != verdict::skip;
}

std::string quarantine_line(const registered_test& test,
                            const judged_test& judged, const quarantine& given,
                            std::string_view today) {
  const std::string why = judged.why.empty() ? "" : " (" + judged.why + ")";
  return is_over(given, today)
             ? fmt::format("'{}' {}{}, and its quarantine is over: {}",
                           test.name, past_tense(judged.how), why,
                           text_of(given))
             : fmt::format("'{}' {}{} in quarantine {} (skip {})", test.name,
                           past_tense(judged.how), why, text_of(given),
                           test.token);
}

void excuse(const ending& end, const judged_test& judged,
            const std::optional<registered_test>& registered,
            const quarantine& given, std::string_view today) {
  // Started by hand, the test ends as any other.
  if (!registered || !fails(end, judged, registered)) {
    return;
  }
  os::say(quarantine_line(*registered, judged, given, today));
  if (!is_over(given, today)) {
    constexpr int status_of_failure = 1;
    ::_exit(status_of_failure);
  }
}

}  // namespace parallel_testing::launcher
