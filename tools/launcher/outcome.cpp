// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "outcome.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "format.hpp"
#include "os.hpp"

namespace parallel_testing::launcher {

namespace {

constexpr int status_of_leak = 1;
constexpr int time_out_status = 124;

bool fails_for_leak(const ending& end, leak_policy policy) {
  return policy == leak_policy::fail && !end.left.empty();
}

const char* word_for(const ending& end) {
  switch (end.why) {
    case ending::reason::timed_out:
      return "timeout";
    case ending::reason::interrupted:
      return "interrupted";
    case ending::reason::by_itself:
      break;
  }
  return WIFSIGNALED(end.status) ? "signal" : "exit";
}

const char* word_for(leak_policy policy) {
  switch (policy) {
    case leak_policy::warn:
      return "warn";
    case leak_policy::allow:
      return "allow";
    case leak_policy::fail:
      break;
  }
  return "fail";
}

/// ctest waits for this line and then takes the test for one that was out of
/// time, which it would not of one that ends by itself.
[[noreturn]] void be_timed_out(const std::string& test, const limits& given) {
  using seconds = std::chrono::duration<double>;
  const bool is_awaited = !given.time_key.empty();
  os::say(fmt::format("stopped '{}' after {} s (time-out{}{})", test,
                      seconds(*given.time).count(), is_awaited ? " " : "",
                      given.time_key));
  constexpr int longest_ms = 5000;
  if (is_awaited) ::poll(nullptr, 0, longest_ms);
  ::_exit(time_out_status);
}

[[noreturn]] void die_of(int number) {
  // The core is the test's.
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0);
  ::signal(number, SIG_DFL);
  sigset_t unblocked;
  ::sigemptyset(&unblocked);
  ::sigaddset(&unblocked, number);
  ::sigprocmask(SIG_UNBLOCK, &unblocked, nullptr);
  ::raise(number);
  ::_exit(128 + number);
}

}  // namespace

bool is_fine(const ending& end, leak_policy policy) {
  return end.status == 0 && end.why == ending::reason::by_itself &&
         !fails_for_leak(end, policy);
}

void record(const ending& end, const std::string& test, leak_policy policy,
            std::int64_t duration_ns, event_log& log) {
  for (const left_process& each : end.left) {
    log.write_soon(
        "launch_left",
        event_fields()
            .number("process", each.pid)
            .text("command", each.command)
            .text("treatment", each.was_ended ? "ended" : "allowed"));
  }
  const int code =
      WIFSIGNALED(end.status) ? WTERMSIG(end.status) : WEXITSTATUS(end.status);
  log.write_soon("launch_finish",
                 event_fields()
                     .text("test", test)
                     .text("how", word_for(end))
                     .number("code", code)
                     .number("duration_ns", duration_ns)
                     .number("left", static_cast<std::int64_t>(end.left.size()))
                     .text("leak", word_for(policy)));
}

void say_what_was_left(const ending& end, const std::string& test,
                       leak_policy policy) {
  std::string list;
  for (const left_process& each : end.left) {
    if (each.was_ended)
      list += fmt::format("\n  {} {}", each.pid, each.command);
  }
  if (list.empty()) return;
  const bool is_allowed = policy == leak_policy::allow;
  os::say(fmt::format(
      "'{}' left processes behind, which were ended{}; {}{}", test,
      is_allowed ? " because ctest would wait for what they may still print"
                 : "",
      is_allowed ? "send their output elsewhere"
                 : "wait in the test for what it starts, or mark it leak:warn "
                   "or leak:allow",
      list));
}

void end_like(const ending& end, const std::string& test, const limits& given) {
  if (end.why == ending::reason::timed_out) be_timed_out(test, given);
  if (WIFSIGNALED(end.status)) die_of(WTERMSIG(end.status));
  ::_exit(fails_for_leak(end, given.leak) ? status_of_leak
                                          : WEXITSTATUS(end.status));
}

}  // namespace parallel_testing::launcher
