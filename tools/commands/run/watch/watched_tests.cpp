// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/watch/watched_tests.hpp"

#include <algorithm>
#include <utility>

namespace parallel_testing::run_command {

watched_tests::watched_tests(std::vector<tools::listed_test> listing)
    : listing_(std::move(listing)), claims_(listing_) {
  for (std::size_t at = listing_.size(); at > 0; --at) {
    by_name_.emplace(listing_[at - 1].name, at - 1);
    if (listing_[at - 1].name.find('\n') != std::string::npos) {
      of_several_lines_.push_back(at - 1);
    }
  }
}

watched_test* watched_tests::start(const tools::start_line& line) {
  const auto known = tests_.find(line.number);
  const bool is_new = known == tests_.end();
  if (is_new ? !listing_.empty() && !by_name_.contains(line.name)
             : known->second.running || known->second.name != line.name) {
    return nullptr;
  }
  watched_test& test = tests_[line.number];
  if (is_new) {
    test.number = line.number;
    test.name = line.name;
    bind(test);
  }
  test.running = true;
  ++test.attempt;
  return &test;
}

void watched_tests::bind(watched_test& test) {
  const auto [first, last] = by_name_.equal_range(test.name);
  for (auto each = first; each != last; ++each) {
    if (bound_.insert(each->second).second) {
      test.listed = each->second;
      return;
    }
  }
}

watched_test* watched_tests::running_number(int number) {
  const auto known = tests_.find(number);
  return known == tests_.end() || !known->second.running ? nullptr
                                                         : &known->second;
}

bool watched_tests::is_begun(std::string_view lines) {
  const auto ended = tools::parse_result(lines);
  if (of_several_lines_.empty() && !ended) {
    return false;
  }
  if (const auto begun = tools::parse_start(lines)) {
    const std::string start = begun->name + "\n";
    return std::any_of(
        of_several_lines_.begin(), of_several_lines_.end(),
        [&](std::size_t at) { return listing_[at].name.starts_with(start); });
  }
  const watched_test* const test =
      ended ? running_number(ended->number) : nullptr;
  return test != nullptr && (test->name.starts_with(ended->rest + "\n") ||
                             tools::is_cut_result(*ended, test->name));
}

bool watched_tests::is_running(std::size_t listed) const {
  return std::any_of(tests_.begin(), tests_.end(), [&](const auto& each) {
    return each.second.running && each.second.listed == listed;
  });
}

void watched_tests::on_event(const tools::event& logged) {
  reasons_.on_event(logged);
  if (const auto* begun = logged.body.get_if<tools::process_start>()) {
    spans_[logged.pid] = {logged.mono_ns, 0};
    claims_.add(logged, *begun,
                [this](std::size_t place) { return is_running(place); });
  } else if (logged.body.is<tools::process_finish>()) {
    spans_[logged.pid].end_ns = logged.mono_ns;
  } else if (const auto* left = logged.body.get_if<tools::launch_left>()) {
    launches_[logged.pid].left.push_back(*left);
    left_.insert(left->process);
  } else if (const auto* held =
                 logged.body.get_if<tools::launch_quarantine>()) {
    launches_[logged.pid].quarantine = *held;
  } else if (const auto* end = logged.body.get_if<tools::launch_finish>()) {
    launches_[logged.pid].finish = *end;
  }
}

test_processes watched_tests::take_processes(const watched_test& test) {
  test_processes result;
  result.worker = worker_of(test);
  result.pids = claims_.take(key_of(test));
  result.own_ns = own_time_of(result.pids);
  for (const std::int64_t pid : result.pids) {
    ended_pids_[pid] = test.number;
    spans_.erase(pid);
    if (auto launch = launches_.extract(pid)) {
      result.launches.push_back(std::move(launch.mapped()));
    }
  }
  return result;
}

std::optional<std::int64_t> watched_tests::own_time_of(
    const std::vector<std::int64_t>& pids) const {
  span whole;
  for (const std::int64_t pid : pids) {
    const auto found = spans_.find(pid);
    if (found == spans_.end() || found->second.end_ns == 0) {
      return std::nullopt;
    }
    const span& each = found->second;
    whole.begin_ns = whole.end_ns == 0
                         ? each.begin_ns
                         : std::min(whole.begin_ns, each.begin_ns);
    whole.end_ns = std::max(whole.end_ns, each.end_ns);
  }
  return pids.empty() ? std::nullopt
                      : std::optional(whole.end_ns - whole.begin_ns);
}

const watched_test* watched_tests::held_by(std::int64_t pid,
                                           std::int64_t before_ns) const {
  const auto ended = spans_.find(pid);
  return ended == spans_.end() || ended->second.end_ns == 0 ||
                 ended->second.end_ns > before_ns
             ? nullptr
             : running_as(static_cast<pid_t>(pid), {});
}

const watched_test* watched_tests::running_as(
    pid_t pid, const std::vector<std::string>& command) const {
  const watched_test* by_command = nullptr;
  for (const auto& [number, test] : tests_) {
    if (!test.running) {
      continue;
    }
    if (claims_.has(key_of(test), pid)) {
      return &test;
    }
    const tools::listed_test* known = listed(test);
    if (known != nullptr && known->command == command) {
      by_command = &test;
    }
  }
  return by_command;
}

const watched_test* watched_tests::test_of(
    std::int64_t pid, const std::vector<std::string>& command) const {
  if (const auto ended = ended_pids_.find(pid); ended != ended_pids_.end()) {
    return &tests_.at(ended->second);
  }
  const auto found =
      std::find_if(tests_.begin(), tests_.end(), [&](const auto& each) {
        const tools::listed_test* known = listed(each.second);
        return known != nullptr && known->command == command;
      });
  return found == tests_.end() ? nullptr : &found->second;
}

std::vector<const watched_test*> watched_tests::running() const {
  std::vector<const watched_test*> result;
  for (const auto& [number, test] : tests_) {
    if (test.running) {
      result.push_back(&test);
    }
  }
  std::stable_sort(result.begin(), result.end(),
                   [](const watched_test* a, const watched_test* b) {
                     return a->start_mono_ns < b->start_mono_ns;
                   });
  return result;
}

}  // namespace parallel_testing::run_command
