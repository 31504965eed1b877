// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "outcome.hpp"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/format.hpp"
#include "base/os.hpp"
#include "verdicts/death.hpp"
#include "verdicts/registered_test.hpp"

namespace parallel_testing::launcher {

namespace {

constexpr int status_of_failure = 1;
constexpr int timeout_status = 124;

bool fails_for_leak(const ending& end, leak_policy policy) {
  return policy == leak_policy::fail && !end.left.empty();
}

events::launch_end end_of(const ending& end) {
  switch (end.why) {
    case ending::reason::timed_out:
      return events::launch_end::timeout;
    case ending::reason::interrupted:
      return events::launch_end::interrupted;
    case ending::reason::by_itself:
      break;
  }
  return WIFSIGNALED(end.status) ? events::launch_end::signal
                                 : events::launch_end::exit;
}

/// Prints the line that makes ctest report a timeout, which it would not do for
/// a test that ends by itself.
[[noreturn]] void be_timed_out(const std::string& test, const limits& given) {
  using seconds = std::chrono::duration<double>;
  const bool is_awaited = !given.time_key.empty();
  os::say(fmt::format("stopped '{}' after {} s (timeout{}{})", test,
                      seconds(*given.time).count(), is_awaited ? " " : "",
                      given.time_key));
  constexpr int longest_ms = 5000;
  if (is_awaited) {
    ::poll(nullptr, 0, longest_ms);
  }
  ::_exit(timeout_status);
}

}  // namespace

bool ended_by_itself(const ending& end) {
  return end.why == ending::reason::by_itself && !WIFSIGNALED(end.status);
}

judged_test judge_launch(const ending& end, leak_policy policy,
                         const std::optional<judged_test>& reported) {
  if (end.why == ending::reason::timed_out) {
    return {verdict::timeout};
  }
  if (!ended_by_itself(end)) {
    return {WIFSIGNALED(end.status) ? verdict::crash : verdict::fail};
  }
  if (fails_for_leak(end, policy)) {
    // report_left_processes() prints the reason.
    return {verdict::leak, "", failure_site::program};
  }
  if (reported) {
    return *reported;
  }
  return {WEXITSTATUS(end.status) == 0 ? verdict::pass : verdict::fail};
}

void record(const ending& end, const std::string& test, leak_policy policy,
            std::int64_t duration_ns, event_log& log) {
  for (const left_process& each : end.left) {
    log.write_soon(events::launch_left{each.pid, each.command,
                                       each.was_ended
                                           ? events::left_treatment::ended
                                           : events::left_treatment::allowed});
  }
  const int code =
      WIFSIGNALED(end.status) ? WTERMSIG(end.status) : WEXITSTATUS(end.status);
  log.write_soon(events::launch_finish{
      test, end_of(end), code, duration_ns,
      static_cast<std::int64_t>(end.left.size()), detail::text_of(policy)});
}

void report_left_processes(const ending& end, const std::string& test,
                           leak_policy policy) {
  const std::string text = message_about_left(end.left, test, policy);
  if (!text.empty()) {
    os::say(text);
  }
}

void end_like(const ending& end, const judged_test& judged,
              const std::string& test,
              const std::optional<registered_test>& registered, bool is_proven,
              const limits& given) {
  if (end.why == ending::reason::timed_out) {
    be_timed_out(test, given);
  }
  if (WIFSIGNALED(end.status)) {
    die_of(WTERMSIG(end.status));
  }
  const int status = WEXITSTATUS(end.status);
  const bool is_refused_skip = judged.how == verdict::skip &&
                               !(registered && !registered->skip_is_failure);
  if (judged.is_broken()) {
    if (!judged.why.empty()) {
      os::say(judged.why);
    }
    if (registered) {
      die_as_failure();
    }
    if (status == 0) {
      ::_exit(status_of_failure);
    }
  } else if (is_bad(judged.how) || is_refused_skip) {
    const bool is_around = judged.where == failure_site::around;
    const bool may_count = registered && (registered->is_reinterpreted ||
                                          (registered->will_fail && is_around));
    if (is_proven && may_count) {
      die_as_failure();
    }
    if (status == 0) {
      ::_exit(status_of_failure);
    }
  } else if (judged.how == verdict::skip) {
    os::say(skip_line(*registered, judged.why));
  }
  ::_exit(status);
}

}  // namespace parallel_testing::launcher
