// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "run/observer.hpp"

#include <algorithm>
#include <utility>

namespace parallel_testing::run_command {
namespace {

/// A line of the log has to stay below what its reader takes, and a byte may
/// take six.
constexpr std::size_t max_logged_output = 128U << 10;

std::string shortened(const std::string& output) {
  if (output.size() <= max_logged_output) {
    return output;
  }
  constexpr std::size_t half = max_logged_output / 2;
  return output.substr(0, half) + "\n[...]\n" +
         output.substr(output.size() - half);
}

std::string without_blank_lines(std::string text) {
  text.erase(text.find_last_not_of('\n') + 1);
  text.erase(0, text.find_first_not_of('\n'));
  return text.empty() ? text : text + "\n";
}

}  // namespace

observer::observer(std::vector<io::listed_test> listing,
                   io::event_writer& writer, observer_sinks sinks)
    : listing_(std::move(listing)),
      claims_(listing_),
      writer_(writer),
      sinks_(std::move(sinks)) {
  for (std::size_t at = listing_.size(); at > 0; --at) {
    by_name_.emplace(listing_[at - 1].name, at - 1);
  }
}

void observer::record(io::event_body body) {
  events_.push_back(writer_.add(std::move(body)));
}

void observer::begin_ctest(std::int64_t round) {
  round_ = round;
  done_ = 0;
  total_ = 0;
}

void observer::on_line(std::string_view line) {
  if (const auto begun = parse_start(line); begun && start(*begun)) {
    return;
  }
  if (const auto ended = parse_result(line); ended && finish(*ended)) {
    return;
  }
  if (pending_ != nullptr && done_ == total_ && is_summary(line)) {
    settle_pending();
    return;
  }
  if (pending_ != nullptr) {
    pending_output_ += line;
    pending_output_ += '\n';
  } else if (last_started_ != nullptr) {
    // Why a test does not run stands between its start and its end.
    text_ += line;
    text_ += '\n';
  } else {
    sinks_.on_text(line);
  }
}

void observer::settle_text() {
  last_started_ = nullptr;
  std::string_view rest = text_;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    sinks_.on_text(rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
  text_.clear();
}

bool observer::start(const start_line& line) {
  const auto known = tests_.find(line.number);
  const bool is_new = known == tests_.end();
  // The output of a test may look like lines of ctest.
  if (is_new ? !listing_.empty() && !by_name_.contains(line.name)
             : known->second.running || known->second.name != line.name) {
    return false;
  }
  settle_pending();
  settle_text();
  watched_test& test = tests_[line.number];
  if (is_new) {
    test.number = line.number;
    test.name = line.name;
    bind(test);
  }
  test.running = true;
  ++test.attempt;
  const io::ctest_start begun{test.name, test.number, test.attempt, round_};
  record(begun);
  test.start_mono_ns = events_.back().mono_ns;
  last_started_ = &test;
  sinks_.on_start(test);
  return true;
}

void observer::bind(watched_test& test) {
  const auto [first, last] = by_name_.equal_range(test.name);
  for (auto each = first; each != last; ++each) {
    if (bound_.insert(each->second).second) {
      test.listed = each->second;
      return;
    }
  }
}

bool observer::finish(const result_line& line) {
  const auto known = tests_.find(line.number);
  const bool is_next = line.done == done_ + 1 && line.done <= line.total &&
                       (total_ == 0 || line.total == total_);
  if (line.done != 0 && !is_next) {
    return false;
  }
  if (known == tests_.end() || !known->second.running) {
    return false;
  }
  const auto how = read_result(line, known->second.name);
  if (!how) {
    return false;
  }
  settle_pending();
  std::string why;
  if (last_started_ == &known->second && how->outcome == io::verdict::not_run) {
    pending_output_ = std::exchange(text_, {});
    why = pending_output_.substr(0, pending_output_.find('\n'));
  }
  settle_text();
  if (line.done != 0) {
    done_ = line.done;
    total_ = line.total;
  }
  pending_ = &known->second;
  pending_result_ = *how;
  if (!why.empty()) {
    pending_result_.message = why;
  }
  if (!io::is_bad(how->outcome)) {
    settle_pending();
  }
  return true;
}

void observer::settle_pending() {
  if (pending_ == nullptr) {
    return;
  }
  watched_test& test = *std::exchange(pending_, nullptr);
  tell_end(test, pending_result_,
           without_blank_lines(std::exchange(pending_output_, {})));
}

void observer::end_ctest() {
  settle_pending();
  settle_text();
}

std::string observer::key_of(const watched_test& test) const {
  return test.listed ? process_claims::key_of(*test.listed) : test.name;
}

void observer::tell_end(watched_test& test, const line_result& how,
                        std::string output) {
  io::ctest_finish end;
  static_cast<io::ctest_start&>(end) = {test.name, test.number, test.attempt,
                                        round_};
  end.outcome = io::to_text(how.outcome);
  end.duration_ns = how.duration_ns;
  end.message = how.message;
  end.output = shortened(output);
  if (const io::listed_test* known = listed(test)) {
    end.file = known->file;
    end.line = known->line;
    end.labels = known->items("LABELS");
  }
  test_end told;
  told.worker = worker_of(test);
  end.processes = claims_.take(key_of(test));
  for (const std::int64_t pid : end.processes) {
    ended_pids_[pid] = test.number;
  }
  record(std::move(end));
  test.running = false;
  test.outcome = how.outcome;
  told.test = &test;
  told.outcome = how.outcome;
  told.message = how.message;
  told.output = std::move(output);
  told.duration_ns = how.duration_ns;
  told.done = done_;
  told.total = total_;
  sinks_.on_end(told);
}

void observer::end_test(const watched_test& test, const line_result& how,
                        const std::string& output) {
  tell_end(tests_.at(test.number), how, output);
}

void observer::on_event(io::event&& logged) {
  if (const auto* begun = std::get_if<io::process_start>(&logged.body)) {
    claims_.add(logged, *begun, [this](std::size_t place) {
      return std::any_of(tests_.begin(), tests_.end(), [&](const auto& each) {
        return each.second.running && each.second.listed == place;
      });
    });
  }
  events_.push_back(std::move(logged));
}

const watched_test* observer::running_as(
    pid_t pid, const std::vector<std::string>& command) const {
  const watched_test* by_command = nullptr;
  for (const auto& [number, test] : tests_) {
    if (!test.running) {
      continue;
    }
    if (claims_.has(key_of(test), pid)) {
      return &test;
    }
    const io::listed_test* known = listed(test);
    if (known != nullptr && known->command == command) {
      by_command = &test;
    }
  }
  return by_command;
}

const watched_test* observer::test_of(
    std::int64_t pid, const std::vector<std::string>& command) const {
  if (const auto ended = ended_pids_.find(pid); ended != ended_pids_.end()) {
    return &tests_.at(ended->second);
  }
  const auto found =
      std::find_if(tests_.begin(), tests_.end(), [&](const auto& each) {
        const io::listed_test* known = listed(each.second);
        return known != nullptr && known->command == command;
      });
  return found == tests_.end() ? nullptr : &found->second;
}

std::vector<const watched_test*> observer::running() const {
  std::vector<const watched_test*> result;
  for (const auto& [number, test] : tests_) {
    if (test.running && &test != pending_) {
      result.push_back(&test);
    }
  }
  std::stable_sort(result.begin(), result.end(),
                   [](const watched_test* a, const watched_test* b) {
                     return a->start_mono_ns < b->start_mono_ns;
                   });
  return result;
}

std::string observer::worker_of(const watched_test& test) const {
  return claims_.worker_of(key_of(test));
}

const io::listed_test* observer::listed(const watched_test& test) const {
  return test.listed ? &listing_[*test.listed] : nullptr;
}

}  // namespace parallel_testing::run_command
