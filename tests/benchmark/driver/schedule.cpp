// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "schedule.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <queue>
#include <random>
#include <string>
#include <utility>

namespace parallel_testing::benchmark {

namespace {

/// What tests that run have taken.
class machine {
 public:
  machine(int jobs, int capacity) : workers_(jobs), licences_(capacity) {}

  bool take(const sleeper& test) {
    if (!fits(test)) return false;
    --workers_;
    for (const std::string& lock : test.locks) writers_[lock] = true;
    if (!test.reads.empty()) ++readers_[test.reads];
    if (!test.capacity.empty()) --licences_;
    return true;
  }

  void give_back(const sleeper& test) {
    ++workers_;
    for (const std::string& lock : test.locks) writers_[lock] = false;
    if (!test.reads.empty()) --readers_[test.reads];
    if (!test.capacity.empty()) ++licences_;
  }

 private:
  bool fits(const sleeper& test) {
    const bool locks_are_free = std::all_of(
        test.locks.begin(), test.locks.end(), [&](const std::string& lock) {
          return !writers_[lock] && readers_[lock] == 0;
        });
    return workers_ > 0 && locks_are_free &&
           (test.reads.empty() || !writers_[test.reads]) &&
           (test.capacity.empty() || licences_ > 0);
  }

  int workers_;
  int licences_;
  std::map<std::string, bool> writers_;
  std::map<std::string, int> readers_;
};

/// Long tests first, and the tests of a chain by what is left of it.
std::vector<std::size_t> promising_order(const shape& of) {
  std::map<std::string, int> left;
  std::vector<int> weight;
  for (const sleeper& test : of.tests) {
    int most = test.ms;
    for (const std::string& lock : test.locks) {
      most = std::max(most, left[lock] += test.ms);
    }
    weight.push_back(most);
  }
  std::vector<std::size_t> order(of.tests.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(
      order.begin(), order.end(),
      [&](std::size_t a, std::size_t b) { return weight[a] > weight[b]; });
  return order;
}

}  // namespace

int makespan_ms(const shape& of, int jobs,
                const std::vector<std::size_t>& order) {
  using ending = std::pair<int, std::size_t>;
  std::priority_queue<ending, std::vector<ending>, std::greater<>> running;
  machine free(jobs, of.capacity);
  std::vector<std::size_t> waiting;
  int now = 0;
  for (const std::size_t each : order) {
    if (of.tests[each].is_serial) {
      now += of.tests[each].ms;
    } else {
      waiting.push_back(each);
    }
  }
  while (!waiting.empty() || !running.empty()) {
    const auto starts = [&](std::size_t each) {
      if (!free.take(of.tests[each])) return false;
      running.push({now + of.tests[each].ms, each});
      return true;
    };
    waiting.erase(std::remove_if(waiting.begin(), waiting.end(), starts),
                  waiting.end());
    now = running.top().first;
    while (!running.empty() && running.top().first == now) {
      free.give_back(of.tests[running.top().second]);
      running.pop();
    }
  }
  return now;
}

int best_found_ms(const shape& of, int jobs, int tries) {
  const int bound = lower_bound_ms(of, jobs);
  std::vector<std::size_t> order = promising_order(of);
  int best = makespan_ms(of, jobs, order);
  std::mt19937 random(1);
  std::uniform_int_distribution<std::size_t> any(0, order.size() - 1);
  for (int at = 0; at < tries && best > bound; ++at) {
    const std::size_t one = any(random);
    const std::size_t other = any(random);
    std::swap(order[one], order[other]);
    const int now = makespan_ms(of, jobs, order);
    if (now > best) {
      std::swap(order[one], order[other]);
    } else {
      best = now;
    }
  }
  return best;
}

}  // namespace parallel_testing::benchmark
