// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/observe.hpp"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <exception>
#include <optional>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/secrets.hpp"
#include "observe/filter.hpp"
#include "observe/notifications.hpp"
#include "observe/record_file.hpp"
#include "observe/sharing_process.hpp"
#include "observe/signal_relay.hpp"
#include "observe/snapshot_times.hpp"
#include "observe/tracing.hpp"
#include "verdicts/death.hpp"

namespace parallel_testing::launcher {

namespace {

using observed::mechanism;

constexpr int cannot_watch = 3;
constexpr int many_in_a_row = 16;
/// execvp(3) may copy the command to the stack, which is small in a process
/// that shares memory.
constexpr std::size_t most_sharing_words = 1000;
constexpr const char* choice_variable = "PARALLEL_TESTING_OBSERVE_BY";

std::string working_directory() {
  std::array<char, PATH_MAX> buffer;
  return ::getcwd(buffer.data(), buffer.size()) != nullptr ? buffer.data() : "";
}

std::string absolute(const std::string& path) {
  return path.front() == '/' ? path : working_directory() + "/" + path;
}

known_places places_of(const observed::header& head) {
  const std::string tmpdir = head.tmpdir.empty() ? "/tmp" : head.tmpdir;
  const std::string real_tmpdir = real_path(tmpdir);
  const std::string real_home = real_path(head.home);
  return {head.working_directory, real_tmpdir.empty() ? tmpdir : real_tmpdir,
          real_home.empty() ? head.home : real_home};
}

observed::header header_of(const observation& asked) {
  observed::header head;
  head.test = asked.test;
  for (const std::string& argument : asked.command) {
    head.command.push_back(without_passwords(argument));
  }
  head.pid = ::getpid();
  head.time_ns = std::chrono::duration_cast<std::chrono::nanoseconds>(
                     std::chrono::system_clock::now().time_since_epoch())
                     .count();
  head.working_directory = working_directory();
  head.tmpdir = os::variable("TMPDIR");
  head.home = os::variable("HOME");
  return head;
}

/// Ends this process as a child ended.
[[noreturn]] void end_as_child(int status) {
  if (WIFSIGNALED(status)) {
    die_of(WTERMSIG(status));
  }
  ::_exit(WEXITSTATUS(status));
}

/// Nobody waits for the output of what watches on in the background.
void leave_standard_files() {
  const unique_fd nothing(os::open_at(AT_FDCWD, "/dev/null", O_RDWR));
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    ::dup2(nothing.get(), fd);
  }
}

template <class Value>
void send_value(int fd, const Value& value) {
  os::write_all(fd, {reinterpret_cast<const char*>(&value), sizeof value});
}

template <class Value>
bool receive_value(int fd, Value& value) {
  return os::read_some(fd, reinterpret_cast<char*>(&value), sizeof value) ==
         static_cast<ssize_t>(sizeof value);
}

/// False if poll(2) itself fails, for lack of memory or by a limit of open
/// files that was lowered. A caller then looks everywhere, after
/// pause_briefly().
bool wait_for_events(pollfd* events, nfds_t count, int wait_ms) {
  if (::poll(events, count, wait_ms) >= 0) {
    return true;
  }
  for (nfds_t at = 0; at < count; ++at) {
    events[at].revents = 0;
  }
  return errno == EINTR;
}

void pause_briefly() {
  constexpr long interval_ns = 2'000'000;
  const timespec interval{0, interval_ns};
  ::nanosleep(&interval, nullptr);
}

bool has_input(int socket) {
  char first = 0;
  return ::recv(socket, &first, sizeof first, MSG_PEEK | MSG_DONTWAIT) >= 0;
}

struct pair_of_sockets {
  unique_fd ours;
  unique_fd theirs;
};

pair_of_sockets connected_sockets() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    os::throw_error("cannot make", "a pair of sockets", errno,
                    "raise the limit of open files (ulimit -n)");
  }
  return {unique_fd(ends[0]), unique_fd(ends[1])};
}

pid_t fork_or_throw() {
  const pid_t pid = ::fork();
  if (pid < 0) {
    os::throw_error("cannot start", "a process", errno,
                    "free some memory or raise the limit of processes");
  }
  return pid;
}

class watcher {
 public:
  watcher(const observation& asked, const std::function<int()>& become)
      : become_(become),
        shares_memory_(asked.becomes_program &&
                       asked.command.size() < most_sharing_words &&
                       can_share_memory()),
        choice_(os::variable(choice_variable)),
        file_(absolute(asked.file), header_of(asked)),
        seeing_(touched_, places_of(file_.head())) {}

  [[noreturn]] void run() {
    // Without the process that waits for it, the test ends.
    die_with(started_by_);
    int reason = ENOSYS;
    if (choice_.empty() || choice_ == "notifications") {
      reason = watch_by_notifications();
    }
    if (choice_ == "notifications" || choice_ == "none") {
      refuse(fmt::format("seccomp user notification: {}; ptrace: not tried",
                         std::strerror(reason)));
    }
    if (choice_.empty()) {
      file_.head().note =
          fmt::format("seccomp user notification is not available: {}",
                      std::strerror(reason));
      os::say(fmt::format(
          "watching by ptrace, because {}; LeakSanitizer is off, and debuggers "
          "do not work inside of the test",
          file_.head().note));
    } else {
      file_.head().note = fmt::format("{} is {}", choice_variable, choice_);
    }
    watch_by_tracing();
  }

 private:
  /// Returns the reason where it is not possible.
  int watch_by_notifications() {
    // What loses its parent stays below this process, which may read it then.
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    pair_of_sockets sockets = connected_sockets();
    start_notifying(sockets.theirs.get());
    sockets.theirs.reset();
    received_descriptor listener = receive_descriptor(sockets.ours.get());
    if (!listener.fd) {
      os::wait_for(test_);
      return listener.error_number;
    }
    listener_.emplace(std::move(listener.fd));
    // Not earlier: until now, the other process allocates in the same memory.
    seeing_.begin(test_);
    relay_.leave_group();
    file_.begin();
    watch_until_the_test_ends();
    while (has_children_ && !has_survivors()) {
      step();
    }
    write(has_children_ ? 1 : 0);
    if (!has_children_) {
      end_as_child(*status_);
    }
    if (fork_or_throw() != 0) {
      end_as_child(*status_);
    }
    ::setsid();
    leave_standard_files();
    relay_.undo();
    while (listener_->fd() >= 0) {
      step();
    }
    write(0);
    ::_exit(0);
  }

  void watch_until_the_test_ends() {
    while (!status_) {
      step();
      write_snapshot_if_due();
    }
    relay_.end();
    // Now it shows whether another child is left.
    reap();
  }

  void write_snapshot_if_due() {
    const std::int64_t now_us = touched_.now_us();
    if (status_ || !snapshots_.is_due(now_us, seeing_.calls())) {
      return;
    }
    try {
      file_.write_snapshot(touched_);
    } catch (const std::exception&) {
      // The test goes on. The last write reports it if it still fails.
    }
    snapshots_.was_written(now_us, touched_.now_us(), seeing_.calls());
  }

  struct notifying_start {
    watcher* watching;
    pid_t watching_pid;
    int socket;
  };

  void start_notifying(int socket) {
    // It is used until the listener has been received.
    static notifying_start start;
    start = {this, ::getpid(), socket};
    test_ =
        shares_memory_ ? start_sharing(be_notifying, &start) : fork_or_throw();
    if (test_ < 0) {
      shares_memory_ = false;
      test_ = fork_or_throw();
    }
    if (test_ == 0) {
      be_notifying(&start);
    }
  }

  /// Its descriptors are closed when it becomes another program.
  [[noreturn]] static void be_notifying(void* context) {
    const notifying_start start = *static_cast<notifying_start*>(context);
    watcher& watching = *start.watching;
    die_with(start.watching_pid);
    watching.prepare_test(start.watching_pid);
    const int listener = install_listening_filter();
    const int reason = listener < 0 ? errno : 0;
    // From here on the watcher works with the same memory.
    send_descriptor(start.socket, listener, reason);
    if (listener < 0) {
      ::_exit(0);
    }
    ::close(listener);
    ::_exit(watching.become_());
  }

  static void die_with(pid_t watching) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != watching) {
      ::_exit(cannot_watch);
    }
  }

  /// For the process that becomes the test.
  void prepare_test(pid_t watching) {
    if (shares_memory_) {
      relay_.restore_signals();
    } else {
      relay_.undo();
    }
    ::unsetenv(choice_variable);
    const std::string both = fmt::format("{} {}", watching, started_by_);
    ::setenv(observer_variable, both.c_str(), 1);
  }

  /// A tracer cannot be replaced, and what the test leaves running keeps it. So
  /// this process ends as the test does, and another one traces.
  [[noreturn]] void watch_by_tracing() {
    shares_memory_ = false;
    pair_of_sockets sockets = connected_sockets();
    const pid_t own = ::getpid();
    const pid_t tracer = fork_or_throw();
    if (tracer == 0) {
      sockets.ours.reset();
      die_with(own);
      trace(std::move(sockets.theirs));
    }
    sockets.theirs.reset();
    relay_.leave_group();
    send_value(sockets.ours.get(), 0);
    int status = SIGKILL;
    if (!receive_value(sockets.ours.get(), test_)) {
      end_as_child(status);
    }
    for (;;) {
      pollfd events[] = {{sockets.ours.get(), POLLIN, 0},
                         {relay_.fd(), POLLIN, 0}};
      const bool is_polled = wait_for_events(events, 2, -1);
      if (!is_polled) {
        pause_briefly();
      }
      if (!is_polled || events[1].revents != 0) {
        (void)relay_.pass_on(test_);
      }
      const bool has_ended =
          is_polled ? events[0].revents != 0 : has_input(sockets.ours.get());
      if (!has_ended) {
        continue;
      }
      // A tracer that is killed takes the test with it.
      (void)receive_value(sockets.ours.get(), status);
      relay_.end();
      end_as_child(status);
    }
  }

  [[noreturn]] void trace(unique_fd report) {
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    // Before the test starts, its parent has left the group.
    int left = 0;
    if (!receive_value(report.get(), left)) {
      ::_exit(cannot_watch);
    }
    const bool tries_filter = choice_ != "ptrace_stops";
    if (!start_traced(tries_filter ? stops::by_filter : stops::at_each_call) &&
        !(tries_filter && start_traced(stops::at_each_call))) {
      const int reason = errno;
      send_value(report.get(), test_);
      const int status = cannot_watch << 8;
      say_refusal(fmt::format("{}; ptrace: {}", file_.head().note,
                              std::strerror(reason)));
      send_value(report.get(), status);
      ::_exit(cannot_watch);
    }
    send_value(report.get(), test_);
    ::setpgid(0, 0);
    file_.begin();
    watch_until_the_test_ends();
    while (has_children_ && !has_survivors()) {
      step();
    }
    write(has_children_ ? 1 : 0);
    ::prctl(PR_SET_PDEATHSIG, 0);
    send_value(report.get(), *status_);
    report.reset();
    if (has_children_) {
      leave_standard_files();
      while (has_children_) {
        step();
      }
      write(0);
    }
    ::_exit(0);
  }

  /// False with errno where that is not possible.
  bool start_traced(stops by) {
    pair_of_sockets sockets = connected_sockets();
    const pid_t own = ::getpid();
    test_ = fork_or_throw();
    if (test_ == 0) {
      sockets.ours.reset();
      be_traced(std::move(sockets.theirs), own, by);
    }
    sockets.theirs.reset();
    tracing traced(by);
    int reason = 0;
    if (!receive_value(sockets.ours.get(), reason)) {
      reason = ECHILD;
    } else if (!traced.attach(test_)) {
      reason = errno;
    } else {
      send_value(sockets.ours.get(), 0);
      if (!receive_value(sockets.ours.get(), reason)) {
        reason = ECHILD;
      }
    }
    if (reason != 0) {
      sockets.ours.reset();
      os::wait_for(test_);
      errno = reason;
      return false;
    }
    file_.head().by = by == stops::by_filter ? mechanism::ptrace_seccomp
                                             : mechanism::ptrace_stops;
    tracing_.emplace(traced);
    return true;
  }

  [[noreturn]] void be_traced(unique_fd socket, pid_t watching, stops by) {
    die_with(watching);
    int reason = 0;
    // Threads that libraries start in a forked child would stop it when it is
    // traced, and nobody would continue it. Now they have started.
    send_value(socket.get(), reason);
    if (!receive_value(socket.get(), reason)) {
      ::_exit(0);
    }
    if (by == stops::by_filter && !install_tracing_filter()) {
      reason = errno;
    }
    send_value(socket.get(), reason);
    if (reason != 0) {
      ::_exit(0);
    }
    socket.reset();
    // The tracer notes this stop and continues it.
    ::raise(SIGSTOP);
    prepare_test(watching);
    leave_out_leaks();
    ::_exit(become_());
  }

  /// LeakSanitizer fails in a traced program. AddressSanitizer reads this
  /// variable after its own.
  static void leave_out_leaks() {
    constexpr const char* variable = "LSAN_OPTIONS";
    const std::string before = os::variable(variable);
    const std::string options =
        before + (before.empty() ? "" : ":") + "detect_leaks=0";
    ::setenv(variable, options.c_str(), 1);
  }

  void step() {
    pollfd events[] = {{relay_.fd(), POLLIN, 0},
                       {listener_ ? listener_->fd() : -1, POLLIN, 0}};
    const int wait_ms =
        status_ ? -1 : snapshots_.wait_ms(touched_.now_us(), seeing_.calls());
    if (!wait_for_events(events, 2, wait_ms)) {
      step_without_poll();
      return;
    }
    if ((events[1].revents & POLLIN) != 0) {
      serve();
    } else if (events[1].revents != 0) {
      listener_->close();
    }
    if (events[0].revents != 0 && relay_.pass_on(test_)) {
      reap();
    }
  }

  void step_without_poll() {
    bool has_call = false;
    if (listener_) {
      const interrupted_wait waiting;
      has_call = listener_->serve(seeing_);
      // Also when a thread is gone, but not again and again.
      constexpr int most_failures = 1000;
      const bool is_gone = !has_call && errno == ENOENT;
      failures_ = is_gone ? failures_ + 1 : 0;
      if (failures_ > most_failures) {
        listener_->close();
      }
    }
    if (!has_call) {
      pause_briefly();
    }
    (void)relay_.pass_on(test_);
    reap();
  }

  /// Polling before each call costs a fifth of the whole, so where many calls
  /// come this waits for them alone, and for signals from time to time.
  void serve() {
    // Where calls never stop coming, signals and snapshots also get a turn.
    constexpr int most_in_a_row = 1000;
    const bool was_served = listener_->serve(seeing_);
    in_a_row_ = was_served ? in_a_row_ + 1 : 0;
    if (in_a_row_ < many_in_a_row) {
      return;
    }
    {
      const interrupted_wait waiting;
      for (int at = 0; at < most_in_a_row && listener_->serve(seeing_); ++at) {
      }
    }
    // More calls are likely to come.
    in_a_row_ = many_in_a_row / 2;
    reap();
  }

  void reap() {
    int status = 0;
    pid_t pid = 0;
    while ((pid = ::waitpid(-1, &status, WNOHANG | __WALL)) > 0) {
      if (WIFSTOPPED(status)) {
        tracing_->handle_stop(pid, status, seeing_);
      } else if (pid == test_ && !status_) {
        status_ = status;
      }
    }
    if (pid < 0 && errno == ECHILD) {
      has_children_ = false;
    }
  }

  /// Whether something of the test goes on, not only on its way out.
  static bool has_survivors() {
    for (const pid_t each : process_ids()) {
      const process_status found = status_of(each);
      const bool ends = found.is_dead() || found.is_exiting();
      if (found.pid != 0 && !ends && watched_processes::is_watched(each)) {
        return true;
      }
    }
    return false;
  }

  void write(std::int64_t survivors) {
    seeing_.finish();
    observed::end last;
    last.how = WIFSIGNALED(*status_) ? observed::end_kind::signal
                                     : observed::end_kind::exit;
    last.code =
        WIFSIGNALED(*status_) ? WTERMSIG(*status_) : WEXITSTATUS(*status_);
    last.events = seeing_.calls();
    last.folded = touched_.folded();
    last.unread = seeing_.unread();
    last.survivors = survivors;
    file_.write(touched_, last);
  }

  static void say_refusal(const std::string& reasons) {
    os::say(fmt::format(
        "cannot watch the test ({}); allow seccomp user notification (Linux "
        "5.9 or newer, no other listener) or ptrace (docker run "
        "--cap-add=SYS_PTRACE; sysctl kernel.yama.ptrace_scope=1)",
        reasons));
  }

  [[noreturn]] static void refuse(const std::string& reasons) {
    say_refusal(reasons);
    ::_exit(cannot_watch);
  }

  const std::function<int()>& become_;
  bool shares_memory_;
  std::string choice_;  ///< of a test of the watcher itself, else ""
  record_file file_;
  ledger touched_;
  interpreter seeing_;
  snapshot_times snapshots_{touched_.now_us()};
  signal_relay relay_;
  pid_t started_by_ = ::getppid();
  pid_t test_ = 0;
  std::optional<notifications> listener_;
  std::optional<tracing> tracing_;
  /// Calls without anything else between them. Many come while a program
  /// starts.
  int in_a_row_ = many_in_a_row;
  int failures_ = 0;  ///< of waiting for a call
  std::optional<int> status_;
  bool has_children_ = true;
};

}  // namespace

void observe(const observation& asked, const std::function<int()>& become) {
  if (::getenv(observer_variable) != nullptr) {
    ::_exit(become());
  }
  try {
    watcher(asked, become).run();
  } catch (const std::exception& problem) {
    os::say(problem.what());
    ::_exit(cannot_watch);
  }
}

}  // namespace parallel_testing::launcher
