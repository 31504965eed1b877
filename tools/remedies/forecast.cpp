// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "remedies/forecast.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <queue>
#include <utility>

namespace parallel_testing::tools {

namespace {

/// The locks that running tests hold, by the number of their names.
struct held_lock {
  int readers = 0;
  bool is_exclusive = false;
};

struct ending {
  double at = 0;
  std::size_t test = 0;
  bool operator>(const ending& other) const {
    return std::pair(at, test) > std::pair(other.at, other.test);
  }
};

class simulation {
 public:
  simulation(const std::vector<scheduled_test>& tests, int jobs)
      : tests_(tests), free_(std::max(jobs, 1)) {
    exclusive_.resize(tests.size());
    shared_.resize(tests.size());
    has_ended_.resize(tests.size());
    for (std::size_t at = 0; at < tests.size(); ++at) {
      for (const std::string& name : tests[at].exclusive) {
        exclusive_[at].push_back(number_of(name));
      }
      for (const std::string& name : tests[at].shared) {
        const std::size_t number = number_of(name);
        const auto& own = exclusive_[at];
        if (std::find(own.begin(), own.end(), number) == own.end()) {
          shared_[at].push_back(number);
        }
      }
    }
    held_.resize(numbers_.size());
    waiting_.resize(tests.size());
    std::iota(waiting_.begin(), waiting_.end(), 0U);
    std::stable_sort(waiting_.begin(), waiting_.end(),
                     [&tests](std::size_t a, std::size_t b) {
                       // CTest starts tests that run alone last.
                       return std::pair(tests[a].is_alone, -tests[a].seconds) <
                              std::pair(tests[b].is_alone, -tests[b].seconds);
                     });
  }

  double run() {
    while (!waiting_.empty() || !running_.empty()) {
      start_all();
      if (running_.empty()) {
        // They wait for each other.
        for (const std::size_t at : waiting_) {
          now_ += tests_[at].seconds;
        }
        break;
      }
      end_next();
    }
    return now_;
  }

 private:
  std::size_t number_of(const std::string& name) {
    return numbers_.emplace(name, numbers_.size()).first->second;
  }

  [[nodiscard]] bool can_start(std::size_t at) const {
    const scheduled_test& test = tests_[at];
    if (test.is_alone && !running_.empty()) {
      return false;
    }
    const auto is_taken = [this](std::size_t lock) {
      return held_[lock].is_exclusive || held_[lock].readers > 0;
    };
    const auto is_written = [this](std::size_t lock) {
      return held_[lock].is_exclusive;
    };
    const auto has_not_ended = [this](std::size_t other) {
      return other < has_ended_.size() && !has_ended_[other];
    };
    return std::none_of(exclusive_[at].begin(), exclusive_[at].end(),
                        is_taken) &&
           std::none_of(shared_[at].begin(), shared_[at].end(), is_written) &&
           std::none_of(test.after.begin(), test.after.end(), has_not_ended);
  }

  void start_all() {
    std::size_t kept = 0;
    for (std::size_t next = 0; next < waiting_.size(); ++next) {
      const std::size_t at = waiting_[next];
      if (free_ > 0 && !has_lone_ && can_start(at)) {
        start(at);
      } else {
        waiting_[kept++] = at;
      }
    }
    waiting_.resize(kept);
  }

  void start(std::size_t at) {
    --free_;
    has_lone_ = tests_[at].is_alone;
    for (const std::size_t lock : exclusive_[at]) {
      held_[lock].is_exclusive = true;
    }
    for (const std::size_t lock : shared_[at]) {
      ++held_[lock].readers;
    }
    running_.push({now_ + tests_[at].seconds, at});
  }

  void end_next() {
    const ending next = running_.top();
    running_.pop();
    now_ = next.at;
    ++free_;
    has_lone_ = false;
    has_ended_[next.test] = true;
    for (const std::size_t lock : exclusive_[next.test]) {
      held_[lock].is_exclusive = false;
    }
    for (const std::size_t lock : shared_[next.test]) {
      --held_[lock].readers;
    }
  }

  const std::vector<scheduled_test>& tests_;
  int free_;
  double now_ = 0;
  bool has_lone_ = false;
  std::map<std::string, std::size_t> numbers_;
  std::vector<std::vector<std::size_t>> exclusive_;
  std::vector<std::vector<std::size_t>> shared_;
  std::vector<held_lock> held_;
  std::vector<char> has_ended_;
  std::vector<std::size_t> waiting_;
  std::priority_queue<ending, std::vector<ending>, std::greater<>> running_;
};

void keep_greater(bottleneck& longest, double seconds,
                  const std::string& cause) {
  if (seconds > longest.seconds) {
    longest = {seconds, cause};
  }
}

}  // namespace

double time_of(const std::vector<scheduled_test>& tests, int jobs) {
  return simulation(tests, jobs).run();
}

bottleneck bottleneck_of(const std::vector<scheduled_test>& tests) {
  std::map<std::string, double> locks;
  double alone = 0;
  bottleneck longest;
  for (const scheduled_test& test : tests) {
    for (const std::string& lock : test.exclusive) {
      locks[lock] += test.seconds;
    }
    alone += test.is_alone ? test.seconds : 0;
    keep_greater(longest, test.seconds, "the longest test");
  }
  keep_greater(longest, alone, "the tests that run alone");
  for (const auto& [name, seconds] : locks) {
    keep_greater(longest, seconds, "the lock '" + name + "'");
  }
  return longest;
}

}  // namespace parallel_testing::tools
