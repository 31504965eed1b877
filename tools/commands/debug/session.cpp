// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/debug/session.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <ostream>
#include <sstream>

#include "commands/debug/channel.hpp"
#include "commands/debug/inside.hpp"
#include "commands/debug/scratch_tests.hpp"
#include "commands/debug/terminal_relay.hpp"
#include "commands/run/runner.hpp"
#include "commands/run/settings.hpp"
#include "commands/suggest/watch/scratch_tree.hpp"
#include "ctest/child.hpp"
#include "ctest/ctest_line.hpp"
#include "ctest/ctest_query.hpp"

namespace parallel_testing::debug_command {
namespace {

constexpr int after_signal = 128;

std::string shown(const debugged_test& test) {
  const std::string name = cli::one_line(test.listed.name);
  return test.self.empty()
             ? name
             : fmt::format("{} of {}", cli::one_line(test.self), name);
}

/// While it lives, signals are read from a descriptor.
class blocked_signals {
 public:
  blocked_signals() {
    sigset_t all{};
    sigemptyset(&all);
    for (const int each :
         {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGCHLD}) {
      sigaddset(&all, each);
    }
    ::sigprocmask(SIG_BLOCK, &all, &before_);
    file_ = ::signalfd(-1, &all, SFD_NONBLOCK | SFD_CLOEXEC);
  }
  blocked_signals(const blocked_signals&) = delete;
  blocked_signals& operator=(const blocked_signals&) = delete;
  ~blocked_signals() {
    ::close(file_);
    ::sigprocmask(SIG_SETMASK, &before_, nullptr);
  }

  [[nodiscard]] int descriptor() const { return file_; }

  /// The next signal that has arrived; 0: none.
  [[nodiscard]] int next() const {
    signalfd_siginfo arrived{};
    return ::read(file_, &arrived, sizeof arrived) == sizeof arrived
               ? static_cast<int>(arrived.ssi_signo)
               : 0;
  }

 private:
  sigset_t before_{};
  int file_ = -1;
};

/// Both ends of the channel; ctest and the test inherit one of them.
class session_channel {
 public:
  session_channel() : ends_(open_channel()) { ::fcntl(ends_[1], F_SETFD, 0); }
  session_channel(const session_channel&) = delete;
  session_channel& operator=(const session_channel&) = delete;
  ~session_channel() {
    ::close(ends_[0]);
    close_inner();
  }

  [[nodiscard]] int outer() const { return ends_[0]; }
  [[nodiscard]] int inner() const { return ends_[1]; }
  void close_inner() {
    if (ends_[1] >= 0) {
      ::close(std::exchange(ends_[1], -1));
    }
  }

 private:
  std::array<int, 2> ends_;
};

class debug_session {
 public:
  debug_session(const cli::invocation& given, const session_request& wanted)
      : given_(given), wanted_(wanted), scratch_(wanted.build, wanted.ctest) {}

  int run() {
    scratch_.set_script(scratch_tests(
        wanted_.build, scratch_.file("run"),
        {wanted_.test.listed.name, wanted_.test.same_named,
         words_inside(channel_.inner(), wanted_.with, wanted_.test.command)}));
    announce();
    send_streams(channel_.outer(), terminal_.of_debugger());
    tools::child ctest(ctest_start(), tools::child::errors::read,
                       tools::child::terminal::none);
    channel_.close_inner();
    while (!ctest.has_ended()) {
      wait_for_something(ctest);
    }
    ctest.read(output_);
    terminal_.end();
    return conclude();
  }

 private:
  void report(const std::string& text) const {
    given_.err << "parallel-testing debug: " << text << std::endl;
  }

  void announce() const {
    report(fmt::format("{}, under {}", shown(wanted_.test),
                       cli::one_line(wanted_.with.words.front())));
    std::vector<std::string> lines = differences_under(wanted_.with.kind);
    lines.emplace_back(
        "it uses the terminal, or the input and output, of this command");
    lines.emplace_back(
        "the debugger is one of its processes (PARALLEL_TESTING_GROUP)");
    lines.emplace_back(
        "it is a run by itself: ids, directories and ports are those of a new "
        "run, and no other test runs");
    if (!wanted_.test.self.empty()) {
      lines.emplace_back("the other cases of its process do not run");
    }
    given_.err << "Differences from a run:\n";
    for (const std::string& each : lines) {
      given_.err << "  " << each << "\n";
    }
    given_.err.flush();
  }

  [[nodiscard]] tools::program_start ctest_start() const {
    std::vector<std::string> arguments{"--test-dir", scratch_.path()};
    if (!wanted_.configuration.empty()) {
      arguments.insert(arguments.end(), {"-C", wanted_.configuration});
    }
    run_command::options how;
    how.ctest = wanted_.ctest;
    how.jobs = std::to_string(run_command::automatic_jobs_here(wanted_.build));
    run_command::run_settings settings =
        run_command::decide(how, tools::sort_arguments(arguments));
    // As `run` does for -j auto.
    settings.environment.erase("PARALLEL_TESTING_JOBS");
    tools::program_start ctest;
    ctest.arguments = {wanted_.ctest};
    ctest.arguments.insert(ctest.arguments.end(), arguments.begin(),
                           arguments.end());
    const std::string number = std::to_string(wanted_.test.number);
    ctest.arguments.insert(
        ctest.arguments.end(),
        {"-j", how.jobs, "--output-on-failure", "-I", number + "," + number});
    ctest.environment = run_command::environment_of_round(settings, 1);
    return ctest;
  }

  void wait_for_something(tools::child& ctest) {
    enum { of_ctest, of_channel, of_signals, of_keys, of_screen, count };
    std::array<pollfd, count> watched{
        {{ctest.output(), POLLIN, 0},
         {has_ended_ ? -1 : channel_.outer(), POLLIN, 0},
         {signals_.descriptor(), POLLIN, 0},
         {terminal_.keys(), POLLIN, 0},
         {terminal_.screen(), POLLIN, 0}}};
    if (::poll(watched.data(), watched.size(), -1) < 0) {
      return;
    }
    if (watched[of_ctest].revents != 0) {
      ctest.read(output_);
    }
    if (watched[of_keys].revents != 0) {
      terminal_.copy_keys();
    }
    if (watched[of_screen].revents != 0) {
      terminal_.copy_screen();
    }
    if (watched[of_channel].revents != 0) {
      act_on(receive_message(channel_.outer()));
    }
    while (const int signal = signals_.next()) {
      act_on(signal, ctest);
    }
  }

  void act_on(const std::string& message) {
    if (message == started_message) {
      has_started_ = true;
      terminal_.begin();
    } else if (message.starts_with(ended_message)) {
      const std::string_view number =
          std::string_view(message).substr(ended_message.size());
      int status = 0;
      std::from_chars(number.data(), number.data() + number.size(), status);
      status_ = status;
      has_ended_ = true;
      terminal_.end();
    } else {
      has_ended_ = true;  // the test, or ctest, has gone
    }
  }

  void act_on(int signal, tools::child& ctest) {
    if (signal == SIGWINCH) {
      terminal_.copy_size();
    } else if (signal == SIGCHLD) {
      int status = 0;
      if (::waitpid(ctest.pid(), &status, WNOHANG) == ctest.pid()) {
        ctest.set_ended(status);
      }
    } else if (!has_started_ || has_ended_) {
      stopped_by_ = signal;  // fixtures may hang
      ctest.signal_group(SIGTERM);
    } else if (signal == SIGINT || signal == SIGQUIT) {
      send_message(channel_.outer(), interrupt_message);
    } else {
      // The debugger ends, and ctest then cleans the fixtures up.
      stopped_by_ = signal;
      ::shutdown(channel_.outer(), SHUT_WR);
    }
  }

  /// The other tests, which are those of fixtures, that did not pass.
  [[nodiscard]] std::vector<std::string> failed_fixtures() const {
    std::vector<std::string> failed;
    std::vector<std::string> begun;
    std::istringstream lines(output_);
    for (std::string line; std::getline(lines, line);) {
      if (const auto start = tools::parse_start(line)) {
        begun.push_back(start->name);
      }
      const auto result = tools::parse_result(line);
      if (!result || result->number == static_cast<int>(wanted_.test.number)) {
        continue;
      }
      for (const std::string& name : begun) {
        const auto printed = tools::read_result(*result, name);
        if (printed && printed->outcome != tools::verdict::pass &&
            printed->outcome != tools::verdict::skip) {
          failed.push_back(cli::one_line(name));
        }
      }
    }
    return failed;
  }

  [[nodiscard]] int conclude() const {
    const std::vector<std::string> failed = failed_fixtures();
    if (!failed.empty() || (!has_started_ && !stopped_by_)) {
      given_.err << output_;
    }
    if (stopped_by_) {
      return after_signal + *stopped_by_;
    }
    if (!has_started_) {
      report(fmt::format("{} was not started; {}", shown(wanted_.test),
                         failed.empty()
                             ? "what ctest printed is above"
                             : fmt::format("its fixture failed: {}",
                                           fmt::join(failed, ", "))));
      return cli::exit_environment;
    }
    for (const std::string& each : failed) {
      report(fmt::format("the clean-up {} failed", each));
    }
    if (!status_) {
      report("the debugger was killed");
      return cli::exit_finding;
    }
    if (*status_ == 0) {
      return failed.empty() ? cli::exit_fine : cli::exit_finding;
    }
    report(WIFEXITED(*status_)
               ? fmt::format("{} ended with status {}",
                             wanted_.with.words.front(), WEXITSTATUS(*status_))
               : fmt::format("{} was ended by signal {} ({})",
                             wanted_.with.words.front(), WTERMSIG(*status_),
                             ::strsignal(WTERMSIG(*status_))));
    return cli::exit_finding;
  }

  const cli::invocation& given_;
  const session_request& wanted_;
  suggest_command::scratch_tree scratch_;
  blocked_signals signals_;
  session_channel channel_;
  terminal_relay terminal_;
  std::string output_;  ///< of ctest
  bool has_started_ = false;
  bool has_ended_ = false;
  std::optional<int> status_;  ///< of the debugger
  std::optional<int> stopped_by_;
};

}  // namespace

int run_session(const cli::invocation& given, const session_request& wanted) {
  return debug_session(given, wanted).run();
}

std::vector<tools::listed_test> numbered_tests(
    const std::string& build, const std::string& ctest,
    const std::string& configuration) {
  const suggest_command::scratch_tree scratch(build, ctest);
  scratch.set_script(scratch_tests(build, "", {}));
  return configuration.empty()
             ? tools::query_tests(scratch.path())
             : tools::query_tests(scratch.path(), {"-C", configuration});
}

}  // namespace parallel_testing::debug_command
