// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/watch/session.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <utility>

#include "base/record.hpp"
#include "cli/terminal.hpp"
#include "commands/run/guards/stacks.hpp"
#include "commands/run/watch/halt.hpp"
#include "commands/run/watch/time_left.hpp"
#include "results/summary_text.hpp"

namespace parallel_testing::run_command {
namespace {

constexpr int redraw_ms = 100;
constexpr int rest_ms = 10;
constexpr int look_for_left_ms = 1000;
constexpr std::int64_t look_for_left_ns = look_for_left_ms * 1'000'000LL;

/// The process in the log that started `pid`; 0 if unknown.
std::int64_t owner_of(pid_t pid) {
  const std::string owner = tools::variable_of(pid, "PARALLEL_TESTING_PROCESS");
  return std::strtoll(owner.c_str(), nullptr, 10);
}

/// Whether ctest prints the line in every run.
bool is_boilerplate(std::string_view line) {
  for (const std::string_view prefix :
       {"Test project ", "Internal ctest changing into directory",
        "ParallelTesting: tests are shuffled"}) {
    if (line.starts_with(prefix)) {
      return true;
    }
  }
  return line.find_first_not_of(' ') == std::string_view::npos;
}

}  // namespace

session::session(session_options given, display& shown)
    : given_(std::move(given)),
      display_(shown),
      writer_(given_.run_directory, given_.run_id),
      clock_(
          fmt::format("{}/stopped_time.{}", given_.run_directory, ::getpid())),
      tail_(given_.run_directory + "/events.ndjson", ::getpid()),
      limits_(given_.test_seconds),
      start_ns_(tools::monotonic_ns()),
      first_ends_(given_.broken_after),
      silence_(given_.quiet, start_ns_) {
  tools::adopt_orphans();
}

void session::begin(const tools::run_start& start,
                    const std::optional<tools::shard_record>& part,
                    test_listing listing) {
  opening_.push_back(writer_.add(start));
  if (part) {
    opening_.push_back(writer_.add(part->own));
    for (const tools::shard_tests& each : part->all) {
      opening_.push_back(writer_.add(each));
    }
  }
  if (!listing.ctest) {
    listing_text_ = std::move(listing.text);
    use_listing();
    return;
  }
  listing_ = std::make_unique<tools::child>(*listing.ctest,
                                            tools::child::errors::passed_on,
                                            tools::child::terminal::none);
  if (listing.when == listing_time::first) {
    wait_for_listing();
  }
}

ctest_end session::run_ctest(tools::program_start program, std::int64_t round) {
  round_ = round;
  clock_.load_into(program);
  tools::child ctest(program, tools::child::errors::read);
  std::string text;
  bool is_first = true;
  maxfail_reached_ = false;
  silence_.on_news(tools::monotonic_ns());
  while (true) {
    wait_for_news(ctest);
    const bool more = ctest.read(text);
    reap(ctest);
    read_listing();
    if (observer_ != nullptr) {
      if (std::exchange(is_first, false)) {
        observer_->begin_ctest(round);
      }
      feed(text);
    }
    check_deadline();
    check_requests();
    if (signal_ || maxfail_reached_) {
      halt(ctest, text);
      break;
    }
    note_held_output();
    if (observer_ != nullptr) {
      limits_.look(ctest, *observer_, stopped_);
    }
    remind(ctest);
    if (ctest.has_ended() && observer_ != nullptr &&
        (!more || !ctest.read(text))) {
      feed(text);
      break;
    }
    refresh();
  }
  if (!text.empty()) {
    observer_->on_line(text);
  }
  observer_->end_ctest();
  note_left_processes();
  writer_.flush();
  display_.finish();
  return {ctest.status(), maxfail_reached_};
}

/// Waits for output, signals or children. Many short tests print many lines;
/// handling each line separately would take processor time from the tests. If a
/// ctest repeats tests, it does not wait longer, because the events of two
/// attempts must not be read together.
void session::wait_for_news(const tools::child& ctest) {
  std::array<pollfd, 3> files{
      pollfd{ctest.output(), POLLIN, 0},
      pollfd{signals_.descriptor(), POLLIN, 0},
      pollfd{listing_ ? listing_->output() : -1, POLLIN, 0}};
  const bool is_over =
      ctest.has_ended() && (observer_ != nullptr || listing_->has_ended());
  int wait_ms = is_over ? 0 : display_.is_live() ? redraw_ms : look_for_left_ms;
  if (observer_ != nullptr) {
    wait_ms = limits_.wait_ms(*observer_, stopped_, wait_ms);
  }
  ::poll(files.data(), files.size(), wait_ms);
  constexpr std::int64_t rest_ns = rest_ms * 1'000'000LL;
  if (!given_.repeats && !is_over &&
      tools::monotonic_ns() < looked_ns_ + rest_ns) {
    ::poll(&files[1], 1, rest_ms);
  }
  looked_ns_ = tools::monotonic_ns();
}

void session::check_deadline() {
  if (given_.deadline_ns > 0 && !signal_ &&
      tools::monotonic_ns() >=
          stopped_.end_of(start_ns_, given_.deadline_ns - start_ns_)) {
    deadline_reached_ = true;
    signal_ = SIGTERM;
  }
}

void session::check_requests() {
  if (!given_.asks_to_stop) {
    return;
  }
  const stop_request asked = given_.asks_to_stop();
  maxfail_reached_ = maxfail_reached_ || asked.starts_no_more;
  if (asked.signal && !signal_) {
    signal_ = asked.signal;
  }
}

bool session::rest(int wait_ms) {
  pollfd file{signals_.descriptor(), POLLIN, 0};
  ::poll(&file, 1, wait_ms);
  const news seen = signals_.read();
  if (seen.end) {
    signal_ = seen.end;
  }
  maxfail_reached_ = false;
  check_requests();
  return !signal_ && !maxfail_reached_;
}

void session::reap(tools::child& ctest) {
  const bool was_lent = terminal_.is_lent();
  news seen = signals_.read();
  take_signals(seen, was_lent);
  const bool had_ended = ctest.has_ended();
  int status = 0;
  for (pid_t pid = 0;
       (pid = ::waitpid(-1, &status, WNOHANG | WUNTRACED)) > 0;) {
    const bool is_ctest = pid == ctest.pid();
    if (WIFSTOPPED(status)) {
      if (is_ctest && !signal_) {
        on_stopped(ctest, WSTOPSIG(status));
      }
    } else if (is_ctest) {
      ctest.set_ended(status);
      terminal_.end_loan();
    } else if (listing_ && pid == listing_->pid()) {
      listing_->set_ended(status);
    }
  }
  // A signal from the terminal that also ended ctest is known only now.
  if (ctest.has_ended() && !had_ended) {
    const news late = signals_.read();
    if (!signal_) {
      take_signals(late, was_lent);
    }
    seen.asks_to_pause = seen.asks_to_pause || late.asks_to_pause;
  }
  if (seen.asks_to_pause && !signal_) {
    pause(ctest, SIGTSTP, terminal_control::reach::process);
  }
}

void session::take_signals(const news& seen, bool was_lent) {
  if (seen.end) {
    signal_ = seen.end;
  } else if (seen.asks_for_state == SIGQUIT && was_lent) {
    // The terminal also sent it to ctest and the tests, which end.
    signal_ = SIGQUIT;
  }
  shows_state_ = shows_state_ || seen.asks_for_state;
}

void session::halt(tools::child& ctest, std::string& text) {
  if (observer_ == nullptr) {
    read_listing();
  }
  terminal_.end_loan();
  halted_ns_ = tools::monotonic_ns();
  ctest_halt halted(ctest, *observer_, signals_, signal_, stopped_,
                    [this] { read_log(); });
  // ctest prints the name of a test before it starts it.
  halted.freeze();
  ctest.read(text);
  feed(text);
  halted.find_tests();
  if (signal_) {
    display_.finish();
    display_.note(fmt::format("SIG{}: asking the running tests to stop",
                              ::sigabbrev_np(*signal_)));
    halted.send_sigterm();
  }
  halted.drain();
  halted.end();
}

/// Handles a stop of the whole group of ctest, with the tests.
void session::on_stopped(const tools::child& ctest, int number) {
  const bool is_for_terminal = number == SIGTTIN || number == SIGTTOU;
  if (is_for_terminal && terminal_.lend_to(ctest.pid())) {
    ctest.signal_group(SIGCONT);
  } else if (is_for_terminal || terminal_.is_lent()) {
    pause(ctest, number, terminal_control::reach::group);
  } else {
    // Only this process waits for ctest, so no other process would continue it.
    display_.finish();
    display_.note(fmt::format("ctest was stopped by SIG{} and continues",
                              ::sigabbrev_np(number)));
    ctest.signal_group(SIGCONT);
  }
}

/// Stops ctest, its tests and this process, as the terminal would. Returns when
/// this process is continued.
void session::pause(const tools::child& ctest, int number,
                    terminal_control::reach whom) {
  display_.finish();
  const bool was_lent = terminal_.is_lent();
  const std::int64_t begin_ns = tools::monotonic_ns();
  terminal_.take_back();
  ctest.signal_group(SIGTSTP);
  const bool was_continued = terminal_control::suspend(number, whom);
  if (was_continued) {
    stopped_.add(begin_ns, tools::monotonic_ns());
    clock_.set_stopped(stopped_.total_ns());
  }
  if (was_lent) {
    terminal_.lend_to(ctest.pid());
  }
  if (!was_continued && number != SIGTSTP) {
    // Otherwise it would be stopped again immediately, without end.
    display_.note(
        "a test uses the terminal, which is not available in the background; "
        "run this command in the foreground or with </dev/null");
    signal_ = number;
  }
  ctest.signal_group(SIGCONT);
  const std::int64_t now_ns = tools::monotonic_ns();
  silence_.on_news(now_ns);
  // ctest first has to notice which tests ended before it was stopped.
  looked_for_left_ns_ = now_ns;
}

void session::read_listing() {
  if (observer_ != nullptr) {
    return;
  }
  const bool more = listing_->read(listing_text_);
  if (signal_ == std::nullopt && (more || !listing_->has_ended())) {
    return;
  }
  listing_.reset();
  use_listing();
}

void session::use_listing() {
  std::vector<tools::listed_test> tests;
  try {
    tests = tools::parse_listing(listing_text_);
  } catch (const tools::record_error&) {
    // Without the listing, names and results are still known; places are not.
  }
  listing_text_.clear();
  for (const tools::listed_test& each : tests) {
    constexpr std::int64_t ns_per_ms = 1'000'000;
    const auto ms = given_.times.milliseconds_of(each);
    expected_ns_.push_back(ms ? std::optional(*ms * ns_per_ms) : std::nullopt);
  }
  observer_ = std::make_unique<observer>(
      std::move(tests), writer_,
      observer_sinks{[this](const watched_test&) {
                       has_started_test_ = true;
                       silence_.on_news(tools::monotonic_ns());
                     },
                     [this](const test_end& end) { on_test_end(end); },
                     [this](std::string_view line) { on_text(line); }},
      given_.outputs);
  for (const tools::event& each : opening_) {
    observer_->adopt(each);
  }
}

void session::wait_for_listing() {
  pollfd file{listing_->output(), POLLIN, 0};
  while (listing_->read(listing_text_)) {
    ::poll(&file, 1, -1);
  }
  int status = 0;
  ::waitpid(listing_->pid(), &status, 0);
  listing_->set_ended(status);
  read_listing();
}

void session::read_log() {
  tail_.read(
      [this](tools::event&& next) { observer_->on_event(std::move(next)); });
}

/// A test logs its events before it ends, and ctest prints the result
/// afterwards.
void session::feed(std::string& text) {
  read_log();
  std::size_t used = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos;
       end = text.find('\n', used)) {
    observer_->on_line(std::string_view(text).substr(used, end - used));
    used = end + 1;
  }
  text.erase(0, used);
  writer_.flush();
}

/// Tests that have ended started the processes that are children of this
/// process now. A server that a fixture started belongs to no test and is not
/// reported.
void session::note_left_processes() {
  for (const pid_t pid : tools::children_of(::getpid())) {
    if (tools::is_zombie(pid) || known_left_.contains(pid) ||
        observer_->known().is_logged_as_left(pid)) {
      continue;
    }
    known_left_.insert(pid);
    const watched_test* const test =
        observer_->known().test_of(owner_of(pid), tools::command_line_of(pid));
    if (test != nullptr) {
      note_left_process(*test, pid);
    }
  }
}

/// ctest waits for a process that holds the output of a test.
void session::note_held_output() {
  const std::int64_t now_ns = tools::monotonic_ns();
  if (observer_ == nullptr || now_ns - looked_for_left_ns_ < look_for_left_ns) {
    return;
  }
  looked_for_left_ns_ = now_ns;
  read_log();
  for (const pid_t pid : tools::children_of(::getpid())) {
    if (tools::is_zombie(pid) || known_left_.contains(pid) ||
        observer_->known().is_logged_as_left(pid)) {
      continue;
    }
    const watched_test* const test =
        observer_->known().held_by(owner_of(pid), now_ns - look_for_left_ns);
    if (test != nullptr) {
      known_left_.insert(pid);
      note_left_process(*test, pid);
    }
  }
}

void session::note_left_process(const watched_test& test, pid_t pid) {
  const std::string program = tools::program_of(pid);
  display_.finish();
  display_.note(fmt::format("{} left a process behind: {} ({})",
                            cli::one_line(test.name), pid, program));
  observer_->note_left(test, pid, program);
}

void session::on_test_end(const test_end& end) {
  done_ = end.done;
  silence_.on_news(tools::monotonic_ns());
  display_.on_end(end);
  if (const std::string line = first_ends_.add(end); !line.empty()) {
    display_.finish();
    display_.note(line);
    maxfail_reached_ = true;
  }
  if (tools::is_bad(end.outcome) && !end.is_excused() &&
      given_.retries(*end.test) <= 0) {
    ++bad_;
    maxfail_reached_ =
        maxfail_reached_ || (given_.maxfail > 0 && bad_ >= given_.maxfail);
  }
}

void session::on_text(std::string_view line) {
  if (!has_started_test_ && !is_boilerplate(line)) {
    early_text_.emplace_back(line);
    display_.note(line);
  } else {
    display_.on_text(line);
  }
}

/// Only for the first round: the number of the following rounds is not always
/// known.
std::optional<std::int64_t> session::left_ns(std::int64_t now_ns) const {
  if (round_ != 1 || given_.repeats) {
    return {};
  }
  constexpr std::int64_t not_begun = -1;
  constexpr std::int64_t ended = -2;
  std::vector<std::int64_t> elapsed_ns(expected_ns_.size(), not_begun);
  for (const auto& [number, test] : observer_->known().all()) {
    if (test.listed) {
      elapsed_ns[*test.listed] =
          test.running ? stopped_.running_ns(test.start_mono_ns, now_ns)
                       : ended;
    }
  }
  std::vector<open_test> open;
  for (std::size_t at = 0; at < expected_ns_.size(); ++at) {
    if (elapsed_ns[at] != ended) {
      open.push_back(
          {expected_ns_[at], std::max<std::int64_t>(elapsed_ns[at], 0)});
    }
  }
  return time_left_ns(open, given_.workers);
}

/// Looks for the tests of the children of ctest, because only the tests of this
/// project log their processes.
std::vector<shown_test> session::running_tests(
    const tools::child& ctest) const {
  std::map<int, std::vector<shown_process>> processes;
  const std::vector<pid_t> children = ctest.has_ended()
                                          ? std::vector<pid_t>{}
                                          : tools::children_of(ctest.pid());
  for (const pid_t pid : children) {
    const watched_test* const test =
        observer_->known().running_as(pid, tools::command_line_of(pid));
    if (test != nullptr) {
      processes[test->number] = process_tree(pid);
    }
  }
  const std::int64_t now_ns = tools::monotonic_ns();
  std::vector<shown_test> result;
  for (const watched_test* test : observer_->running()) {
    result.push_back({observer_->known().worker_of(*test), test->name,
                      stopped_.running_ns(test->start_mono_ns, now_ns),
                      processes[test->number], observer_->last_line_of(*test)});
  }
  return result;
}

void session::remind(const tools::child& ctest) {
  if (observer_ == nullptr) {
    return;
  }
  if (std::exchange(shows_state_, false)) {
    show_state(ctest);
    return;
  }
  const std::int64_t now_ns = tools::monotonic_ns();
  const silence::due due = silence_.next(now_ns);
  if (due == silence::due::nothing) {
    return;
  }
  read_log();
  const std::vector<shown_test> tests = running_tests(ctest);
  if (due == silence::due::line) {
    if (!display_.is_live()) {
      display_.remind({line_about(tests)});
    }
    return;
  }
  std::vector<std::string> lines = lines_about(tests);
  lines.insert(lines.begin(),
               fmt::format("{} after {} without news{}",
                           tests.empty() ? "no test runs" : "still running",
                           tools::seconds_text(silence_.lasts_ns(now_ns)),
                           tests.empty() ? "" : ":"));
  display_.remind(lines);
}

/// Prints the state for which SIGUSR1 or ^\ asked.
void session::show_state(const tools::child& ctest) {
  read_log();
  const std::vector<shown_test> tests = running_tests(ctest);
  std::vector<std::string> lines = lines_about(tests);
  lines.insert(
      lines.begin(),
      fmt::format("after {}: {} of {} tests have ended, {} failed, {} run{}",
                  tools::seconds_text(
                      stopped_.running_ns(start_ns_, tools::monotonic_ns())),
                  done_, observer_->listing().size(), bad_, tests.size(),
                  tests.empty() ? "" : ":"));
  std::vector<pid_t> processes;
  for (const shown_test& test : tests) {
    for (const shown_process& each : test.processes) {
      if (!each.has_ended) {
        processes.push_back(each.pid);
      }
    }
  }
  if (!processes.empty()) {
    std::string stacks = stacks_of(processes, "stacks of what runs",
                                   stacks_program(processes.front()));
    stacks.erase(stacks.find_last_not_of('\n') + 1);
    lines.push_back(std::move(stacks));
  }
  display_.remind(lines);
}

void session::refresh() {
  if (!display_.is_live() || observer_ == nullptr) {
    display_.refresh({});
    return;
  }
  const std::int64_t now_ns = tools::monotonic_ns();
  constexpr std::int64_t redraw_ns = redraw_ms * 500'000LL;
  if (now_ns - drawn_ns_ < redraw_ns) {
    return;
  }
  drawn_ns_ = now_ns;
  live_status now;
  now.done = done_;
  now.total = static_cast<int>(observer_->listing().size());
  now.bad = bad_;
  now.elapsed_ns = stopped_.running_ns(start_ns_, now_ns);
  now.left_ns = left_ns(now_ns);
  for (const watched_test* test : observer_->running()) {
    now.running.push_back({observer_->known().worker_of(*test), test->name,
                           stopped_.running_ns(test->start_mono_ns, now_ns)});
  }
  display_.refresh(now);
}

}  // namespace parallel_testing::run_command
