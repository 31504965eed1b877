// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/watch/observer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "results/stack_place.hpp"
#include "results/verdict.hpp"

namespace parallel_testing::run_command {
namespace {

std::string without_blank_lines(std::string text) {
  text.erase(text.find_last_not_of('\n') + 1);
  text.erase(0, text.find_first_not_of('\n'));
  return text.empty() ? text : text + "\n";
}

/// Enough for all that is shown of a line, and for recognizing it.
std::string_view begin_of(std::string_view line) {
  constexpr std::size_t longest = 1000;
  return line.substr(0, longest);
}

/// The quarantine of a test, as its launcher logged it.
std::optional<tools::launch_quarantine> quarantine_of(
    const std::vector<logged_launch>& launches) {
  for (const logged_launch& each : launches) {
    if (each.quarantine) {
      return each.quarantine;
    }
  }
  return std::nullopt;
}

/// Takes the results of a launcher: ctest only sees an exit code.
void note_launches(const std::vector<logged_launch>& launches, test_end& into) {
  for (const logged_launch& each : launches) {
    into.left = tools::programs_left(each.left);
    if (each.finish) {
      into.outcome = tools::joined(into.outcome, *each.finish);
      // ctest reports no duration for a test that it stops at its timeout.
      into.duration_ns = std::max(into.duration_ns, each.finish->duration_ns);
    }
    if (into.outcome == tools::verdict::leak) {
      into.message = tools::left_text(into.left);
    }
  }
}

}  // namespace

observer::observer(std::vector<tools::listed_test> listing,
                   tools::event_writer& writer, observer_sinks sinks,
                   observer_options how)
    : known_(std::move(listing)),
      writer_(writer),
      sinks_(std::move(sinks)),
      how_(std::move(how)) {}

void observer::record(tools::event_body body) {
  events_.push_back(writer_.add(std::move(body)));
}

void observer::begin_ctest(std::int64_t round) {
  round_ = round;
  done_ = 0;
  total_ = 0;
}

void observer::on_line(std::string_view line) {
  const bool goes_on = !begun_line_.empty();
  if (!goes_on && take_verbose_line(line)) {
    return;
  }
  std::string whole = goes_on ? begun_line_ + "\n" : "";
  whole += line;
  if (follow(whole)) {
    begun_line_.clear();
  } else if (known_.is_begun(whole)) {
    begun_line_ = std::move(whole);
  } else if (goes_on) {
    settle_begun_line();
    on_line(line);
  } else {
    take_text(line);
  }
}

/// Handles a line in which ctest reports a start or a result. The name of a
/// test may contain line breaks, so `line` may have several. Returns false for
/// any other text.
bool observer::follow(std::string_view line) {
  if (const auto begun = tools::parse_start(line); begun && start(*begun)) {
    return true;
  }
  const auto ended = tools::parse_result(line);
  return ended && finish(*ended);
}

/// The lines were no report of ctest; they only began like one. Handles them as
/// text.
void observer::settle_begun_line() {
  const std::string text = std::exchange(begun_line_, {});
  std::size_t start = 0;
  for (std::size_t end = 0; end != std::string::npos; start = end + 1) {
    end = text.find('\n', start);
    take_text(std::string_view(text).substr(start, end - start));
  }
}

void observer::take_text(std::string_view line) {
  if (last_started_ != nullptr) {
    // ctest prints the reason why a test does not run between its start and its
    // end.
    text_ += line;
    text_ += '\n';
  } else {
    sinks_.on_text(line);
  }
}

/// Handles a line that ctest prints only in its verbose mode, or a second time.
/// Returns false for any other line.
bool observer::take_verbose_line(std::string_view line) {
  const bool is_taken = take_repeated(line) || preamble_.takes(line) ||
                        take_output(line) || tools::is_verbose_remark(line);
  if (is_taken && how_.verbose == verbose_lines::shown) {
    sinks_.on_text(line);
  }
  return is_taken;
}

bool observer::take_output(std::string_view line) {
  const auto printed = tools::parse_output(line);
  const auto of = printed ? outputs_.find(printed->number) : outputs_.end();
  if (of == outputs_.end()) {
    return false;
  }
  const watched_test* const test = known_.running_number(printed->number);
  const tools::listed_test* const listed =
      test == nullptr ? nullptr : known_.listed(*test);
  if (printed->text.starts_with("Test timeout changed to ") &&
      listed != nullptr && !listed->items("TIMEOUT_AFTER_MATCH").empty()) {
    return true;
  }
  const std::string_view begin = begin_of(printed->text);
  running_output& so_far = of->second;
  so_far.text.append(printed->text);
  so_far.text.append("\n");
  if (so_far.lines++ == 0) {
    so_far.first_line = begin;
  }
  if (begin.find_first_not_of(' ') != std::string_view::npos) {
    so_far.last_line = begin;
  }
  return true;
}

/// After the result of a test that ended badly, ctest may print all its lines
/// and an empty one. They may look like any line of ctest.
bool observer::take_repeated(std::string_view line) {
  if (repeated_.lines == 0) {
    return false;
  }
  if (!repeated_.is_begun && begin_of(line) != repeated_.first_line) {
    repeated_ = {};
    return false;
  }
  repeated_.is_begun = true;
  --repeated_.lines;
  return true;
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

bool observer::start(const tools::start_line& line) {
  watched_test* const test = known_.start(line);
  // A script of the project may print a line that looks like one of ctest.
  if (test == nullptr) {
    return false;
  }
  settle_text();
  const tools::ctest_start begun{test->name, test->number, test->attempt,
                                 round_};
  record(begun);
  test->start_mono_ns = events_.back().mono_ns;
  last_started_ = test;
  preamble_ = tools::test_preamble(test->number);
  outputs_.insert_or_assign(
      test->number,
      running_output{{how_.limits,
                      fmt::format("{}.{}.txt", test->number, test->attempt)}});
  sinks_.on_start(*test);
  return true;
}

bool observer::finish(const tools::result_line& line) {
  // An attempt that will be repeated does not count.
  const bool is_next = line.done >= done_ && line.done <= line.total &&
                       (total_ == 0 || line.total == total_);
  if (line.done != 0 && !is_next) {
    return false;
  }
  watched_test* const test = known_.running_number(line.number);
  if (test == nullptr) {
    return false;
  }
  auto how = tools::read_result(line, test->name);
  if (!how) {
    return false;
  }
  const running_output& whole = outputs_[test->number];
  if (how_.late == late_output::possible && tools::is_bad(how->outcome) &&
      whole.lines > 0) {
    repeated_ = {whole.first_line, whole.lines + 1};
  }
  limited_output printed = take_output_of(*test);
  if (last_started_ == test) {
    preamble_ = {};
    if (how->outcome == tools::verdict::not_run && !text_.empty()) {
      const std::string text = std::exchange(text_, {});
      printed.append(text);
      how->message = text.substr(0, text.find('\n'));
    }
  }
  settle_text();
  if (line.done != 0) {
    done_ = line.done;
    total_ = line.total;
  }
  report_end(*test, *how, std::move(printed));
  return true;
}

void observer::end_ctest() {
  if (!begun_line_.empty()) {
    settle_begun_line();
  }
  settle_text();
  preamble_ = {};
  repeated_ = {};
}

limited_output observer::take_output_of(const watched_test& test) {
  auto found = outputs_.extract(test.number);
  return found ? std::move(found.mapped().text) : limited_output{};
}

void observer::report_end(watched_test& test, const tools::printed_result& how,
                          limited_output output) {
  if (auto stacks = stacks_.extract(test.number);
      stacks && how.outcome == tools::verdict::timeout) {
    output.append(stacks.mapped());
  }
  if (tools::is_bad(how.outcome)) {
    output.keep_whole();
  } else {
    output.discard();
    output = {};
  }
  tools::ctest_finish end;
  static_cast<tools::ctest_start&>(end) = {test.name, test.number, test.attempt,
                                           round_};
  end.outcome = how.outcome;
  end.duration_ns = how.duration_ns;
  end.message = how.message;
  end.output = without_blank_lines(output.text(limited_output::most_logged));
  if (const tools::listed_test* listed = known_.listed(test)) {
    end.file = listed->file;
    end.line = listed->line;
    end.labels = listed->items("LABELS");
  }
  test_processes were = known_.take_processes(test);
  const std::optional<tools::launch_quarantine> quarantine =
      quarantine_of(were.launches);
  // The launcher makes ctest take a failure in quarantine for a skip.
  const bool is_excused =
      how.outcome == tools::verdict::skip && tools::is_excused(quarantine);
  const tools::verdict outcome =
      is_excused ? tools::verdict::fail : how.outcome;
  const std::string reason = known_.take_reason(were, outcome);
  end.processes = std::move(were.pids);
  record(std::move(end));
  test_end result;
  result.test = &test;
  result.worker = std::move(were.worker);
  result.outcome = outcome;
  result.quarantine = quarantine;
  result.message = outcome == tools::verdict::pass
                       ? how.message
                       : with_reason(is_excused ? "" : how.message, reason);
  result.output = without_blank_lines(output.text(output.shown_limit()));
  result.duration_ns = how.duration_ns;
  result.done = done_;
  result.total = total_;
  note_launches(were.launches, result);
  if (were.own_ns && were.launches.empty()) {
    result.left = left_beside(test.number);
    std::string held = tools::held_output_text(how.duration_ns, *were.own_ns);
    if (!held.empty()) {
      result.left.push_back(std::move(held));
    }
  }
  if (is_excused && result.message.empty()) {
    for (const logged_launch& each : were.launches) {
      result.message = each.finish ? tools::message_of(*each.finish) : "";
    }
  }
  result.message = tools::with_place(std::move(result.message), result.outcome,
                                     result.output);
  if (tools::is_bad(result.outcome) && quarantine) {
    result.message += (result.message.empty() ? "" : "; ") +
                      tools::quarantine_text(quarantine);
  }
  test.running = false;
  test.outcome = result.is_excused() ? tools::verdict::skip : result.outcome;
  sinks_.on_end(result);
}

void observer::note_left(const watched_test& test, std::int64_t pid,
                         const std::string& program) {
  record(tools::ctest_left{test.name, test.number, pid, program});
  left_[test.number].push_back(program);
}

std::vector<std::string> observer::left_beside(int number) {
  auto found = left_.extract(number);
  return found ? std::move(found.mapped()) : std::vector<std::string>{};
}

void observer::end_test(const watched_test& test,
                        const tools::printed_result& how,
                        const std::string& output) {
  limited_output limited = take_output_of(test);
  limited.append(output);
  report_end(known_.at(test.number), how, std::move(limited));
}

std::string observer::last_line_of(const watched_test& test) const {
  const auto found = outputs_.find(test.number);
  return found == outputs_.end() ? "" : found->second.last_line;
}

void observer::on_event(tools::event&& logged) {
  known_.on_event(logged);
  events_.push_back(std::move(logged));
}

}  // namespace parallel_testing::run_command
