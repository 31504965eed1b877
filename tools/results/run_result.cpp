// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/run_result.hpp"

#include <algorithm>
#include <iterator>

#include "results/run_result_builder.hpp"

namespace parallel_testing::io {
namespace {

void read_frame(const std::vector<event>& events, run_result& into) {
  std::int64_t end_mono_ns = 0;
  int shards = 0;
  for (const event& each : events) {
    if (into.start_mono_ns == 0 || each.mono_ns < into.start_mono_ns) {
      into.start_mono_ns = each.mono_ns;
      into.start_ns = each.time_ns;
      into.run = each.run;
    }
    end_mono_ns = std::max(end_mono_ns, each.mono_ns);
    if (const auto* start = std::get_if<run_start>(&each.body)) {
      into.project = start->project;
      into.build = start->build;
      into.source = start->source;
      into.ctest = start->ctest;
      into.workers = start->workers;
      into.seed = start->seed;
    } else if (const auto* part = std::get_if<run_shard>(&each.body)) {
      // A merged log has those of all shards: it is the whole.
      into.shard = ++shards == 1 ? std::optional(*part) : std::nullopt;
    } else if (const auto* end = std::get_if<run_finish>(&each.body)) {
      into.end = end->end;
    }
  }
  into.wall_ns = end_mono_ns - into.start_mono_ns;
}

/// A run id that was given twice: the events since the last start count.
std::vector<event> of_last_run(const std::vector<event>& events) {
  std::int64_t start_ns = 0;
  for (const event& each : events) {
    if (std::holds_alternative<run_start>(each.body)) {
      start_ns = std::max(start_ns, each.mono_ns);
    }
  }
  std::vector<event> result;
  std::copy_if(events.begin(), events.end(), std::back_inserter(result),
               [&](const event& each) { return each.mono_ns >= start_ns; });
  return result;
}

}  // namespace

const attempt& test_result::decisive() const {
  for (std::size_t at = 0; at + 1 < attempts.size(); ++at) {
    const bool ends_round = attempts[at + 1].round != attempts[at].round;
    if (ends_round && is_bad(attempts[at].outcome)) {
      return attempts[at];
    }
  }
  return attempts.back();
}

bool test_result::is_flaky() const {
  return outcome() == verdict::pass &&
         std::any_of(attempts.begin(), attempts.end(), [](const attempt& each) {
           return is_bad(each.outcome) && each.outcome != verdict::not_run;
         });
}

bool test_result::never_started() const {
  return attempts.size() == 1 && outcome() == verdict::not_run &&
         attempts.front().message == not_started;
}

std::int64_t test_result::total_ns() const {
  std::int64_t sum = 0;
  for (const attempt& each : attempts) {
    sum += each.duration_ns;
  }
  return sum;
}

std::int64_t test_result::waited_ns() const {
  std::int64_t sum = 0;
  for (const attempt& each : attempts) {
    for (const lock_use& use : each.locks) {
      sum += use.waited_ns;
    }
  }
  return sum;
}

std::string leftover_remedy(const test_result& of) {
  return of.is_launched
             ? "end and wait for what the test starts, or allow it with "
               "`leak:allow`"
             : "end and wait for what the test starts, or mark the test "
               "`supervised`: the launcher then ends it and fails the test, or "
               "only names it with `leak:warn`";
}

std::vector<std::string> unstarted_tests(const run_result& result) {
  std::vector<std::string> names;
  for (const test_result& each : result.tests) {
    if (each.never_started()) {
      names.push_back(each.name);
    }
  }
  return names;
}

run_result build_run_result(const std::vector<event>& all,
                            const std::vector<listed_test>& listing) {
  run_result result;
  const std::vector<event> events = of_last_run(all);
  read_frame(events, result);
  const timeline history = build_timeline(events);
  run_result_builder builder(history, listing, result);
  for (const ctest_view& view : collect_views(events, history)) {
    builder.add_view(view);
  }
  builder.add_other_processes();
  // Without `parallel-testing run` nobody knows which tests were selected.
  if (result.end) {
    builder.add_tests_that_never_started();
    builder.note_contradictions();
  }
  for (const event& each : events) {
    if (const auto* left = std::get_if<ctest_left>(&each.body)) {
      builder.add_left_process(*left);
    }
  }
  return result;
}

}  // namespace parallel_testing::io
