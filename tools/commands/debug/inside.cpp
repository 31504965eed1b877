// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/debug/inside.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <initializer_list>

#include "base/programs.hpp"
#include "commands/debug/channel.hpp"
#include "lib/src/base/text.hpp"

namespace parallel_testing::debug_command {
namespace {

using clock = std::chrono::steady_clock;

constexpr std::string_view option = "--inside=";
constexpr int signal_base = 128;
constexpr std::chrono::seconds patience{5};

void do_nothing(int /*unused*/) {}

/// While a shell waits for a program, keys such as ^C are for that program.
/// Handlers are reset on exec, unlike ignored signals.
void leave_keys_to_debugger() {
  struct sigaction none {};
  none.sa_handler = do_nothing;
  for (const int each : {SIGINT, SIGQUIT, SIGTSTP, SIGCHLD}) {
    ::sigaction(each, &none, nullptr);
  }
}

/// Makes the given streams those of this process, and the terminal, if they are
/// one, its controlling terminal.
void take(const streams& given) {
  if (::isatty(given[0]) != 0) {
    ::setsid();  // fails if it leads a session already
    ::ioctl(given[0], TIOCSCTTY, 0);
  }
  for (std::size_t at = 0; at < given.size(); ++at) {
    ::dup2(given[at], static_cast<int>(at));
    ::close(given[at]);
  }
}

/// Passes on what the session requests until the debugger has ended. The end of
/// the session ends the debugger.
int wait_for(pid_t debugger, int channel) {
  sigset_t children{};
  sigemptyset(&children);
  sigaddset(&children, SIGCHLD);
  sigset_t before{};
  ::sigprocmask(SIG_BLOCK, &children, &before);
  std::optional<clock::time_point> kill_at;
  int status = 0;
  while (::waitpid(debugger, &status, WNOHANG) == 0) {
    pollfd watched{kill_at ? -1 : channel, POLLIN, 0};
    const timespec limit{1, 0};
    if (::ppoll(&watched, 1, kill_at ? &limit : nullptr, &before) > 0) {
      if (receive_message(channel) == interrupt_message) {
        ::kill(debugger, SIGINT);
      } else {
        ::kill(debugger, SIGTERM);
        ::kill(debugger, SIGCONT);
        kill_at = clock::now() + patience;
      }
    }
    if (kill_at && clock::now() >= *kill_at) {
      ::kill(debugger, SIGKILL);
    }
  }
  return status;
}

int run_in_debugger(int channel, const chosen_debugger& with,
                    const std::vector<std::string>& test) {
  ::fcntl(channel, F_SETFD, FD_CLOEXEC);
  const std::optional<streams> given = receive_streams(channel);
  if (!given) {
    return tools::cannot_start;
  }
  take(*given);
  leave_keys_to_debugger();
  const debugged_start start =
      start_under(with, test, tools::current_environment());
  send_message(channel, started_message);
  const pid_t debugger = tools::start_program(
      {start.arguments, start.environment}, {STDOUT_FILENO, STDERR_FILENO},
      tools::process_group::shared);
  const int status =
      debugger < 0 ? tools::cannot_start << 8 : wait_for(debugger, channel);
  send_message(channel, fmt::format("{}{}", ended_message, status));
  return WIFEXITED(status) ? WEXITSTATUS(status)
                           : signal_base + WTERMSIG(status);
}

}  // namespace

std::vector<std::string> words_inside(int channel, const chosen_debugger& with,
                                      const std::vector<std::string>& test) {
  std::vector<std::string> words{
      tools::own_program(), "debug",
      fmt::format("{}{}:{}:{}", option, channel, name_of(with.kind),
                  with.words.size())};
  words.insert(words.end(), with.words.begin(), with.words.end());
  words.insert(words.end(), test.begin(), test.end());
  return words;
}

std::optional<int> run_inside(const std::vector<std::string>& arguments) {
  if (arguments.empty() || !arguments.front().starts_with(option)) {
    return {};
  }
  const std::vector<std::string_view> parts =
      split(std::string_view(arguments.front()).substr(option.size()), ':');
  constexpr std::uint64_t most = 1'000'000;
  const auto channel =
      parts.size() == 3 ? whole_number(parts[0], most) : std::nullopt;
  const auto count =
      parts.size() == 3 ? whole_number(parts[2], most) : std::nullopt;
  if (!channel || !count || arguments.size() < *count + 2) {
    return {};
  }
  const auto words = arguments.begin() + 1;
  const auto test = words + static_cast<std::ptrdiff_t>(*count);
  return run_in_debugger(static_cast<int>(*channel),
                         {kind_named(std::string(parts[1])), {words, test}},
                         {test, arguments.end()});
}

}  // namespace parallel_testing::debug_command
